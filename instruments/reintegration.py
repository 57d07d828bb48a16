"""
The reintegration plan: which idea is feasible, and whether the plan stands in all three dimensions.

A grid of five marks from 0 to 3. A zero for safety or for the law shuts an idea out; nobody is told to want another one.
"""

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from instruments.definition import NO, YES, Answers, Definition, Row
from instruments.result import Alert, Result, coverage

MARKS = ("fit", "market", "safe", "cost", "lawful")
SHUT_OUT = ("safe", "lawful")
FEASIBLE_FROM, LOWEST = 10, 1  # of 15, and of each mark
AIMS = ("economic", "social", "psychosocial")


@dataclass(frozen=True, slots=True)
class Idea:
    name: str
    marks: dict[str, int]
    wanted: str

    @property
    def is_known(self) -> bool:
        return len(self.marks) == len(MARKS)

    @property
    def total(self) -> int:
        return sum(self.marks.values())

    @property
    def is_shut_out(self) -> bool:
        return any(self.marks.get(mark) == 0 for mark in SHUT_OUT)

    @property
    def is_feasible(self) -> bool:
        return (
            self.is_known
            and self.wanted != NO
            and self.total >= FEASIBLE_FROM
            and min(self.marks.values()) >= LOWEST
        )


def ideas(definition: Definition, answers: Answers) -> list[Idea]:
    found = [_idea(row, answers) for row in definition.section("grid").rows]
    return [one for one in found if one.name]


def _idea(row: Row, answers: Answers) -> Idea:
    marks = {
        mark: int(value) for mark in MARKS if (value := answers.get(f"{row.code}_{mark}", "")) != ""
    }
    name = str(answers.get(f"{row.code}_idea", "")) or (row.name if marks else "")
    return Idea(name, marks, str(answers.get(f"{row.code}_wanted", "")))


def months_to_even(answers: Answers) -> int | None:
    """Until an own business has earned its start. None: not known, or never."""
    values = [answers.get(code, "") for code in ("startup", "income_month", "cost_month")]
    if "" in values:
        return None
    startup, income, cost = (int(value) for value in values)
    return ceil(startup / (income - cost)) if income > cost else None


def reintegration(definition: Definition, answers: Answers) -> Result:
    found = ideas(definition, answers)
    feasible = sorted((one for one in found if one.is_feasible), key=lambda one: -one.total)
    without = [definition.questions[aim] for aim in AIMS if not answers.get(aim)]
    code, label, tone = _label(answers, found, feasible, without)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=(
            *(
                _("%(idea)s: %(total)s of 15") % {"idea": one.name, "total": one.total}
                for one in found
                if one.is_known
            ),
            *(
                _("%(idea)s: not all marks are given") % {"idea": one.name}
                for one in found
                if not one.is_known
            ),
            *(_("No aim yet: %(aim)s") % {"aim": one.text} for one in without),
        ),
        alerts=tuple(_alerts(answers, found)),
        figures={
            "feasible": tuple(one.name for one in feasible),
            "months": months_to_even(answers),
        },
    )


def _label(answers, found, feasible, without) -> tuple[str, str, str]:
    if answers.get("agreed") == "refused":
        return "refused", _("The person wants no plan: help stays open"), "plain"
    if not found and len(without) == len(AIMS):
        return "empty", _("Nothing planned yet"), "plain"
    if found and not all(one.is_known for one in found):
        return "not_enough_known", _("Not enough known to say"), "info"
    if found and not feasible:
        return (
            "none_feasible",
            _("None of the ideas is feasible yet: change one, or add one"),
            "due",
        )
    if without:
        return "gaps", _("Feasible; an aim is missing"), "info"
    if answers.get("agreed") != YES or answers.get("partner", "") != YES:
        return "proposed", _("A proposal: not yet agreed"), "due"
    return "agreed", _("Agreed and complete"), "ok"


def _alerts(answers: Answers, found: list[Idea]):
    for one in found:
        if one.is_shut_out:
            text = _("%(idea)s: not safe or not lawful as it is. Change that first.")
            yield Alert("shut_out", text % {"idea": one.name})
    if answers.get("startup", "") != "" and _never_even(answers):
        yield Alert("never", _("The business would cost more than it earns."))
    if answers.get("startup") and answers.get("mentor") == NO:
        yield Alert("mentor", _("Look for somebody who knows the trade before money is spent."))


def _never_even(answers: Answers) -> bool:
    income, cost = answers.get("income_month", ""), answers.get("cost_month", "")
    return "" not in (income, cost) and int(income) <= int(cost)
