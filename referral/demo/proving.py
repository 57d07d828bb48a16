"""What a gate is signed from, made with the product's own actions before somebody signs."""

from accounts.acting import current_actor
from instruments.definition import NO, YES, Kind
from instruments.scoring import score
from instruments.shelf import load
from referral.access import DataClass, may_add
from referral.actions import agreement
from referral.actions import budget as budgets
from referral.actions.assessments import decide, save_answers
from referral.ageing import decides_alone
from referral.budgeting import budget_of
from referral.demo.put import put
from referral.models import Assessment, PlanGoal
from referral.stages import GateKind
from referral.tools import only

TOOL_OF = {GateKind.G1: "options_counselling", GateKind.G11: "travel_checklist"}
SAID = {"fitness": "nothing", "decision": "return", "first_idea": "person", "record": "spoken"}
NOT_SAFE = {"paper_safe"}
LINES = [
    ("accommodation", "The first two months of rent", 300, "service", "landlord"),
    ("professional", "A course, and what it needs", 420, "in_kind", "school"),
]


def prove(story, days, kind, who):
    """Nothing where it was made before, or where the gate rests on what is typed with the signature."""
    if kind in TOOL_OF:
        decided(story, days, TOOL_OF[kind], who)
    if kind == GateKind.G9:
        planned(story, days, who)


def decided(story, days, instrument, who):
    with story.by(who, days):
        case = story.case()
        adult = decides_alone(case.journey)
        done = Assessment.objects.filter(case=case, instrument=instrument).exclude(decision="")
        if done.exists() or (instrument == "options_counselling" and not adult):
            return
        tool = only(load(instrument), may_add_to(case))
        answers = calm_answers(tool, child=not adult)
        row = save_answers(case=case, definition=tool, answers=answers)
        decide(
            assessment=row,
            result=score(tool, answers),
            answers=answers,
            decision="agree",
            reasons="",
        )


def may_add_to(case):
    role = current_actor().role
    return [one for one in DataClass if may_add(role, one, case.side, case.stage)]


def matrix_decided(story, days, who, level):
    """No item is there; from medium on the person decides otherwise than the tool, and says why."""
    with story.by(who, days):
        case = story.case()
        tool = load("risk_short")
        answers = {code: NO for code in tool.questions if code.endswith("_present")}
        answers |= {"may_be_child": YES if story.person.child else NO, "fear": 3}
        row = save_answers(case=case, definition=tool, answers=answers)
        same = level == "low"
        decide(
            assessment=row,
            result=score(tool, answers),
            answers=answers,
            decision="agree" if same else "otherwise",
            reasons="" if same else "The area is small, and word travels.",
            levels=(level, level),
        )


def calm_answers(tool, *, child):
    """Everything explained and done, nothing that presses."""
    pressing = {question.code for question in _pressing(tool)}
    answers = {}
    for code, question in tool.questions.items():
        options = {one.code for one in question.options}
        if not question.is_relevant(answers):
            continue
        if code in SAID:
            answers[code] = SAID[code]
        elif code == "child_travels":
            answers[code] = YES if child else NO
        elif question.kind == Kind.YES_NO:
            answers[code] = NO if code in pressing or code in NOT_SAFE else YES
        elif "done" in options:
            answers[code] = "done"
    return answers


def _pressing(tool):
    return next((one.questions for one in tool.sections if one.code == "pressure"), ())


def planned(story, days, who):
    """The time after the arrival: goals read together, and a budget that both agreed to."""
    with story.by(who, days):
        case = story.case()
        if budget_of(case).is_signed:
            return
        for kind in ("housing", "education" if story.person.child else "work"):
            goal, step = story.person.goal(kind)
            PlanGoal(
                case=case, phase="reintegration", kind=kind, goal=goal, step=step, who="partner"
            ).save(force_insert=True)
        read_together(story, days, case)
        for family, item, cost, mode, payee in LINES:
            row = {"family": family, "item": item, "unit_cost": cost, "mode": mode}
            budgets.add_line(case, put(row | {"payee": payee, "payer": "ours"}))
        budgets.sign_budget(case, programme=None, reasons="")


def read_together(story, days, case):
    """The person said yes to the plan for the time after the arrival."""
    agreement.keep_talk(
        case,
        phase="reintegration",
        said="yes",
        agreed=[],
        review_on=story.day(days - 30),
        differs="",
        language="en",
        interpreter="no",
        safety_plan="yes",
        copy="unsafe",
        talked_on=story.day(days),
    )
