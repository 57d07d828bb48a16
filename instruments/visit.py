"""
The monitoring visit: scales from 0 to 4 in three dimensions, and alarms whatever the scales say.

Each dimension is a mean between 0 and 1, the index is the mean of the dimensions. From 0.66 it is
called sustainable, from 0.50 at risk, below critical. These limits are ours and not validated.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from instruments.definition import NO, OPEN, YES, Answers, Definition, Question
from instruments.result import Alert, Result, coverage, with_answer

DIMENSIONS = ("economic", "social", "psychosocial")
# The first version named no dimension: its six scales stay as they were.
FIRST_VERSION: Mapping[str, str] = {
    "income": "economic",
    "housing": "economic",
    "relations": "social",
    "safety": "social",
    "health": "psychosocial",
    "wellbeing": "psychosocial",
}
HIGHEST = 4
SUSTAINABLE, AT_RISK = 0.66, 0.50
NOT_CARED_FOR = "child_not_cared_for"
# Hours a week of light work, and percent of school days: ours, to be confirmed for a country.
LIGHT_WORK, REGULAR = 14, 80


def dimension_of(question: Question) -> str:
    return str(question.traits.get("dimension") or FIRST_VERSION.get(question.code, ""))


def scales(definition: Definition) -> dict[str, list[str]]:
    """The codes of the scales of each dimension."""
    found: dict[str, list[str]] = {name: [] for name in DIMENSIONS}
    for code, question in definition.questions.items():
        if dimension_of(question):
            found[dimension_of(question)].append(code)
    return found


def dimensions(definition: Definition, answers: Answers) -> dict[str, float]:
    """The mean of each dimension that has an answer, between 0 and 1."""
    found = {}
    for name, codes in scales(definition).items():
        given = [int(answers[code]) for code in codes if answers.get(code, "") != ""]
        if given:
            found[name] = sum(given) / (HIGHEST * len(given))
    return found


def index(means: Mapping[str, float]) -> float | None:
    """Nothing while a dimension has no answer: a mean of half a life misleads."""
    return sum(means.values()) / len(DIMENSIONS) if len(means) == len(DIMENSIONS) else None


def band(value: float) -> tuple[str, str, str]:
    """What the index is called: code, label, tone."""
    if value >= SUSTAINABLE:
        return "sustainable", _("On its way"), "ok"
    if value >= AT_RISK:
        return "at_risk", _("At risk: look at the plan again"), "due"
    return "critical", _("Critical: change the plan now"), "late"


def visit(definition: Definition, answers: Answers) -> Result:
    alarms = [*with_answer(definition, answers, "alarms", YES), *_not_cared_for(definition, answers)]
    unasked = [
        str(question.text)
        for question in definition.section("alarms").questions
        if answers.get(question.code, "") in OPEN and question.is_relevant(answers)
    ]
    means = dimensions(definition, answers)
    value = index(means)
    code, label, tone = _label(answers, bool(alarms), value)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=(
            *(str(question.text) for question in alarms),
            *(_("Not answered: %(question)s") % {"question": text} for text in unasked),
        ),
        alerts=(
            *(Alert(question.code, str(question.help)) for question in alarms),
            *_soft_alerts(answers),
        ),
        figures={"index": value, "dimensions": means, "alarms": tuple(q.code for q in alarms)},
    )


def _not_cared_for(definition: Definition, answers: Answers) -> list[Question]:
    """What is told of a child can say the alarm as well, though nobody answered its question with yes."""
    question = definition.questions.get(NOT_CARED_FOR)
    told = answers.get("lives_with") == "nobody" or answers.get("school_percent") == 0
    if question is None or not told or answers.get(NOT_CARED_FOR) == YES:
        return []
    return [question] if question.is_relevant(answers) else []


def _for_a_child(answers: Answers):
    if answers.get("may_be_child") == NO:
        return
    if int(answers.get("work_hours") or 0) > LIGHT_WORK:
        yield Alert("work", _("The child works many hours: who takes the money, and what of school?"))
    if 0 < int(answers.get("school_percent") or 0) < REGULAR:
        yield Alert("school", _("The child is often not at school: ask the child and the school why."))
    if answers.get("guardian_contact") in ("none", "nobody"):
        yield Alert("guardian", _("The child has nobody who decides: tell child protection."))


def _soft_alerts(answers: Answers):
    """To be spoken of, without an hour by which."""
    yield from _for_a_child(answers)
    if answers.get("migrate") == "necessity":
        yield Alert("leaving", _("Leaving out of need: look at the plan and the risk again."))
    if answers.get("complaint_known") == NO:
        yield Alert("complaint", _("Say now where the person can complain, to somebody outside."))


def _label(answers: Answers, alarm: bool, value: float | None) -> tuple[str, str, str]:
    if alarm:
        return "alarm", _("Act within 24 hours"), "late"
    if answers.get("contact", "reached") != "reached":
        return "not_reached", _("Not reached: nothing is known"), "due"
    return (
        ("not_enough_known", _("Not enough known to say"), "info") if value is None else band(value)
    )
