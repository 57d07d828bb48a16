"""My work: everything on my desk by its day, with what can be done beside doing it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.models import SnoozeReason
from referral.views.cover import AWAY
from referral.views.desk.groups import groups_of, put_off_rows
from referral.views.desk.lying import Desk
from referral.views.desk.referrals import waiting_rows
from referral.views.home import WORKS


@roles(*WORKS)
def work_list(request):
    desk = Desk(request.actor, timezone.localdate())
    groups = groups_of(desk, whole=True)
    put_off = put_off_rows(desk)
    for row in put_off:
        row["why"] = SnoozeReason(row["put_off_why"]).label
    context = {
        "groups": groups,
        "number": sum(group["number"] for group in groups),
        "put_off": put_off,
        "covered": sorted(desk.covered.values()),
        "waiting": waiting_rows(desk),
        "here": reverse("work_list"),
        "actions": places(request),
    }
    return render(request, "referral/work_list.html", context)


def places(request):
    """What stands beside the list."""
    found = [("work_calendar", _("Calendar"), "clock")]
    if request.actor.role in AWAY:
        found.append(("cover_list", _("Absence"), "people"))
    if request.actor.role == Role.SUPERVISOR:
        found.append(("work_load", _("Who has how much"), "chart"))
    return [{"url": reverse(name), "label": label, "icon": icon} for name, label, icon in found]
