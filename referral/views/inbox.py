from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
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
    answered = answered_rows(request.actor, received.exclude(status__in=WAITING_FOR_ANSWER))
    along = comes_with(request.actor, [*waiting, *answered])
    return render(
        request,
        "referral/inbox.html",
        {
            "waiting": [row(referral, along) for referral in waiting],
            "more": more,
            "all": len(waiting) + more,
            "answered": [row(referral, along) for referral in answered],
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


def answered_rows(actor, received):
    """First what was corrected, whenever it came; then the newest. Older ones are asked for only where there are corrections, which are few."""
    since = timezone.now() - ANSWERED_FOR
    newest_first = "-corrected", "-sent_at", "-pk"
    found = list(received.filter(sent_at__gt=since).order_by(*newest_first)[:SHOWN])
    if older := corrected_before(actor, since):
        late = received.filter(pk__in=older, corrected=True)
        found += late.order_by(*newest_first)[:SHOWN]
    return sorted(found, key=lambda one: one.corrected, reverse=True)[:SHOWN]


def corrected_before(actor, since):
    """Ids of what came before that, was accepted and was corrected at some time."""
    accepted = Package.objects.filter(
        referral__receiver=actor.organisation,
        referral__status=ReferralStatus.ACCEPTED,
        referral__sent_at__lte=since,
    )
    found = accepted.filter(supersedes__isnull=False, held=False)
    return set(found.values_list("referral", flat=True))


def comes_with(actor, shown):
    """(sender, mark) → how many came by one form and were not closed by the sender. For those that are shown; mostly for none."""
    marks = {one.together for one in shown if one.together}
    if not marks:
        return {}
    received = Referral.objects.received_by(actor)
    marked = received.filter(together__in=marks).exclude(status=ReferralStatus.WITHDRAWN)
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
