"""
The joint risk matrix and its short form, for staying and for returning.

Likelihood times impact, each 1 to 4, as they are after the measures: 1 to 3 low, 4 to 6 medium,
8 and 9 high, 12 and 16 extreme. The level is the highest of all items, never a mean. An item that
cannot be extreme is capped at high. Not known, on a critical item, counts as high until answered;
so does an item that is present and not rated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from instruments.definition import NO, OPEN, YES, Answers, Definition, Row
from instruments.result import Alert, Coverage, Result

STAYING, RETURNING = "stay", "return"
WAYS = (STAYING, RETURNING)
CATEGORIES = {
    1: gettext_lazy("Those who exploited"),
    2: gettext_lazy("Person and family"),
    3: gettext_lazy("Health"),
    4: gettext_lazy("Housing, income and school"),
    5: gettext_lazy("Law and politics"),
    6: gettext_lazy("Services there"),
    7: gettext_lazy("The journey"),
    8: gettext_lazy("Staff and organisation"),
    9: gettext_lazy("Telephone and online"),
    10: gettext_lazy("Child"),
}
MAY_BE_EXTREME = frozenset({1, 2, 5, 10})
"""Trafficker, family, law and politics, child. And suicidality, which its item says itself."""
FEAR_TO_EXPLAIN = 7
FAR_APART = 2


class Level(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    EXTREME = 4

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        return str(LABELS[self])

    @property
    def tone(self) -> str:
        return TONES[self]


LABELS = {
    Level.LOW: pgettext_lazy("risk", "Low"),
    Level.MEDIUM: pgettext_lazy("risk", "Medium"),
    Level.HIGH: pgettext_lazy("risk", "High"),
    Level.EXTREME: pgettext_lazy("risk", "Extreme"),
}
TONES = {Level.LOW: "ok", Level.MEDIUM: "info", Level.HIGH: "due", Level.EXTREME: "late"}


class ReturnStep(StrEnum):
    """What a level of risk for returning asks of those who organise the return."""

    PROCEED = "proceed"
    MEASURES_AND_SECOND_SIGNATURE = "measures_and_second_signature"
    PANEL = "panel"
    NOT_ORGANISED = "not_organised"


def level_of(likelihood: int, impact: int) -> Level:
    product = likelihood * impact
    if product >= 12:
        return Level.EXTREME
    if product >= 8:
        return Level.HIGH
    return Level.MEDIUM if product >= 4 else Level.LOW


def return_step(level: Level, *, is_child: bool) -> ReturnStep:
    if level == Level.EXTREME:
        return ReturnStep.NOT_ORGANISED
    if level == Level.HIGH:
        return ReturnStep.PANEL if is_child else ReturnStep.MEASURES_AND_SECOND_SIGNATURE
    return ReturnStep.PROCEED


def item_level(row: Row, answers: Answers, way: str) -> Level:
    """The level of one item after measures, for staying or for returning."""
    present = answers.get(f"{row.code}_present", "")
    if present != YES:
        unknown = present in OPEN and row.traits.get("critical")
        return Level.HIGH if unknown else Level.LOW
    likelihood = _rating(row, answers, way, "likelihood")
    impact = _rating(row, answers, way, "impact")
    if likelihood is None or impact is None:
        return Level.HIGH
    return min(level_of(likelihood, impact), _cap(row))


def _rating(row: Row, answers: Answers, way: str, what: str) -> int | None:
    after = answers.get(f"{row.code}_{way}_{what}_after", "")
    value = after if after != "" else answers.get(f"{row.code}_{way}_{what}", "")
    return None if value == "" else int(value)


def _cap(row: Row) -> Level:
    extreme = row.traits["category"] in MAY_BE_EXTREME or row.traits.get("suicidality")
    return Level.EXTREME if extreme else Level.HIGH


def items(definition: Definition, answers: Answers) -> list[Row]:
    """The items that apply: those of a child only where the person may be one."""
    return [
        row
        for section in definition.sections
        for row in section.rows
        if "category" in row.traits and row.questions[0].is_relevant(answers)
    ]


def categories(rows: list[Row], answers: Answers, way: str) -> dict[int, Level]:
    """The level of each category: what crosses to the other side, without the items."""
    found: dict[int, Level] = {}
    for row in rows:
        number = row.traits["category"]
        found[number] = max(found.get(number, Level.LOW), item_level(row, answers, way))
    return found


def judged(answers: Answers) -> tuple[str, ...]:
    """Who does not know the place where the person is now rates only the return."""
    return (RETURNING,) if answers.get("judges") == RETURNING else WAYS


@dataclass(frozen=True, slots=True)
class CategoryLevel:
    """One line of the matrix. `staying` is None where it was not judged."""

    number: int
    staying: Level | None
    returning: Level
    settled: int
    total: int

    @property
    def title(self) -> str:
        return str(CATEGORIES[self.number])

    def known(self, way: str) -> Level | None:
        """The level that may be said. Low with something unanswered is not low: it is not known."""
        level = self.staying if way == STAYING else self.returning
        return None if level == Level.LOW and self.settled < self.total else level

    @property
    def marks(self) -> tuple[tuple[str, str, str], ...]:
        """What the page shows of it: the way, a tone and a word."""
        ways = [(STAYING, _("Staying"))] if self.staying else []
        return tuple(
            _mark(title, self.known(way)) for way, title in [*ways, (RETURNING, _("Returning"))]
        )


def _mark(title: str, level: Level | None) -> tuple[str, str, str]:
    return (title, level.tone, level.label) if level else (title, "plain", _("Not known"))


def lines(rows: list[Row], answers: Answers) -> tuple[CategoryLevel, ...]:
    """The matrix by category."""
    ways = judged(answers)
    found = {way: categories(rows, answers, way) for way in ways}
    settled = [row.traits["category"] for row in rows if _is_settled(row, answers)]
    every = [row.traits["category"] for row in rows]
    return tuple(
        CategoryLevel(
            number,
            found[STAYING][number] if STAYING in ways else None,
            level,
            settled.count(number),
            every.count(number),
        )
        for number, level in found[RETURNING].items()
    )


def risk(definition: Definition, answers: Answers) -> Result:
    rows = items(definition, answers)
    matrix = lines(rows, answers)
    returning = max(line.returning for line in matrix)
    staying = max((line.staying for line in matrix if line.staying), default=None)
    level = max(staying or returning, returning)
    known = _coverage(rows, answers)
    return Result(
        code=level.code,
        label=level.label,
        tone=level.tone,
        coverage=known,
        reasons=tuple(_reasons(rows, answers, known)),
        alerts=tuple(_alerts(rows, answers, staying, returning)),
        figures={
            "staying": staying,
            "returning": returning,
            "categories": {line.number: (line.staying, line.returning) for line in matrix},
            "matrix": matrix,
            "return_step": return_step(returning, is_child=_may_be_child(answers)),
        },
    )


def _coverage(rows: list[Row], answers: Answers) -> Coverage:
    """Items, not fields: an item counts once its presence is known and, if present, it is rated."""
    presence = [answers.get(f"{row.code}_present", "") for row in rows]
    settled = [row for row in rows if _is_settled(row, answers)]
    return Coverage(len(settled), len([p for p in presence if p and p in OPEN]), len(rows))


def _is_settled(row: Row, answers: Answers) -> bool:
    present = answers.get(f"{row.code}_present", "")
    if present != YES:
        return present == NO
    rated = [
        _rating(row, answers, way, what)
        for way in judged(answers)
        for what in ("likelihood", "impact")
    ]
    return None not in rated


def _may_be_child(answers: Answers) -> bool:
    return answers.get("may_be_child", "") != NO


def _reasons(rows: list[Row], answers: Answers, known: Coverage):
    for row in rows:
        ways = {way: item_level(row, answers, way) for way in judged(answers)}
        if max(ways.values()) >= Level.MEDIUM and answers.get(f"{row.code}_present") == YES:
            yield _reason(row, ways)
        elif max(ways.values()) >= Level.HIGH:
            yield _("%(item)s: not known, counts as high until answered") % {"item": row.title}
    if known.missing:
        yield ngettext(
            "Not final: %(count)s item is not answered.",
            "Not final: %(count)s items are not answered.",
            known.missing,
        ) % {"count": known.missing}


def _reason(row: Row, ways: Mapping[str, Level]) -> str:
    returning = ways[RETURNING].label.lower()
    if STAYING not in ways:
        return _("%(item)s: returning %(returning)s") % {"item": row.title, "returning": returning}
    return _("%(item)s: staying %(staying)s, returning %(returning)s") % {
        "item": row.title,
        "staying": ways[STAYING].label.lower(),
        "returning": returning,
    }


def _alerts(rows: list[Row], answers: Answers, staying: Level | None, returning: Level):
    step = return_step(returning, is_child=_may_be_child(answers))
    if step != ReturnStep.PROCEED:
        yield Alert(step.value, _what_to_do(step))
    if staying and staying >= Level.HIGH:
        yield Alert(
            "protect_here", _("Staying is dangerous too. Agree protection for here and now.")
        )
    suicidal = [row for row in rows if row.traits.get("suicidality")]
    if any(answers.get(f"{row.code}_present") == YES for row in suicidal):
        yield Alert("suicidality", _("Do not leave the person alone with this. Get help today."))
    fear = answers.get("fear", "")
    if (
        fear != ""
        and int(fear) >= FEAR_TO_EXPLAIN
        and max(staying or returning, returning) <= Level.MEDIUM
    ):
        yield Alert("fear", _("The person is more afraid than this result says. Write down why."))


def _what_to_do(step: ReturnStep) -> str:
    return {
        ReturnStep.MEASURES_AND_SECOND_SIGNATURE: _(
            "Returning is high risk: agree measures and ask for a second signature."
        ),
        ReturnStep.PANEL: _(
            "Returning is high risk for a child: the best-interests panel compares the options."
        ),
        ReturnStep.NOT_ORGANISED: _(
            "Returning is extreme risk: we do not organise it. Agree protection."
        ),
    }[step]


@dataclass(frozen=True, slots=True)
class Joint:
    """Both sides together: the higher level per category, and where they are far apart."""

    categories: Mapping[int, Level]
    level: Level
    to_discuss: tuple[int, ...]


def joint(ours: Mapping[int, Level], theirs: Mapping[int, Level]) -> Joint:
    """Two levels apart or more in a category: the two sides talk to each other."""
    numbers = sorted({*ours, *theirs})
    merged = {n: max(ours.get(n, Level.LOW), theirs.get(n, Level.LOW)) for n in numbers}
    apart = [
        n for n in numbers if n in ours and n in theirs and abs(ours[n] - theirs[n]) >= FAR_APART
    ]
    return Joint(merged, max(merged.values(), default=Level.LOW), tuple(apart))
