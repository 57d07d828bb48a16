"""The numbers beside the navigation: what waits for an answer of the acting organisation."""

from accounts.roles import Role
from referral.access import ACCEPTS_REFERRAL
from referral.models import Referral
from referral.stages import ReferralKind, ReferralStatus

WAITING = [ReferralStatus.SENT, ReferralStatus.EXPIRED]


def for_navigation(request) -> dict[str, int]:
    """By url name; at most one query, none for roles that answer nothing."""
    actor = request.actor
    waiting = Referral.objects.received_by(actor).filter(status__in=WAITING)
    if actor.role in ACCEPTS_REFERRAL:
        return {"inbox": waiting.exclude(kind=ReferralKind.TRAVEL_DOCUMENT).count()}
    if actor.role == Role.CONSULAR:
        return {"request_list": waiting.filter(kind=ReferralKind.TRAVEL_DOCUMENT).count()}
    return {}
