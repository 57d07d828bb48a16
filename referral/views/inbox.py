from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone

from accounts.access import roles
from accounts.roles import Role
from directory.codes import service_labels
from referral.access import ACCEPTS_REFERRAL
from referral.alerts import READS_ALERTS
from referral.models import ConsularAlert, Referral
from referral.stages import WAITING_FOR_ANSWER, ReferralStatus

RECEIVES = [
    *ACCEPTS_REFERRAL,
    Role.FIRST_CONTACT,
    Role.POLICE,
    Role.COMPETENT_AUTHORITY,
    Role.PANEL,
]
SHOWN = 50
ANSWERED_FOR = timedelta(days=30)
TONES = {
    ReferralStatus.ACCEPTED: "ok",
    ReferralStatus.COMPLETED: "ok",
    ReferralStatus.ASKED: "info",
    ReferralStatus.EXPIRED: "late",
    ReferralStatus.RETURNED: "late",
}


@roles(*RECEIVES)
def inbox(request):
    received = Referral.objects.received_by(request.actor).select_related("sender", "receiver")
    waiting = list(
        received.filter(status__in=WAITING_FOR_ANSWER).order_by("answer_by", "pk")[:SHOWN]
    )
    answered = received.exclude(status__in=WAITING_FOR_ANSWER).filter(
        sent_at__gt=timezone.now() - ANSWERED_FOR
    )
    return render(
        request,
        "referral/inbox.html",
        {
            "waiting": [row(referral) for referral in waiting],
            "answered": [row(r) for r in answered.order_by("-sent_at", "-pk")[:SHOWN]],
            "organisation": request.membership.organisation,
            "reads_alerts": request.actor.role in READS_ALERTS,
            "alerts": ConsularAlert.objects.visible_to(request.actor)
            .filter(taken_up_at=None)
            .count(),
        },
    )


def row(referral):
    """Codes only: a list opens no package."""
    late = referral.status in WAITING_FOR_ANSWER and referral.answer_by < timezone.now()
    return {
        "referral": referral,
        "what": ", ".join(map(str, service_labels(referral.services)))
        or referral.get_kind_display(),
        "late": late,
        "tone": TONES.get(referral.status, ""),
    }
