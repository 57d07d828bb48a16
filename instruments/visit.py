"""
The monitoring visit: six scales from 0 to 4 in three dimensions, and alarms whatever the scales say.

Each dimension is a mean between 0 and 1, the index is the mean of the dimensions. From 0.66 it is
called sustainable, from 0.50 at risk, below critical. These limits are ours and not validated.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from instruments.definition import OPEN, YES, Answers, Definition
from instruments.result import Alert, Result, coverage, with_answer

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "economic": ("income", "housing"),
    "social": ("relations", "safety"),
    "psychosocial": ("health", "wellbeing"),
}
SCALES = tuple(scale for scales in DIMENSIONS.values() for scale in scales)
HIGHEST = 4
SUSTAINABLE, AT_RISK = 0.66, 0.50


def dimensions(answers: Answers) -> dict[str, float]:
    """The mean of each dimension that has an answer, between 0 and 1."""
    found = {}
    for name, scales in DIMENSIONS.items():
        given = [int(answers[scale]) for scale in scales if answers.get(scale, "") != ""]
        if given:
            found[name] = sum(given) / (HIGHEST * len(given))
    return found


def index(answers: Answers) -> float | None:
    """Nothing while a dimension has no answer: a mean of half a life misleads."""
    means = dimensions(answers)
    return sum(means.values()) / len(DIMENSIONS) if len(means) == len(DIMENSIONS) else None


def trend(before: Answers, now: Answers) -> dict[str, int]:
    """The change of each scale that was answered both times."""
    return {
        scale: int(now[scale]) - int(before[scale])
        for scale in SCALES
        if before.get(scale, "") != "" and now.get(scale, "") != ""
    }


def visit(definition: Definition, answers: Answers) -> Result:
    alarms = with_answer(definition, answers, "alarms", YES)
    unasked = [
        str(question.text)
        for question in definition.section("alarms").questions
        if answers.get(question.code, "") in OPEN and question.is_relevant(answers)
    ]
    value = index(answers)
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
        alerts=tuple(Alert(question.code, str(question.help)) for question in alarms),
        figures={"index": value, "dimensions": dimensions(answers)},
    )


def _label(answers: Answers, alarm: bool, value: float | None) -> tuple[str, str, str]:
    if alarm:
        return "alarm", _("Act within 24 hours"), "late"
    if answers.get("contact", "reached") != "reached":
        return "not_reached", _("Not reached: nothing is known"), "due"
    if value is None:
        return "not_enough_known", _("Not enough known to say"), "info"
    if value >= SUSTAINABLE:
        return "sustainable", _("On its way"), "ok"
    if value >= AT_RISK:
        return "at_risk", _("At risk: look at the plan again"), "due"
    return "critical", _("Critical: change the plan now"), "late"
