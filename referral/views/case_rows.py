"""What a list says of each case, gathered for all of them at once: the number of queries does not follow their number."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.acting import current_actor
from referral.actions.gates.standing import of_this_way
from referral.actions.gates.talks import as_talk
from referral.actions.holding import receiving_side
from referral.ageing import of_age
from referral.gates.departure import open_gates
from referral.gates.signatures import Acceptance
from referral.gates.standing import gate_states
from referral.models import Case, GateSignature, Leg, RiskTalk, Task
from referral.next_step import next_step
from referral.person_line import person_line
from referral.stages import CaseStatus, Side, Stage


@dataclass(frozen=True, slots=True)
class CaseRow:
    case: Case
    person: str
    route: list
    stage_name: str
    step: str
    due_on: object
    name: str = ""
    child: bool = False

    @property
    def reference(self):
        return self.case.journey.reference


def rows_of(cases, names=None) -> list[CaseRow]:
    """Four queries for any number of cases, one more where a child is among them, two where two sides gave a level of risk. `names`: by case id, only where they are unlocked."""
    today, names, user = timezone.localdate(), names or {}, UUID(current_actor().user)
    grown = of_age([case.journey for case in cases])
    legs, tasks, signatures = legs_of(cases), tasks_of(cases), signatures_of(cases)
    talks = talks_of(signatures)
    rows = []
    for case in cases:
        journey = case.journey_id
        child = case.journey.child and journey not in grown
        gates = _open_gates(
            case, child, signatures[journey], talks.get(journey, ()), legs[journey], today
        )
        rows.append(
            CaseRow(
                case,
                person_line(getattr(case, "summary", None), journey in grown),
                route_of(case, legs[journey]),
                str(Stage(case.stage).label),
                next_step(case, case.journey, gates, tasks[case.pk], today, user=user).label,
                next((task.due_on for task in tasks[case.pk] if task.due_on), None),
                names.get(case.pk, ""),
                child,
            )
        )
    return rows


def _open_gates(case, child, signatures, talks, legs, today):
    """Needed only where the next step depends on them."""
    if case.status != CaseStatus.RETURN_REQUESTED:
        return []
    held = [leg for leg in legs if leg.held_to is None]
    receiving = receiving_side(held, case.journey.outlook)
    accepted = [
        Acceptance(leg.organisation_id, leg.held_from)
        for leg in held
        if leg.side == receiving and of_this_way(case.journey, leg.held_from)
    ]
    signatures = [
        one
        for one in signatures
        if of_this_way(case.journey, one.signed_at) and one.side in (Side.DESTINATION, receiving)
    ]
    states = gate_states(
        child=child,
        protected=case.journey.child,
        signatures=[*signatures, *accepted],
        travel_on=case.journey.travel_on,
        today=today,
        talks=[as_talk(one) for one in talks],
    )
    return open_gates(states)


def route_of(case, legs):
    """Where the person was met, then where the journey is held besides."""
    return list(dict.fromkeys([case.journey.found_in, *(leg.country for leg in legs)]))


def by(rows, key):
    grouped = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped


def legs_of(cases):
    journeys = [case.journey_id for case in cases]
    return by(Leg.objects.filter(journey__in=journeys).order_by("held_from"), "journey_id")


def tasks_of(cases):
    """Open tasks, the earliest day first, those without a day last."""
    open_ones = Task.objects.filter(case__in=[case.pk for case in cases], done_at=None)
    return by(open_ones.order_by("due_on", "made_at").defer("text"), "case_id")


def signatures_of(cases):
    journeys = [c.journey_id for c in cases if c.status == CaseStatus.RETURN_REQUESTED]
    return by(
        GateSignature.objects.filter(journey__in=journeys).order_by("signed_at"), "journey_id"
    )


def talks_of(signatures):
    """By journey, for those where more than one side gave a level of risk."""
    journeys = [
        journey
        for journey, found in signatures.items()
        if len({one.organisation_id for one in found if one.level}) > 1
    ]
    if not journeys:
        return {}
    rows = RiskTalk.objects.filter(journey__in=journeys).prefetch_related("words")
    return by(rows, "journey_id")
