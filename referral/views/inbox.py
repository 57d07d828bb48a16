from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone

from accounts.access import roles
from accounts.roles import Role
from directory.codes import service_labels
from referral.access import ACCEPTS_REFERRAL, TAKES_LISTS_OUT
from referral.actions.updates import STILL_READ
from referral.alerts import READS_ALERTS
from referral.models import ConsularAlert, Message, Package, Referral
from referral.stages import WAITING_FOR_ANSWER, MessageKind, ReferralStatus
from referral.views.disclosed import passed_on_to_us
from referral.views.enquiry import asked_of_us
from shell.first_rows import first_rows

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
    received = (
        Referral.objects.received_by(request.actor)
        .annotate(corrected=Exists(unconfirmed_corrections()))
        .select_related("sender", "receiver")
    )
    asked = received.filter(status__in=WAITING_FOR_ANSWER).order_by("answer_by", "pk")
    waiting, more = first_rows(asked, SHOWN)
    answered = received.exclude(status__in=WAITING_FOR_ANSWER).filter(
        Q(sent_at__gt=timezone.now() - ANSWERED_FOR) | Q(corrected=True)
    )
    along = comes_with(request.actor)
    return render(
        request,
        "referral/inbox.html",
        {
            "waiting": [row(referral, along) for referral in waiting],
            "more": more,
            "all": len(waiting) + more,
            "answered": [
                row(r, along) for r in answered.order_by("-corrected", "-sent_at", "-pk")[:SHOWN]
            ],
            "enquiries": asked_of_us()[:SHOWN] if request.actor.role in ACCEPTS_REFERRAL else [],
            "takes_out": request.actor.role in TAKES_LISTS_OUT,
            "passed_on": passed_on_to_us()[:SHOWN],
            "organisation": request.membership.organisation,
            "reads_alerts": request.actor.role in READS_ALERTS,
            "alerts": ConsularAlert.objects.visible_to(request.actor)
            .filter(taken_up_at=None)
            .count(),
        },
    )


def unconfirmed_corrections():
    """Of the referral around it: a correction that its receiver has not confirmed."""
    receipts = Message.objects.filter(
        referral=OuterRef("referral"),
        kind=MessageKind.RECEIPT,
        data_class="",
        at__gte=OuterRef("packed_at"),
    )
    return Package.objects.filter(
        referral=OuterRef("pk"),
        referral__status__in=STILL_READ,
        supersedes__isnull=False,
        held=False,
    ).exclude(Exists(receipts))


def comes_with(actor):
    """(sender, mark) → how many came by one form and were not closed by the sender."""
    received = Referral.objects.received_by(actor)
    marked = received.exclude(together=None).exclude(status=ReferralStatus.WITHDRAWN)
    groups = marked.order_by().values_list("sender", "together").annotate(Count("pk"))
    return {(sender, mark): number for sender, mark, number in groups}


def row(referral, along):
    """Codes only: a list opens no package."""
    group = along.get((referral.sender_id, referral.together), 0)
    counted = referral.status != ReferralStatus.WITHDRAWN
    late = referral.status in WAITING_FOR_ANSWER and referral.answer_by < timezone.now()
    return {
        "referral": referral,
        "what": ", ".join(map(str, service_labels(referral.services)))
        or referral.get_kind_display(),
        "corrected": referral.corrected,
        "late": late,
        "along": max(group - 1, 0) if counted else 0,
        "tone": TONES.get(referral.status, ""),
    }
