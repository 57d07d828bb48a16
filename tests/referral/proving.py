"""What a gate is signed from, put in the case as the pages leave it: a decided tool, a plan with its budget, a travel plan."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.acting import current_actor
from instruments.shelf import load
from referral.actions.agreement import live_goals, mark_of
from referral.actions.proofs import first_missing, lines_of
from referral.budgeting import budget_of
from referral.models import (
    Assessment,
    BudgetApproval,
    BudgetLine,
    PlanAgreement,
    PlanGoal,
    Risk,
    Travel,
)


def decided(case, instrument, proposal, decision="agree"):
    tool = load(instrument)
    row = Assessment(
        case=case,
        data_class=str(tool.data_class),
        instrument=instrument,
        instrument_version=tool.version,
        by_id=current_actor().user,
        finished_at=timezone.now(),
        proposal=proposal,
        decision=decision,
    )
    row.save(force_insert=True)
    return row


def read_together(case, said="yes", **more):
    today = timezone.localdate()
    row = PlanAgreement(
        case=case,
        phase="reintegration",
        said=said,
        language="sq",
        interpreter="no",
        safety_plan="yes",
        copy="unsafe",
        goals=1,
        mark=mark_of(live_goals(case, "reintegration")),
        talked_on=today,
        review_on=today + timedelta(days=30),
        by_id=current_actor().user,
        **more,
    )
    row.save(force_insert=True)
    return row


def budget(case):
    BudgetLine(
        case=case,
        family="accommodation",
        item="Canary rent",
        unit_cost=Decimal(100),
        mode="service",
        payer="ours",
        payee="landlord",
    ).save(force_insert=True)
    sign_again(case)


def sign_again(case):
    found = budget_of(case)
    BudgetApproval(
        case=case,
        mark=found.mark,
        total=found.total.planned,
        currency="EUR",
        by_id=current_actor().user,
    ).save(force_insert=True)


def plan(case):
    PlanGoal(
        case=case, phase="reintegration", kind="housing", goal="Canary goal", status="agreed"
    ).save(force_insert=True)
    if case.journey.child:
        PlanGoal(
            case=case, phase="reintegration", kind="education", goal="Canary", status="agreed"
        ).save(force_insert=True)
    read_together(case)
    budget(case)


def way(case):
    if Travel.objects.filter(case=case, leaves_at__isnull=False).exists():
        return
    now = timezone.now()
    Travel(case=case, leaves_at=now, arrives_at=now + timedelta(hours=6), escort="alone").save(
        force_insert=True
    )


def travel(case):
    way(case)
    decided(case, "travel_checklist", "ready")


def counselling(case):
    decided(case, "options_counselling", "informed")


def matrix(case, level="low"):
    """Decided, as far as the gate reads it: both levels, and no item."""
    decided(case, "risk_short", level)
    if not Risk.objects.filter(case=case).update(level_staying="low", level_returning=level):
        Risk(case=case, level_staying="low", level_returning=level).save(force_insert=True)


MADE = {"G1": counselling, "G9": plan, "G11": travel}


def prove(case, kind, level="low"):
    """As the acting member: what is missing behind this gate, unless it stands already. `level`: of the risk."""
    if kind == "G3":
        return matrix(case, level)
    make = MADE.get(str(kind))
    if make and first_missing(lines_of(case, kind)):
        make(case)
