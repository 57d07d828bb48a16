"""The organisation's own log for its data protection officer: coded entries, never content."""

from datetime import datetime, time, timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.models import Membership
from accounts.roles import Role
from audit.models import AuditEntry
from referral.forms.assign import AuditFilter
from referral.views.caseload import chip, without

PAGE = 50


@roles(Role.DATA_PROTECTION)
def audit_list(request):
    people = members(request.actor)
    form = AuditFilter(request.GET, people=people.items())
    chosen = form.chosen()
    found = list(entries(request.actor, chosen, request.GET.get("before", "")))
    shown = found[:PAGE]
    context = {
        "rows": [entry_row(one, people) for one in shown],
        "form": AuditFilter(initial=chosen, people=people.items()),
        "active": [chip(request.GET, form, name) for name in chosen],
        "action": reverse("audit_list"),
        "older_url": older(request.GET, shown[-1]) if len(found) > PAGE else "",
        "newer_url": without(request.GET, "before") if "before" in request.GET else "",
    }
    return render(request, "referral/audit_list.html", context)


def members(actor):
    """By membership: who it is. An entry holds the membership only."""
    found = Membership.objects.filter(organisation=actor.organisation).select_related("user")
    return {
        str(one.pk): f"{one.user.name}, {one.get_role_display()}"
        for one in found.order_by("user__name")
    }


def entries(actor, chosen, before):
    found = AuditEntry.objects.filter(organisation=actor.organisation)
    if kind := chosen.get("kind"):
        found = found.filter(action__startswith=kind)
    if who := chosen.get("who"):
        found = found.filter(actor=who)
    if since := chosen.get("since"):
        found = found.filter(at__gte=midnight(since))
    if until := chosen.get("until"):
        found = found.filter(at__lt=midnight(until + timedelta(days=1)))
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    return found.order_by("-pk")[: PAGE + 1]


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def entry_row(entry, people):
    return {
        "at": entry.at,
        "who": people.get(entry.actor, _("The system")),
        "action": entry.action,
        "target": entry.target,
        "detail": ", ".join(f"{name}: {value}" for name, value in sorted(entry.detail.items())),
        "seq": entry.seq,
    }


def older(asked, last):
    values = asked.copy()
    values["before"] = str(last.pk)
    return "?" + values.urlencode()
