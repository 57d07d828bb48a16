"""The person does not travel on: said at a stop, or at the arrival, to who is there. Both sides have it at once."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.actions.emergency import call
from referral.actions.gates.signatures import write_signature
from referral.actions.gates.signers import may_sign
from referral.actions.holding import change_case, receiving_side
from referral.models import Case, Evidence, MoveNotAllowed
from referral.stages import CaseStatus, GateKind, JourneyStatus, Outcome, Side, Stage

STANDS_BY = [Role.CASE_MANAGER, Role.RETURN_ORGANISER]


class Where(models.TextChoices):
    """Kept as the kind of an evidence record of G1."""

    STOP = "stop_between", gettext_lazy("At a stop on the way")
    ARRIVAL = "stop_arrival", gettext_lazy("At the arrival")
    BOARDING = "stop_boarding", gettext_lazy("Just before boarding, after the departure was noted")


class Keeper(models.TextChoices):
    """Which body sees to it that the person is safe tonight."""

    US = "us", gettext_lazy("We do")
    FOUND = "found", gettext_lazy("The organisation where the person was found")
    THERE = "there", gettext_lazy("The organisation at the destination")
    OTHER = "other", gettext_lazy("Somebody else, who is named below")


def may_stop(case: Case) -> bool:
    """Whoever may be with the person: the two sides, and who organises the travel."""
    travelling = case.journey.status == JourneyStatus.IN_TRANSIT
    return travelling and not case.is_closed and current_actor().role in STANDS_BY


def keeper_of(case: Case, keeper: str):
    """The organisation that holds the journey on that side, or None."""
    if keeper == Keeper.US:
        return current_actor().organisation
    held = list(case.journey.legs.filter(held_to=None))
    side = {
        Keeper.FOUND: Side.DESTINATION,
        Keeper.THERE: receiving_side(held, case.journey.outlook),
    }.get(keeper)
    return next((leg.organisation_id for leg in held if leg.side == side), None)


@transaction.atomic
def stop_travel(case: Case, *, where: str, keeper: str, text: str) -> None:
    """
    The journey pauses, the arrival is watched no more, bookings are to be cancelled, and the named body keeps the person safe.

    Who holds the journey stays the same. Raises `MoveNotAllowed`.
    """
    if not may_stop(case):
        raise MoveNotAllowed(_("Nobody is travelling on this journey now."))
    organisation = keeper_of(case, keeper)
    if organisation is None and keeper != Keeper.OTHER:
        raise MoveNotAllowed(_("Nobody holds the journey there. Choose who keeps the person safe."))
    row = Evidence(
        case=case,
        gate=GateKind.G1,
        kind=where,
        dated_on=timezone.localdate(),
        text=text,
        by_id=current_actor().user,
    )
    row.save(force_insert=True)
    if not call("stop_travel", case.pk, organisation):
        raise MoveNotAllowed(_("The person has arrived, or it was noted already. Reload the page."))
    case.journey.refresh_from_db()
    record("journey.stopped", target=case.pk, where=where)
    if case.status == CaseStatus.IN_TRANSIT:
        back_to_options(case)


def may_note_stop(case: Case) -> bool:
    """The side that sent the person, after somebody else recorded it."""
    journey = case.journey
    ended = journey.status == JourneyStatus.SUSPENDED and journey.arrived_at is None
    manages = current_actor().role == Role.CASE_MANAGER
    return case.status == CaseStatus.IN_TRANSIT and ended and manages


@transaction.atomic
def note_stop(case: Case) -> None:
    """Raises `MoveNotAllowed`."""
    if not may_note_stop(case):
        raise MoveNotAllowed(_("There is nothing to note here. Reload the page."))
    back_to_options(case)
    record("case.stop_noted", target=case.pk)


def back_to_options(case: Case) -> None:
    """No penalty: everything that was open before is open again, return among it."""
    change_case(case, status=CaseStatus.OPTIONS, stage=Stage.ASSISTANCE)
    if may_sign(case, GateKind.G1):
        write_signature(case, GateKind.G1, outcome=Outcome.BLOCKED)
