"""What needs me, and what waits for others."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import roles
from accounts.roles import Role
from referral.access import ACCEPTS_REFERRAL, OPENS_CONTACT
from referral.views.desk.asked import open_cases_of
from referral.views.desk.groups import groups_of
from referral.views.desk.lying import Desk
from referral.views.desk.referrals import incoming_rows, waiting_rows
from referral.views.desk.seldom import draft_rows, unsent_rows
from training.clearance import clearance_of

# Consular staff have a desk of their own.
HAS_HOME = [role for role in Role if role not in {Role.CONSULAR, Role.VISA_SECTION}]
# Who has work of one's own beside it.
OFFICE = {Role.ORGANISATION_ADMIN, Role.OPERATOR, Role.ANALYST}
SHOWN_ROWS = (
    10  # of a group; what cannot be put off stands there always, the rest on the page of all work
)
WORKS = [role for role in HAS_HOME if role not in OFFICE]


def is_frontline(request) -> bool:
    """Those who begin cases, or accept them, are told when their course on data protection ends."""
    return request.actor.role in OPENS_CONTACT | ACCEPTS_REFERRAL


@roles(*HAS_HOME)
def home(request):
    desk = Desk(request.actor, timezone.localdate(), for_the_week=True)
    works = request.actor.role in WORKS
    groups = groups_of(desk, most=SHOWN_ROWS if works else None)
    open_cases = open_cases_of(request.actor)
    needing = len(set().union(*(group["journeys"] for group in groups)))
    context = {
        "day": timezone.localtime(),
        "clearance": clearance_of(request.membership) if is_frontline(request) else None,
        "groups": groups,
        "work": reverse("work_list") if works else "",
        "number": sum(group["number"] for group in groups),
        "open_cases": open_cases,
        "needing": needing,
        "on_track": max(open_cases - needing, 0),
        "next_on": None if groups else desk.next_day,
        "waiting": waiting_rows(desk),
        "incoming": incoming_rows(desk),
        "drafts": draft_rows(desk),
        "unsent": unsent_rows(desk),
    }
    return render(request, "referral/home.html", context)
