"""What is decided about two cases that may be of one person. Nothing moves: the cases stay apart."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.known import names_of, possibly_known
from referral.models import Case, Identity, MoveNotAllowed, SamePerson


def people_like(case: Case, row: Identity | None):
    """Who may be the person of this case: a mark without what was decided about already."""
    if row is None:
        return None
    return possibly_known([names_of(row)], beside=case.pk)[0]


def answers_of(case: Case):
    """What was answered about this case and another, where the names of both are open to the actor."""
    both = SamePerson.objects.visible_to(current_actor()).filter(undone_at=None)
    return (both.filter(first=case) | both.filter(second=case)).select_related("by")


def pair_of(case: Case, other: Case) -> dict:
    first, second = sorted([case, other], key=lambda one: one.pk)
    return {"first": first, "second": second}


@transaction.atomic
def answer_same_person(case: Case, other: Case, *, answer: str) -> SamePerson:
    """Link two cases, or keep them apart; either is remembered. Raises `MoveNotAllowed` when somebody was faster."""
    actor = current_actor()
    try:
        with transaction.atomic():
            decided = SamePerson.objects.create(
                organisation_id=actor.organisation,
                answer=SamePerson.Answer(answer),
                by_id=actor.user,
                **pair_of(case, other),
            )
    except IntegrityError:
        raise MoveNotAllowed(
            _("Somebody answered this already. Open the page again to see the answer.")
        ) from None
    record("person.same_answered", target=case.pk, other=other.pk, answer=answer)
    return decided


@transaction.atomic
def take_answer_back(case: Case, other: Case) -> None:
    """It is asked again. Raises `MoveNotAllowed` when it was taken back before."""
    actor = current_actor()
    given = SamePerson.objects.visible_to(actor).filter(undone_at=None, **pair_of(case, other))
    if not given.update(undone_at=timezone.now(), undone_by_id=actor.user):
        raise MoveNotAllowed(_("This answer was taken back already."))
    record("person.same_undone", target=case.pk, other=other.pk)
