"""
The budget of a reintegration: six families of measures, ceilings, the share in cash, and what was paid against the plan.

Amounts are `Decimal` in one currency. A ceiling binds what a programme pays; a person decides, and says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments.definition import Answers, Definition
from instruments.result import Alert, Coverage, Result

FAMILIES = {
    "health": gettext_lazy("Health"),
    "professional": gettext_lazy("Work and business"),
    "accommodation": gettext_lazy("Housing"),
    "education": gettext_lazy("School and training"),
    "family": gettext_lazy("Family support"),
    "legal": gettext_lazy("Law and documents"),
}
NOTHING = Decimal(0)
CENT = Decimal("0.01")


def money(value) -> Decimal:
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the budget. `cash`: the person gets money; everything else is in kind."""

    family: str
    planned: Decimal
    cash: bool = False
    paid: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Limits:
    """What a programme pays at most. None: no such limit."""

    total: Decimal | None = None
    families: Mapping[str, Decimal] = field(default_factory=dict)
    cash_percent: int | None = None
    second_from: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    planned: Decimal = NOTHING
    cash: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def variance(self) -> Decimal:
        """Paid against planned: above zero, more was paid."""
        return self.paid - self.planned

    @property
    def variance_percent(self) -> int | None:
        return percent(self.variance, self.planned)

    @property
    def cash_percent(self) -> int | None:
        return percent(self.cash, self.planned)


def percent(part: Decimal, whole: Decimal) -> int | None:
    return int((part * 100 / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP)) if whole else None


@dataclass(frozen=True, slots=True)
class Over:
    """A ceiling that the plan passes, and by how much."""

    code: str
    family: str
    by: Decimal

    @property
    def text(self) -> str:
        if self.code == "cash":
            return _("More in cash than the programme allows: %(by)s too much") % {"by": self.by}
        if self.code == "total":
            return _("Above the ceiling of the whole: %(by)s too much") % {"by": self.by}
        words = {"family": FAMILIES[self.family], "by": self.by}
        return _("%(family)s: above the ceiling by %(by)s") % words


def sums(items: Iterable[Item]) -> dict[str, Sum]:
    """All six families in their order, also those without a line."""
    items = list(items)
    return {name: _sum(one for one in items if one.family == name) for name in FAMILIES}


def _sum(items: Iterable[Item]) -> Sum:
    items = list(items)
    return Sum(
        sum((one.planned for one in items), NOTHING),
        sum((one.planned for one in items if one.cash), NOTHING),
        sum((one.paid for one in items), NOTHING),
    )


def whole(items: Iterable[Item]) -> Sum:
    return _sum(items)


def passed_ceilings(items: Iterable[Item], limits: Limits) -> list[Over]:
    """At the ceiling is still within it."""
    items = list(items)
    found = []
    for name, one in sums(items).items():
        ceiling = limits.families.get(name)
        if ceiling is not None and one.planned > ceiling:
            found.append(Over("family", name, one.planned - ceiling))
    total = whole(items)
    if limits.total is not None and total.planned > limits.total:
        found.append(Over("total", "", total.planned - limits.total))
    if limits.cash_percent is not None:
        most = money(total.planned * limits.cash_percent / 100)
        if total.cash > most:
            found.append(Over("cash", "", total.cash - most))
    return found


def needs_second(planned: Decimal, limits: Limits, over: Iterable[Over] = ()) -> bool:
    """From the threshold on, and wherever a ceiling is passed."""
    reached = limits.second_from is not None and planned >= limits.second_from
    return reached or bool(list(over))


def budget(definition: Definition, answers: Answers) -> Result:
    """The tool without a case: six families, two columns, and what the programme allows."""
    rows = definition.section("lines").rows
    items = [item for row in rows for item in _items(row.code, answers)]
    limits = Limits(
        _number(answers, "ceiling"),
        {},
        int(answers["cash_percent"]) if answers.get("cash_percent", "") != "" else None,
        _number(answers, "second_from"),
    )
    over = passed_ceilings(items, limits)
    total = whole(items)
    code, label, tone = _label(total, limits, over)
    touched = [row.code for row in rows if list(_items(row.code, answers))]
    named = [one for one in touched if answers.get(f"{one}_payer") not in (None, "", "nobody")]
    unpaid = [FAMILIES[one] for one in touched if one not in named]
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=Coverage(len(named), 0, len(touched)),
        reasons=(
            *((_totals(total),) if touched else ()),
            *(one.text for one in over),
            *(_("%(family)s: nobody pays yet") % {"family": name} for name in unpaid),
        ),
        alerts=tuple(_alerts(answers)),
        figures={"planned": total.planned, "cash": total.cash},
    )


def _totals(total: Sum) -> str:
    words = {"planned": total.planned, "cash": total.cash, "percent": total.cash_percent}
    return _("%(planned)s in all, of it %(cash)s in cash (%(percent)s %%)") % words


def _items(code: str, answers: Answers):
    for name, cash in (("kind", False), ("cash", True)):
        amount = _number(answers, f"{code}_{name}")
        if amount:
            yield Item(code, amount, cash)


def _number(answers: Answers, code: str) -> Decimal | None:
    value = answers.get(code, "")
    return None if value == "" else Decimal(int(value))


def _label(total: Sum, limits: Limits, over: list[Over]) -> tuple[str, str, str]:
    if not total.planned:
        return "empty", _("No amount yet"), "plain"
    if over:
        return "over", _("Above a ceiling: change it, or ask a second person"), "late"
    if needs_second(total.planned, limits):
        return "second", _("A second person signs too"), "due"
    return "within", _("Within what the programme pays"), "ok"


def _alerts(answers: Answers):
    if answers.get("money_controlled") == "yes":
        yield Alert("in_kind", _("Somebody else controls the money: pay nothing in cash."))
