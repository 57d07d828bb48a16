"""Unusual reading, for the leads of the cases that were read and for data protection. A question to ask, not a judgement."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.actions.unusual import look_into
from referral.models import UnusualReading
from referral.views.fetch import deny
from referral.views.moves import tap
from shell.first_rows import first_rows

TOLD = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.DATA_PROTECTION]
SHOWN = 50


@roles(*TOLD)
def unusual_list(request):
    found = UnusualReading.objects.visible_to(request.actor).select_related("reader", "seen_by")
    waiting, more = first_rows(found.filter(seen_at=None).order_by("-found_at", "pk"), SHOWN)
    context = {
        "waiting": waiting,
        "more": more,
        "all": len(waiting) + more,
        "seen": found.exclude(seen_at=None).order_by("-seen_at", "pk")[:SHOWN],
    }
    return render(request, "referral/unusual_list.html", context)


@roles(*TOLD)
@require_POST
def unusual_seen(request, id):
    line = UnusualReading.objects.visible_to(request.actor).filter(pk=id).first()
    line = line or deny(str(id))
    return tap(request, lambda: look_into(line), done=reverse("unusual_list"))
