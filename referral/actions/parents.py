"""A child with a parent who is not suspected: who decides, and what the short way to the best interests needs (rule 24)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.actions.close_referral import close_those
from referral.actions.consents import STILL_OPEN, resting_on
from referral.models import (
    Case,
    Consent,
    MoveNotAllowed,
    ParentalCare,
    Task,
    TaskKind,
)


def care_of(case: Case) -> ParentalCare | None:
    return (
        ParentalCare.objects.filter(case=case).select_related("by").order_by("-written_at").first()
    )


@transaction.atomic
def write_care(case: Case, **found) -> ParentalCare:
    """
    What is known now; the newest word counts. A suspected parent decides nothing from this statement on.

    Raises `MoveNotAllowed`.
    """
    if not case.journey.child or case.is_closed:
        raise MoveNotAllowed(_("This is asked for a child only."))
    trusted = found["suspected"] == ParentalCare.Suspected.NO
    rested = [] if trusted else resting_on(case, Consent.GivenBy.PARENT)
    row = ParentalCare(case=case, by_id=current_actor().user, **found)
    row.save(force_insert=True)
    close_those(rested, case=case, while_in=STILL_OPEN)
    if not trusted:
        ask_for_guardian(case)
    record("parent.recorded", target=case.pk)
    return row


def ask_for_guardian(case):
    waiting = Task.objects.filter(case=case, kind=TaskKind.GUARDIAN, done_at=None)
    if not waiting.exists():
        Task.objects.create(
            organisation_id=case.organisation_id,
            journey_id=case.journey_id,
            case=case,
            kind=TaskKind.GUARDIAN,
            assigned_to_id=case.lead_id,
            due_on=timezone.localdate(),
        )
