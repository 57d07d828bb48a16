"""
The procedure of a case as a checklist that fills itself: what was done is read from what the case holds.

Nobody ticks anything. What a role may not read here stays open for it: row security answers, not this file.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Min
from django.utils import timezone

from instruments.shelf import offered
from library import done_by
from library.national import National
from library.procedure import Measure, People, Procedure
from referral.models import (
    Assessment,
    BudgetApproval,
    Consent,
    ConsentItem,
    GateSignature,
    JourneyEvent,
    Legal,
    Need,
    PlanGoal,
    Purpose,
    Visit,
)
from referral.stages import ASKING, CaseStatus, EventKind, GateKind, Outcome, Stage

PROCEDURE_OF = {
    Stage.IDENTIFICATION: "identification",
    Stage.REFERRAL: "first_help",
    Stage.ASSISTANCE: "assistance",
    Stage.RETURN: "return",
    Stage.REINTEGRATION: "reintegration",
}
# Where the status alone says which measure the work is at.
MEASURE_OF = {
    CaseStatus.NEW: ("identification", "consent"),
    CaseStatus.PRESUMED: ("first_help", "rapid_risk"),
    CaseStatus.FORMAL_PENDING: ("identification", "formal"),
    CaseStatus.IDENTIFIED: ("first_help", "provider"),
    CaseStatus.DECLINED_FORMAL: ("first_help", "provider"),
    CaseStatus.NOT_IDENTIFIED: ("assistance", "legal"),
    CaseStatus.PROTECTION: ("first_help", "rapid_risk"),
    CaseStatus.REFLECTION: ("first_help", "reflection"),
    CaseStatus.ASSESSMENT: ("assistance", "needs"),
    CaseStatus.PLAN_ACTIVE: ("assistance", "review"),
    CaseStatus.OPTIONS: ("assistance", "options"),
    CaseStatus.STAY: ("assistance", "plan"),
    CaseStatus.RETURN_APPROVED: ("return", "briefing"),
    CaseStatus.RETURN_SUSPENDED: ("assistance", "options"),
    CaseStatus.LEFT_ON_OWN: ("first_help", "safety_plan"),
    CaseStatus.IN_TRANSIT: ("reintegration", "meet"),
    CaseStatus.RECEIVING: ("return", "acceptance"),
    CaseStatus.ARRIVED: ("reintegration", "first_days"),
}
TOOLS = {  # what a finished tool shows as done
    "screening_adult": "screening",
    "screening_child": "screening",
    "risk_short": "risk",
    "risk": "risk",
    "options_counselling": "options",
    "travel_checklist": "checklist",
    "arrival": "arrival_check",
}
WITH_PAGES = {"consent": "consent", "plan": "plan", "visit": "visits", "budget": "budget"}
EVENTS = {
    EventKind.REFERRED: "referral_sent",
    EventKind.ACCEPTED: "accepted",
    EventKind.FEEDBACK: "feedback",
    EventKind.RETURN_APPROVED: "approved",
    EventKind.DEPARTED: "departed",
    EventKind.ARRIVED: "arrived",
}
GATES = {GateKind.G1: "wish", GateKind.G7: "legal", GateKind.G10: "best_interests"}
PAPERS = {GateKind.G6, GateKind.G7, GateKind.G8}
# The library knows neither tools nor gates. Said as this is loaded, with the addresses of the pages.
done_by.known(
    tools=lambda country: [(tool.code, tool.title) for tool in offered(country)],
    gates=lambda: [(gate.value, f"{gate.value} {gate.label}") for gate in GateKind],
)
DECIDED = {CaseStatus.IDENTIFIED, CaseStatus.NOT_IDENTIFIED, CaseStatus.DECLINED_FORMAL}


@dataclass(frozen=True, slots=True)
class Step:
    measure: Measure
    points: tuple
    is_done: bool
    done_on: date | None
    version: int  # of the procedure that held when it was done, or holds now


def people_of(case) -> People:
    return People.CHILD if case.journey.child else People.ADULT


def national_of(case) -> National:
    return National(case.organisation.country)


def steps_of(case, code: str) -> list[Step]:
    """
    The measures of a stage for this person in this country, each as it held on the day when it was done.

    Raises `LookupError` where there is no such procedure.
    """
    people, done, national = people_of(case), done_in(case), national_of(case)
    found = national.procedure(code)
    return [step(national, found, measure, people, done) for measure in found.measures_for(people)]


def step(
    national: National, found: Procedure, measure: Measure, people: People, done: dict
) -> Step:
    on, version = done.get(measure.done) if measure.done else None, found.version
    if on:
        held, version = national.held(found.code, measure.code, on)
        measure = replace(held, number=measure.number) if held else measure
    is_done = bool(measure.done and measure.done in done)
    return Step(measure, measure.points(people), is_done, on, version)


def done_in(case) -> dict[str, date | None]:
    """What the case shows as done, with its day where there is one. Each part asks once."""
    done = {"contact": case.opened_at, "lead": case.opened_at}
    for part in (_consents, _tools, _events, _gates, _work):
        done |= {key: at for key, at in part(case) if at}
    done |= {done_by.key(tool, ""): done[key] for tool, key in WITH_PAGES.items() if key in done}
    done = {key: day_of(at) for key, at in done.items()}
    if Need.objects.filter(case=case).exists():
        done["needs"] = None
    if case.status in DECIDED:
        done["formal"] = None
    return done


def day_of(at):
    return timezone.localtime(at).date() if hasattr(at, "hour") else at


def _consents(case):
    yield "consent", Consent.objects.filter(case=case).aggregate(at=Min("given_at"))["at"]
    crossing = ConsentItem.objects.filter(
        case=case, agreed=True, purpose__in=[Purpose.SERVICE, Purpose.TRANSFER]
    )
    yield "consent_transfer", crossing.aggregate(at=Min("agreed_from"))["at"]


def _tools(case):
    finished = Assessment.objects.filter(case=case, finished_at__isnull=False)
    for tool, at in finished.values_list("instrument").annotate(at=Max("finished_at")):
        yield done_by.key(tool, ""), at
        if tool in TOOLS:
            yield TOOLS[tool], at
        after = case.journey.arrived_at and at > case.journey.arrived_at
        if after and TOOLS.get(tool) == "risk":
            yield "risk_after", at


def _events(case):
    events = JourneyEvent.objects.filter(journey=case.journey_id, kind__in=EVENTS)
    for kind, at in events.values_list("kind").annotate(at=Max("at")):
        yield EVENTS[kind], at


def _gates(case):
    passed = GateSignature.objects.filter(journey=case.journey_id).exclude(
        outcome__in=[Outcome.BLOCKED, *ASKING]
    )
    found = dict(passed.values_list("kind").annotate(at=Max("signed_at")))
    yield from ((done_by.key("", kind), at) for kind, at in found.items())
    yield from ((GATES[kind], at) for kind, at in found.items() if kind in GATES)
    if set(found) >= PAPERS:
        yield "papers", max(found[kind] for kind in PAPERS)


def _work(case):
    yield "closed", case.closed_at
    yield (
        "reflection",
        Legal.objects.filter(case=case).values_list("reflection_from", flat=True).first(),
    )
    goals = PlanGoal.objects.filter(case=case).exclude(status=PlanGoal.Status.PROPOSED)
    found = goals.aggregate(plan=Min("written_at"), goals=Max("done_on"))
    yield from found.items()
    signed = BudgetApproval.objects.filter(case=case)
    yield "budget", signed.aggregate(at=Max("written_at"))["at"]
    visits = Visit.objects.filter(case=case)
    yield "visits", visits.aggregate(at=Max("visited_on"))["at"]


def current(case) -> tuple[Procedure, Measure] | None:
    """The measure that the work is at: by the status, else the first of the stage. Nothing for a closed case."""
    if case.is_closed or case.stage not in PROCEDURE_OF:
        return None
    people = people_of(case)
    code, name = MEASURE_OF.get(case.status, (PROCEDURE_OF[case.stage], ""))
    found = national_of(case).procedure(code)
    measure = found.measure(name)
    if measure is None or people not in measure.people:
        measure = found.measures_for(people)[0]
    return found, measure
