"""An agreement on sharing data is entered by one person, confirmed by another, and may end before its day."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.models import AgreementState, MoveNotAllowed, SharingAgreement


@transaction.atomic
def enter_agreement(**given) -> SharingAgreement:
    actor = current_actor()
    agreement = SharingAgreement.objects.create(
        organisation_id=actor.organisation, entered_by_id=actor.user, **given
    )
    record("agreement.entered", agreement.pk)
    return agreement


@transaction.atomic
def answer_agreement(agreement: SharingAgreement, *, yes: bool) -> None:
    """By somebody else than who entered it; the database says the same."""
    actor = current_actor()
    here = waiting(agreement)
    if str(agreement.entered_by_id) == str(actor.user):
        raise MoveNotAllowed(_("You entered it yourself. A second person confirms."))
    here.update(
        state=AgreementState.CONFIRMED if yes else AgreementState.REFUSED,
        answered_by_id=actor.user,
        answered_at=timezone.now(),
    )
    record("agreement.confirmed" if yes else "agreement.refused", agreement.pk)


@transaction.atomic
def take_agreement_back(agreement: SharingAgreement) -> None:
    here = waiting(agreement)
    if str(agreement.entered_by_id) != str(current_actor().user):
        raise MoveNotAllowed(_("Who entered it takes it back."))
    here.update(state=AgreementState.WITHDRAWN)
    record("agreement.withdrawn", agreement.pk)


def waiting(agreement):
    here = SharingAgreement.objects.filter(pk=agreement.pk)
    if not here.select_for_update().filter(state=AgreementState.WAITING).exists():
        raise MoveNotAllowed(_("Somebody has answered already. Reload the page."))
    return here


@transaction.atomic
def end_agreement(agreement: SharingAgreement) -> None:
    """From today on it covers nothing. What was shared under it stays where it is."""
    here = SharingAgreement.objects.in_force(timezone.localdate()).filter(pk=agreement.pk)
    if not here.update(ended_on=timezone.localdate(), ended_by_id=current_actor().user):
        raise MoveNotAllowed(_("It is not in force any more. Reload the page."))
    record("agreement.ended", agreement.pk)
