"""What needs me, and what waits for others."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import roles
from accounts.roles import Role
from referral.access import ACCEPTS_REFERRAL, OPENS_CONTACT
from referral.actions.unsent import my_unsent
from referral.models import Case
from referral.stages import Stage
from referral.views.home_rows import Desk, groups_of
from training.clearance import clearance_of

# Consular staff have a desk of their own.
HAS_HOME = [role for role in Role if role not in {Role.CONSULAR, Role.VISA_SECTION}]
# Who has work of one's own beside it.
OFFICE = {Role.ORGANISATION_ADMIN, Role.OPERATOR, Role.ANALYST}
SHOWN_ROWS = 10  # of a group
WORKS = [role for role in HAS_HOME if role not in OFFICE]


def is_frontline(request) -> bool:
    """Those who begin cases, or accept them, are told when their course on data protection ends."""
    return request.actor.role in OPENS_CONTACT | ACCEPTS_REFERRAL


@roles(*HAS_HOME)
def home(request):
    desk = Desk(request.actor, timezone.localdate())
    groups = groups_of(desk)
    open_cases = Case.objects.visible_to(request.actor).files().exclude(stage=Stage.CLOSED).count()
    needing = {row["reference"] for group in groups for row in group["rows"] if row["in_case"]}
    context = {
        "day": timezone.localtime(),
        "clearance": clearance_of(request.membership) if is_frontline(request) else None,
        "groups": shortened(groups) if request.actor.role in WORKS else groups,
        "work": reverse("work_list") if request.actor.role in WORKS else "",
        "number": sum(len(group["rows"]) for group in groups),
        "open_cases": open_cases,
        "needing": len(needing),
        "on_track": max(open_cases - len(needing), 0),
        "next_on": desk.next_day,
        "waiting": desk.waiting_rows(),
        "incoming": desk.incoming_rows(),
        "drafts": desk.draft_rows(),
        "unsent": my_unsent()
        .defer("content")
        .select_related("case__journey")
        .order_by("-saved_at")[:5],
    }
    return render(request, "referral/home.html", context)


def shortened(groups):
    """The first rows of each; what cannot be put off stands there always. The rest is one step away, on the page of all work."""
    return [cut(group) for group in groups]


def cut(group):
    shown = [
        row
        for number, row in enumerate(group["rows"])
        if number < SHOWN_ROWS or not row.get("may_put_off")
    ]
    return group | {"rows": shown, "more": len(group["rows"]) - len(shown)}
