"""The numbers beside the navigation: what waits for an answer of the acting organisation."""

from accounts.roles import Role
from directory.drafts import reviews_waiting
from directory.questions import questions_waiting
from referral.access import ACCEPTS_REFERRAL
from referral.alerts import READS_ALERTS
from referral.models import ConsularAlert, Notice, Referral
from referral.stages import ReferralKind, ReferralStatus

WAITING = [ReferralStatus.SENT, ReferralStatus.EXPIRED]


def for_navigation(request) -> dict[str, int]:
    """By url name."""
    actor = request.actor
    return {
        **work_waiting(actor),
        **questions_waiting(actor),
        **reviews_waiting(actor),
        **notices_waiting(actor),
    }


def notices_waiting(actor) -> dict[str, int]:
    """More than 99 are not counted: a number that long says nothing more."""
    return {"notice_list": Notice.objects.visible_to(actor).unread()[:99].count()}


def work_waiting(actor) -> dict[str, int]:
    """At most two queries, none for roles that answer nothing."""
    waiting = Referral.objects.received_by(actor).filter(status__in=WAITING)
    alerts = ConsularAlert.objects.visible_to(actor).filter(taken_up_at=None)
    if actor.role in ACCEPTS_REFERRAL:
        referrals = waiting.exclude(kind=ReferralKind.TRAVEL_DOCUMENT).count()
        return {"inbox": referrals + alerts.count()}
    if actor.role in READS_ALERTS:
        return {"inbox": alerts.count()}
    if actor.role == Role.CONSULAR:
        return {"request_list": waiting.filter(kind=ReferralKind.TRAVEL_DOCUMENT).count()}
    return {}
