"""The numbers beside the navigation: what waits for an answer of the acting organisation."""

from accounts.kept import Kept
from accounts.roles import Role
from directory.drafts import reviews_waiting
from directory.questions import questions_waiting
from referral.access import ACCEPTS_REFERRAL
from referral.alerts import READS_ALERTS
from referral.models import ConsularAlert, Notice, Referral
from referral.seldom import counted, words_of
from referral.stages import ReferralKind, ReferralStatus

MOST = 99
WAITING = [ReferralStatus.SENT, ReferralStatus.EXPIRED]


def for_navigation(request) -> dict[str, int]:
    """By url name."""
    actor = request.actor
    return {
        **waiting(actor),
        **questions_waiting(actor),
        **reviews_waiting(actor),
    }


def waiting(actor) -> dict[str, int]:
    """One query. More than 99 are not counted: a number that long says nothing more."""
    found = counted(what_waits.all(actor=actor))
    return {name: min(found[name], MOST) for name in ["notice_list", *answered_by(actor.role)]}


@Kept
def what_waits(actor):
    asked = [("notice_list", Notice.objects.visible_to(actor).unread()), *work_of(actor)]
    return words_of(asked, MOST)


def answered_by(role):
    if role in ACCEPTS_REFERRAL or role in READS_ALERTS:
        yield "inbox"
    if role == Role.CONSULAR:
        yield "request_list"


def work_of(actor):
    """What the role answers, by url name."""
    referrals = Referral.objects.received_by(actor).filter(status__in=WAITING)
    if actor.role in ACCEPTS_REFERRAL:
        yield "inbox", referrals.exclude(kind=ReferralKind.TRAVEL_DOCUMENT)
    if actor.role in ACCEPTS_REFERRAL or actor.role in READS_ALERTS:
        yield "inbox", ConsularAlert.objects.visible_to(actor).filter(taken_up_at=None)
    if actor.role == Role.CONSULAR:
        yield "request_list", referrals.filter(kind=ReferralKind.TRAVEL_DOCUMENT)
