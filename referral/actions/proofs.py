"""
What each gate is signed from: the finished tool, or the record that proves it. One table; docs/adr/0034.

Only "passed" rests on these. A refusal, a waiver or a "no" needs its own words and nothing else: the price of going home is
never a finished form (rules of practice 1). Everything is read in the signer's own case.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import current_actor
from accounts.roles import Role
from directory.codes import ServiceKind
from directory.rights import ReflectionState, reflection_of
from referral.actions.agreement import last_talk, live_goals, mark_of
from referral.actions.wishes import is_urgent
from referral.ageing import decides_alone
from referral.budgeting import budget_of
from referral.evidence_kinds import EvidenceKind
from referral.models import Assessment, Case, MoveNotAllowed, PlanAgreement, PlanGoal, Travel
from referral.stages import GateKind, Side

MATRIX = ("risk", "risk_short")
NO_PERIOD = {ReflectionState.NOT_PARTY, ReflectionState.NONE_IN_LAW}
AGREE, STOPPED = "agree", "stopped"
REINTEGRATION = PlanGoal.Phase.REINTEGRATION


@dataclass(frozen=True, slots=True)
class Proof:
    """
    `found` gives what proves it, or nothing. `missing`: one sentence. `page`: where it is made, a view of the case.

    `typed`: whether what is typed with the signature proves it as well.
    """

    label: str | Promise
    missing: str | Promise
    found: Callable[[Case], object]
    page: str
    of: tuple[str, ...] = ()
    child: bool | None = None  # only for a child, only for an adult, or None: for everybody
    urgent: bool = False  # asked for on the way of 48 hours too
    typed: Callable[[dict], bool] = lambda evidence: False

    def is_asked(self, *, child: bool, urgent: bool) -> bool:
        return self.child in (None, child) and (self.urgent or not urgent)


def decided(case: Case, instrument: str, good: str) -> Assessment | None:
    """The newest decided use of a tool, if it came out well or a person decided otherwise, with reasons."""
    rows = Assessment.objects.filter(case=case, instrument=instrument, finished_at__isnull=False)
    last = rows.exclude(decision="").order_by("-finished_at").first()
    if last is None or last.proposal == STOPPED:
        return None
    return last if last.proposal == good or last.decision != AGREE else None


def standing(case: Case) -> Assessment | None:
    """The newest decided matrix of the own case, in full or short."""
    rows = Assessment.objects.filter(case=case, instrument__in=MATRIX, finished_at__isnull=False)
    return rows.exclude(decision="").order_by("-finished_at").first()


def counselled(case):
    return decided(case, "options_counselling", "informed")


def ready(case):
    return decided(case, "travel_checklist", "ready")


def plan_agreed(case):
    """The goals for the time after the arrival, read together as they stand now."""
    talk = last_talk(case, REINTEGRATION)
    if talk is None or talk.said == PlanAgreement.Said.NOT_YET:
        return None
    goals = live_goals(case, REINTEGRATION)
    return talk if goals and talk.mark == mark_of(goals) else None


def budget_signed(case):
    budget = budget_of(case)
    return budget.approval if budget.is_signed else None


def way_planned(case):
    row = Travel.objects.filter(case=case).only("leaves_at", "arrives_at", "escort").first()
    return row if row and row.leaves_at and row.arrives_at and row.escort else None


def determination_made(case):
    """The sheet lies with whoever works on the child’s case; the panel or the guardian signs, maybe elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT determination_sheet(%s)", [case.journey_id])
        return cursor.fetchone()[0]


def panels_document(evidence: dict) -> bool:
    named = evidence.get("issuer") and evidence.get("dated_on")
    return evidence.get("kind") == EvidenceKind.DETERMINATION and bool(named)


def period_began(case):
    """
    Somewhere on the way the day is recorded. Where the law knows no such period, there is nothing to respect (rule 18).

    Asked of the whole journey: who signs may not read the legal part.
    """
    if reflection_of(case.organisation.country).state in NO_PERIOD:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT reflection_began(%s)", [case.journey_id])
        return cursor.fetchone()[0]


def days_of_the_period(evidence: dict) -> bool:
    return evidence.get("kind") == EvidenceKind.DATES and bool(evidence.get("dated_on"))


def school_planned(case):
    """A goal of the plan for the time after the arrival."""
    return next(
        (one for one in live_goals(case, REINTEGRATION) if one.kind == ServiceKind.EDUCATION), None
    )


def consent_stands(case):
    """Asked of the whole journey: a guardian signs in a case of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_abroad_stands(%s)", [case.journey_id])
        return cursor.fetchone()[0]


NO_MATRIX = _("The risk matrix is not decided in this case yet. Its level is what is signed.")

PROOFS: dict[GateKind, tuple[Proof, ...]] = {
    GateKind.G1: (
        Proof(
            _("The options counselling, with every way explained and no pressure named"),
            _("The options counselling is not decided, or not every way was explained freely."),
            counselled,
            "case_tool",
            of=("options_counselling",),
            child=False,
        ),
    ),
    GateKind.G2: (
        Proof(
            _("The day when the reflection period began"),
            _("It is not recorded when the reflection period began. Record it in the legal part, or choose “Dates of the period” and its first day."),
            period_began,
            "gate_sign",
            of=("G2",),
            typed=days_of_the_period,
        ),
    ),
    GateKind.G3: (
        Proof(_("The risk matrix, decided"), NO_MATRIX, standing, "case_tool", of=("risk",), urgent=True),
    ),
    GateKind.G4: (
        Proof(
            _("The consent to data going abroad (B3)"),
            _("No consent to data going abroad (B3) is recorded, or it was withdrawn."),
            consent_stands,
            "case_consent",
        ),
    ),
    GateKind.G9: (
        Proof(
            _("The plan, read and agreed together"),
            _("The plan for the time after the arrival was not agreed with the person, or changed since."),
            plan_agreed,
            "case_plan",
        ),
        Proof(
            _("Its budget, signed"),
            _("The budget of the plan is not signed, or changed since."),
            budget_signed,
            "case_budget",
        ),
        Proof(
            _("School for the child"),
            _("The plan says nothing of school for the child: add a goal, or write down why there is none yet."),
            school_planned,
            "case_plan",
            child=True,
            typed=lambda evidence: bool(evidence.get("text")),
        ),
    ),
    GateKind.G10: (
        Proof(
            _("The determination: the sheet, or the panel’s document with its day"),
            _("The best-interests determination is missing: decide the sheet, or name the panel and the day of its document."),
            determination_made,
            "case_child",
            child=True,
            urgent=True,
            typed=panels_document,
        ),
    ),
    GateKind.G11: (
        Proof(
            _("The travel plan: the hours, and who travels along"),
            _("The travel plan has no hours yet, or does not say who travels along."),
            way_planned,
            "case_travel",
            urgent=True,
        ),
        Proof(
            _("The travel checklist, with nothing left that blocks"),
            _("The travel checklist is not finished, or something in it still stands in the way."),
            ready,
            "case_tool",
            of=("travel_checklist",),
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What is typed with the signature, where no page of the desk makes the proof. `but`: roles whose own word it is."""

    fields: tuple[str, ...]
    missing: str | Promise
    child: bool | None = None
    side: str = ""
    but: tuple[str, ...] = ()

    def is_asked(self, case: Case, *, child: bool) -> bool:
        role = current_actor().role
        return self.child in (None, child) and self.side in ("", case.side) and role not in self.but

    def left(self, evidence: dict) -> list[str]:
        return [name for name in self.fields if not evidence.get(name)]


TYPED: dict[GateKind, tuple[Words, ...]] = {
    GateKind.G1: (
        Words(("text",), _("Write down how the child was heard, and what the child said."), child=True),
    ),
    GateKind.G5: (
        Words(
            ("issuer", "dated_on"),
            _("Name the organisation there, and the day of its word."),
            side=Side.DESTINATION,
        ),
        Words(("text",), _("Write down who cares for the child there."), child=True),
    ),
    GateKind.G7: (
        Words(("issuer",), _("Name who gave the legal advice."), but=(Role.LAWYER,)),
    ),
}  # fmt: skip


def words_asked(case: Case, kind: str) -> list[Words]:
    found = TYPED.get(GateKind(kind), ())
    child = not decides_alone(case.journey)
    return [one for one in found if one.is_asked(case, child=child)]


@dataclass(frozen=True, slots=True)
class Line:
    """One proof as it stands in this case."""

    proof: Proof
    found: object

    @property
    def tool(self) -> Assessment | None:
        return self.found if isinstance(self.found, Assessment) else None


def lines_of(case: Case, kind: str, *, urgent: bool | None = None) -> list[Line]:
    """
    What the gate rests on here. Nothing for a gate that rests on what is typed with the signature.

    `urgent`: whether the way is that of 48 hours; None asks.
    """
    proofs = PROOFS.get(GateKind(kind), ())
    if not proofs:
        return []
    child = not decides_alone(case.journey)
    urgent = is_urgent(case) if urgent is None else urgent
    asked = [one for one in proofs if one.is_asked(child=child, urgent=urgent)]
    return [Line(one, one.found(case)) for one in asked]


def first_missing(lines: list[Line]) -> Line | None:
    return next((one for one in lines if not one.found), None)


def check_proofs(case: Case, kind: str, evidence: dict) -> Assessment | None:
    """The tool that the signature rests on, if it is one. Raises `MoveNotAllowed` with the one thing that is missing."""
    lines = lines_of(case, kind)
    for line in lines:
        if not line.found and not line.proof.typed(evidence):
            raise MoveNotAllowed(str(line.proof.missing))
    for words in words_asked(case, kind):
        if words.left(evidence):
            raise MoveNotAllowed(str(words.missing))
    return next((one.tool for one in lines if one.tool), None)
