from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import record
from referral.actions.answers import locked, say, tell_answer
from referral.models import MoveNotAllowed, Referral
from referral.stages import EventKind, Feedback, MessageKind, ReferralStatus, Reply

ENDS = {Feedback.ENDED, Feedback.DID_NOT_COME}


@transaction.atomic
def give_feedback(*, referral: Referral, feedback: str, on=None) -> None:
    """The sender learns how it goes: a code and a day, about nothing else."""
    referral = locked(referral)
    if referral.status not in {ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED}:
        referral.move_to(ReferralStatus.COMPLETED)  # raises the sentence for people
    say(referral, MessageKind.FEEDBACK, feedback=feedback, on=on or timezone.localdate())
    tell_answer(referral, EventKind.FEEDBACK)
    if feedback in ENDS and referral.status == ReferralStatus.ACCEPTED:
        complete(referral)
    record("referral.feedback", referral.pk, feedback=feedback)


@transaction.atomic
def answer_request(*, referral: Referral, reply: str, on) -> None:
    """A consulate: issued (yes), refused (no), or more is needed (not known yet)."""
    referral = locked(referral)
    if referral.status != ReferralStatus.ACCEPTED:
        raise MoveNotAllowed(_("This request has been answered already."))
    say(referral, MessageKind.ANSWER, reply=reply, on=on)
    if reply in {Reply.YES, Reply.NO}:
        complete(referral)
    tell_answer(referral, EventKind.DOCUMENT)
    record("request.answered", referral.pk, reply=reply)


def complete(referral):
    referral.move_to(ReferralStatus.COMPLETED)
    referral.version += 1
    referral.save(update_fields=["status", "version"])
