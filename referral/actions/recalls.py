"""Asking back what was sent, and the receiver's word on what became of it. What is in work stays (rules of practice 10)."""

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.actions.answers import locked, say
from referral.actions.emergency import call
from referral.models import Layer, Message, MoveNotAllowed, PackagePart, Referral
from referral.onward import passed_on
from referral.recalls import recalls_of, unanswered
from referral.stages import MessageKind, RecallAnswer


def reached(referral: Referral) -> set[str]:
    """What could be read there: before accepting, not even that there is more than the summary."""
    parts = PackagePart.objects.filter(referral=referral)
    if not referral.messages.filter(kind=MessageKind.ACCEPT).exists():
        parts = parts.filter(layer=Layer.SUMMARY)
    return set(parts.values_list("data_class", flat=True))


def ask_back(referral: Referral, data_class: str) -> None:
    """The sender's request, without a reason. The database answers by itself for what nobody there opened."""
    Message.objects.create(
        referral=referral,
        kind=MessageKind.RECALL,
        sender_id=current_actor().organisation,
        data_class=data_class,
    )


def ask_back_all(referral: Referral) -> None:
    """Whoever closes a referral asks all of it back; what was asked back before is asked once."""
    asked = set(unanswered(referral.messages.all()))
    for data_class in sorted(reached(referral) - asked):
        ask_back(referral, data_class)


def kept_in_care(referral: Referral) -> set[str]:
    """Classes that became part of the receiver's own case in work. The database answers, also whoever does not see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recalled_in_care(%s)", [referral.pk])
        return set(cursor.fetchone()[0])


def told_as_passed_on(referral: Referral) -> set[str]:
    """Classes that went on with a new consent, where the person lets the sender know of it."""
    return set(call("recalled_passed_on", referral.pk))


def possible_answers(data_class: str, in_care: set[str], onward: set[str] = frozenset()) -> list:
    """What is in the own case in work was not deleted; what is not there is not kept for the care."""
    first = RecallAnswer.CARE if data_class in in_care else RecallAnswer.DELETED
    told = [RecallAnswer.PASSED_ON] if data_class in onward else []
    return [first, *told, RecallAnswer.DUTY]


def goes_on_to(referral: Referral, classes) -> dict[str, list[Referral]]:
    """By class, who got it from here in turn and was not asked yet. What is destroyed here is asked back there."""
    found = {}
    for data_class in classes:
        asked = {part.referral for part in passed_on(referral, data_class)}
        waits = [one for one in asked if data_class not in recalls_of(one.messages.all())]
        found[data_class] = sorted(waits, key=lambda one: (one.sent_at, one.pk))
    return found


def recall_onward(referral: Referral, data_class: str) -> None:
    """Who destroyed what it got can answer no more for what it passed on: it asks that back in turn, without a reason."""
    for onward in goes_on_to(referral, [data_class])[data_class]:
        for part in onward.parts.filter(data_class=data_class, recalled_at=None, taken_at=None):
            call("recall_part", part.pk)
        if data_class in reached(onward):
            ask_back(onward, data_class)


@transaction.atomic
def answer_recall(*, referral: Referral, answers: dict[str, str]) -> None:
    """The receiver says of each class what became of it, once. Raises `MoveNotAllowed`."""
    referral = locked(referral)
    if not answers or set(answers) != set(unanswered(referral.messages.all())):
        raise MoveNotAllowed(
            _("What was asked back has changed, or a colleague has answered. Reload the page.")
        )
    try:
        with transaction.atomic():
            for data_class, answer in answers.items():
                say(referral, MessageKind.RECEIPT, data_class=data_class, recall=answer)
                if answer == RecallAnswer.DELETED:
                    recall_onward(referral, data_class)
    except DatabaseError:  # the case was closed, or a part taken over, at the same moment
        raise MoveNotAllowed(
            _("This does not fit what stands in your case now. Reload the page and answer again.")
        ) from None
    record("recall.answered", referral.pk, answers=answers)
