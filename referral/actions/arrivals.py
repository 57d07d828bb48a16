"""The arrival: tapped once by who meets the person, seen by both sides."""

import calendar
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.absence import FoundHow
from referral.actions.absences import absence_of, found
from referral.actions.emergency import call
from referral.actions.events import tell
from referral.actions.gates.standing import gates_of
from referral.actions.holding import change_case, change_journey
from referral.actions.travel import owe
from referral.gates.departure import moved_to_arrival
from referral.models import Case, Journey, MoveNotAllowed, Task, TaskKind, Visit
from referral.stages import (
    TWO_WEEKS,
    VISIT_MONTHS,
    CaseStatus,
    EventKind,
    JourneyStatus,
    Outlook,
    Side,
    Stage,
)

ARRIVAL_CARE_DAYS = 3


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@transaction.atomic
def arrive(case: Case) -> bool:
    """
    "Arrived", from the receiving side. Done a second time it changes nothing and returns False.

    At the sending side it notes in the own case what the other side has said. Raises `MoveNotAllowed`.
    """
    if current_actor().role != Role.CASE_MANAGER:
        raise MoveNotAllowed(_("A case manager confirms the arrival."))
    journey = Journey.objects.select_for_update(of=("self",)).filter(pk=case.journey_id).first()
    if journey is None:
        raise MoveNotAllowed(_("Another organisation holds this journey now."))
    case.journey = journey
    if journey.arrived_at is not None:
        return note_arrival(case)
    travels = journey.status == JourneyStatus.IN_TRANSIT
    if not travels and not (may_have_come(case, journey) and call("came_alone", journey.pk)):
        raise MoveNotAllowed(_("Nobody is travelling on this journey now."))
    if case.side == Side.DESTINATION and somebody_there(journey):
        raise MoveNotAllowed(_("Who meets the person confirms the arrival, at the other end."))
    if case.side == Side.ORIGIN and not not_of_another_way(case, journey):
        raise MoveNotAllowed(_("Who meets the person confirms the arrival, at the other end."))
    now = timezone.now()
    change_journey(journey, status=JourneyStatus.ACTIVE, stage=Stage.REINTEGRATION, arrived_at=now)
    begin_reintegration(case, timezone.localtime(now).date())
    end_alarm(case)
    tell(journey, EventKind.ARRIVED, side=case.side, stage=Stage.REINTEGRATION)
    record("journey.arrived", target=case.pk)
    return True


def may_have_come(case: Case, journey: Journey) -> bool:
    """Gates bind what we organise: who travels alone may stand at the door of the receiving side (rules of practice 2)."""
    on_the_way = journey.stage == Stage.RETURN and journey.status != JourneyStatus.CLOSED
    return case.side != Side.DESTINATION and on_the_way and not_of_another_way(case, journey)


def not_of_another_way(case: Case, journey: Journey) -> bool:
    return case.side == Side.THIRD or journey.outlook != Outlook.THIRD


def somebody_there(journey: Journey) -> bool:
    """On the side where the travel leads: who goes to a third country is met by nobody of the country of origin."""
    held = journey.legs.filter(held_to=None).exclude(side=Side.DESTINATION)
    return (held.filter(side=Side.THIRD) if journey.outlook == Outlook.THIRD else held).exists()


def note_arrival(case: Case) -> bool:
    """The case that sent the person follows; a second tap finds nothing left to do."""
    end_alarm(case)
    if case.status in {CaseStatus.IN_TRANSIT, CaseStatus.LEFT_ON_OWN}:
        change_case(case, status=CaseStatus.ARRIVED, stage=Stage.REINTEGRATION)
        record("case.arrival_noted", target=case.pk)
    return False


def end_alarm(case: Case) -> None:
    """Each organisation's own tasks: whoever was to ring need not ring any more. Who arrived is not missed here either."""
    if absence_of(case):
        found(case, how=FoundHow.ARRIVED)
    rings = [TaskKind.MISSED_ARRIVAL, TaskKind.NOBODY_MEETS]
    Task.objects.filter(journey=case.journey_id, kind__in=rings, done_at=None).update(
        done_at=timezone.now(), done_by=current_actor().user
    )


def begin_reintegration(case: Case, arrived_on: date) -> None:
    if case.side == Side.DESTINATION:  # nobody of ours is there: the sender keeps contact
        change_case(case, status=CaseStatus.ARRIVED, stage=Stage.REINTEGRATION)
    else:
        change_case(case, status=CaseStatus.REINTEGRATION, stage=Stage.REINTEGRATION)
        later = moved_to_arrival(gates_of(case.journey))
        owe(case, later, from_day=arrived_on)
    add_task(case, TaskKind.ARRIVAL_CARE, arrived_on + timedelta(days=ARRIVAL_CARE_DAYS))
    plan_visits(case, arrived_on)


def plan_visits(case: Case, arrived_on: date) -> None:
    rounds = (TWO_WEEKS, *VISIT_MONTHS) if case.journey.child else VISIT_MONTHS
    known = set(Visit.objects.filter(case=case).values_list("months", flat=True))
    for months in rounds:
        if months not in known:
            plan_visit(case, months, arrived_on)


def plan_visit(case: Case, months: int, arrived_on: date) -> None:
    due_on = (
        arrived_on + timedelta(days=14) if months == TWO_WEEKS else add_months(arrived_on, months)
    )
    Visit(case=case, months=months, due_on=due_on).save(force_insert=True)
    add_task(case, TaskKind.VISIT, due_on)


def add_task(case: Case, kind: str, due_on: date) -> Task:
    return Task.objects.create(
        organisation_id=case.organisation_id,
        journey=case.journey,
        case=case,
        kind=kind,
        assigned_to_id=case.lead_id,
        due_on=due_on,
    )
