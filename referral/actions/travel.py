"""The travel plan and the departure."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass, may_write
from referral.actions.absences import need_present
from referral.actions.events import tell
from referral.actions.gates.standing import gates_of
from referral.actions.holding import change_case, change_journey, holds
from referral.actions.households import everybody, together
from referral.actions.record import write_part
from referral.actions.returns import check_gates
from referral.actions.wishes import is_urgent
from referral.gates.departure import moved_to_arrival
from referral.gates.state import GateState
from referral.models import Case, Journey, MoveNotAllowed, Task, TaskKind, Travel
from referral.stages import PERSONS_OWN, CaseStatus, EventKind, JourneyStatus, Side, Stage

LATER_DAYS = 14  # for what the urgent way moved behind the arrival


def may_plan(case: Case) -> bool:
    role = current_actor().role
    return not case.is_closed and may_write(role, DataClass.TRAVEL, case.side, case.stage)


@transaction.atomic
def plan_travel(case: Case, row: Travel | None, write) -> Travel:
    """
    Keep the plan in the own case (`write(row)` puts it in). Who holds the journey sets its day by it; the day of a
    household stands there already, and is set for all of it. Raises `MoveNotAllowed`.
    """
    if not may_plan(case):
        raise MoveNotAllowed(_("Travel cannot be planned at the present stage of the case."))
    shared = together(case) if case.side == Side.DESTINATION else None

    def put(travel):
        write(travel)
        if shared:
            travel.leaves_at, travel.arrives_at = shared.leaves_at, shared.arrives_at

    travel = write_part(case=case, model=Travel, row=row, write=put)
    if case.side == Side.DESTINATION and holds(case):
        set_day(case, travel)
    if travel.greeter:
        end_search(case)
    return travel


def end_search(case: Case) -> None:
    """Somebody is named who meets the person on the way."""
    Task.objects.filter(
        journey=case.journey_id, kind=TaskKind.NOBODY_MEETS, case=case, done_at=None
    ).update(done_at=timezone.now(), done_by=current_actor().user)


def set_day(case: Case, travel: Travel) -> None:
    journey = case.journey
    if journey.status in {JourneyStatus.IN_TRANSIT, JourneyStatus.CLOSED}:
        return
    day = timezone.localtime(travel.leaves_at).date() if travel.leaves_at else None
    if (journey.travel_on, journey.arrives_by) == (day, travel.arrives_at):
        return
    change_journey(journey, travel_on=day, arrives_by=travel.arrives_at)
    if day:
        tell(journey, EventKind.TRAVEL_PLANNED, side=case.side)


@transaction.atomic
def depart(case: Case) -> None:
    """
    The person boarded, of free will, and with her or him everybody of the household (rules of practice 24).

    From now on the arrival is watched. Raises `MoveNotAllowed`.
    """
    # In one order for everybody: two who press for two of them at once wait for each other.
    travellers = sorted(everybody(case), key=lambda one: one.journey_id)
    for one in travellers:
        try:
            depart_one(one)
        except MoveNotAllowed as problem:
            if len(travellers) == 1:
                raise
            text = _("%(reference)s: %(problem)s Nobody of a household departs without the others.")
            words = {"reference": one.journey.reference, "problem": problem}
            raise MoveNotAllowed(text % words) from None


def depart_one(case: Case) -> None:
    journey = locked_journey(case)
    if case.status != CaseStatus.RETURN_APPROVED:
        raise MoveNotAllowed(_("The return is not approved, or has begun. Reload the page."))
    need_present(case)
    if journey.travel_on is None or journey.arrives_by is None:
        raise MoveNotAllowed(_("The plan needs the day of travel and the time of arrival."))
    if journey.travel_on > timezone.localdate():
        raise MoveNotAllowed(
            _("The plan says a later day. Change the plan if the person left now.")
        )
    urgent = is_urgent(case)
    check_gates(case, urgent=urgent)
    later = moved_to_arrival(gates_of(journey, case)) if urgent else []
    change_journey(journey, status=JourneyStatus.IN_TRANSIT, stage=Stage.RETURN, arrived_at=None)
    change_case(case, status=CaseStatus.IN_TRANSIT, stage=Stage.RETURN)
    tell(journey, EventKind.DEPARTED, side=case.side, stage=Stage.RETURN)
    owe(case, later, from_day=journey.travel_on)
    record("journey.departed", target=case.pk)


def locked_journey(case: Case) -> Journey:
    """Whoever gives the care back at this moment waits, and then rings the alarm; or was first, and the gate is open."""
    found = Journey.objects.select_for_update(of=("self",)).filter(pk=case.journey_id).first()
    if found is None:
        raise MoveNotAllowed(_("Another organisation holds this journey now."))
    case.journey = found
    return found


def owe(case: Case, later: list[GateState], *, from_day) -> None:
    """What bodies still owe after an urgent return, with owner and day. The person owes nothing."""
    for gate in later:
        if gate.kind in PERSONS_OWN:
            continue
        Task.objects.create(
            organisation_id=case.organisation_id,
            journey=case.journey,
            case=case,
            kind=TaskKind.OWN,
            gate=gate.kind,
            text=str(gate.kind.label),
            assigned_to_id=case.lead_id,
            due_on=from_day + timedelta(days=LATER_DAYS),
        )
