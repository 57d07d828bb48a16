"""The later steps of a story: the wish to return, its gates, the travel, the visits, the end."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.acting import current_actor
from referral import due
from referral.absence import Decision, DecisionReason, LastSeen, Noticed, TryResult, Way
from referral.actions import (
    absences,
    arrivals,
    closing,
    returns,
    signatures,
    travel,
    visits,
)
from referral.actions import budget as budgets
from referral.actions.wishes import RequestKind
from referral.demo.proving import read_together
from referral.demo.put import put
from referral.models import BudgetLine, Notice, TaskKind, Travel, Visit
from referral.stages import CaseStatus, GateKind, Outlook

ARRIVES = 13  # o'clock; departure is noted at the first hour
PREPARED = [
    GateKind.G1,
    GateKind.G2,
    GateKind.G4,
    GateKind.G6,
    GateKind.G7,
    GateKind.G8,
    GateKind.G9,
]


def supervisor_of(story):
    return f"supervisor@{story.home.partition('@')[2]}"


def ask_return(story, days):
    with story.by(story.home, days):
        returns.request_return(
            story.case(),
            kind=RequestKind.USUAL,
            wished_on=story.day(days),
            text="The options were explained, staying among them.",
        )


def plan_travel(story, days, leaves_days, *, hours=5, escort="alone", document="valid"):
    """Past travel is written as if it were today, so that the actions let it begin; then it is moved with the rest."""
    now = timezone.now()
    leaves, arrives = now, now + timedelta(hours=hours)
    story.travels(leaves_days, hours)
    if leaves_days < 0:
        leaves, arrives = story.travel
    elif leaves_days == 0:
        story.travel = (leaves, arrives)
    plan = {
        "document": document,
        "document_kind": "passport" if document == "valid" else "emergency",
        "leaves_at": leaves,
        "arrives_at": arrives,
        "route": "Direct, by aeroplane.",
        "escort": escort,
        "greeter": "A colleague of the receiving house, with a blue folder.",
        "code_word": story.person.code_word(),
        "first_night": "In the receiving house.",
    }
    with story.by(story.home, days):
        case = story.case()
        row = Travel.objects.filter(case=case).first()
        travel.plan_travel(case, row, put(plan))


def approve(story, days):
    with story.by(story.home, days):
        signatures.ask_signature(
            story.case(),
            user=story.scene.user(supervisor_of(story)).pk,
            classes=signatures.APPROVAL,
        )
    with story.by(supervisor_of(story), days):
        returns.approve_return(story.case())


def depart(story, days):
    with story.by(story.home, days):
        travel.depart(story.case())


def arrive(story, days, there):
    """Both sides note it: who meets the person, then who sent her or him."""
    story.arrived_days = days
    for who in (there, story.home):
        with story.by(who, days, hour=ARRIVES):
            arrivals.arrive(story.case())
            Notice.objects.create(
                organisation_id=current_actor().organisation,
                journey_id=story.journey,
                kind=due.ARRIVED,
                read_at=timezone.now(),
            )
    if days > 3:
        story.finish(days - 3, TaskKind.ARRIVAL_CARE, who=there)


GOOD = {"safety": 4, "income": 2, "housing": 3, "work": 2, "debt": 3, "relations": 3, "papers": 3}
GOOD |= {"health": 3, "wellbeing": 3, "agency": 3, "rating": 4}
MIXED = {"safety": 3, "income": 1, "housing": 2, "work": 1, "debt": 1, "relations": 2, "papers": 2}
MIXED |= {"health": 2, "wellbeing": 1, "agency": 2, "rating": 3}
CALM = ["contact_by_exploiters", "threat", "suicidality", "exploited_again", "money_controlled"]


BUDGET = [
    ("professional", "Oven, tins and a licence", 640, "in_kind", "shop"),
    ("accommodation", "Rent of the first three months", 450, "service", "landlord"),
    ("education", "Evening course in bookkeeping", 180, "service", "school"),
]


def budget(story, days, there):
    """The plan was read together, its budget signed, and the first of it paid."""
    with story.by(there, days):
        case = story.case()
        read_together(story, days, case)
        how = {"payer": "programme", "planned_on": story.day(days - 20)}
        for family, item, cost, mode, payee in BUDGET:
            row = how | {"family": family, "item": item, "unit_cost": cost}
            budgets.add_line(case, put(row | {"mode": mode, "payee": payee}))
        budgets.sign_budget(case, programme=None, reasons="")
        oven = BudgetLine.objects.get(case=case, family="professional")
        oven.case = case
        budgets.pay(oven, amount=Decimal(400), paid_on=story.day(days), receipt="12/26, folder 3")


def visit(story, days, there, months, contact="reached", scales=GOOD, alarms=()):
    """The round of so many months after the arrival, `days` ago."""
    told = {"month": str(months), "contact": contact}
    if contact == Visit.Result.REACHED:
        told |= {"may_be_child": "yes" if story.person.child else "no", "services_received": "some"}
        told |= {code: "yes" if code in alarms else "no" for code in CALM} | scales
    with story.by(there, days):
        case = story.case()
        row = Visit.objects.get(case=case, months=months)
        visits.record_visit(row, case, visited_on=story.day(days), answers=told)


def pause(story, days, reason):
    with story.by(story.home, days):
        returns.suspend_return(story.case(), reason=reason)


def leave_alone(story, days):
    with story.by(story.home, days):
        returns.leave_alone(story.case())


def close(story, days, status, who=None, service=""):
    """Two people: the case manager proposes, the supervisor confirms. `service`: where the person goes instead."""
    who = who or story.home
    second = f"supervisor@{who.partition('@')[2]}"
    with story.by(who, days + 1):
        colleague = story.scene.user(second).pk
        closing.propose_closing(story.case(), status=status, colleague=colleague, service=service)
    with story.by(second, days):
        closing.confirm_closing(story.case())


def lose(story, days):
    """Nobody reached the person on the safe ways; the supervisor closed the case, which opens again as it stood."""
    with story.by(story.home, days + 14):
        absences.report_missing(
            story.case(),
            last_seen=LastSeen.STAY,
            last_seen_on=story.day(days + 15),
            noticed=Noticed.SERVICE,
            supervisor=story.scene.user(supervisor_of(story)).pk,
        )
    for after, way in zip((13, 9, 2), (Way.MESSAGE, Way.EMAIL, Way.PLACE), strict=True):
        with story.by(story.home, days + after):
            absences.record_try(story.case(), way=way, at=timezone.now(), result=TryResult.NOTHING)
    with story.by(supervisor_of(story), days):
        absences.decide(story.case(), decision=Decision.CLOSE, reason=DecisionReason.NO_SIGN)


def stays(story, days):
    story.wish(days, Outlook.STAY)
    story.move(days, CaseStatus.STAY)
