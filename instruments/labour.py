"""
What is owed for the work: the hours of the period by what was promised and by the lowest lawful pay, the higher of the two, less
what was paid. An estimate to talk with a lawyer or a union, never a sum to sign for.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from instruments.definition import NO, YES, Answers, Definition
from instruments.result import Alert, Result, coverage

DAYS_A_WEEK, MONTHS_A_YEAR, DAYS_A_YEAR = 7, 12, 365
MOST_YEARS = 40
LONG_DAY, LONG_WEEK = 8, 48  # hours; beyond, overtime is owed too


@dataclass(frozen=True, slots=True)
class Claim:
    """In whole units. `owed` is nothing where the period, the hours or the pay are not known."""

    days: int | None
    hours: int | None
    by_promise: int | None
    by_law: int | None
    received: int
    extra: int  # held back, and fees

    @property
    def due(self) -> int | None:
        """For the work."""
        found = [one for one in (self.by_promise, self.by_law) if one is not None]
        return max(found) if found else None

    @property
    def owed(self) -> int | None:
        return None if self.due is None else max(self.due - self.received, 0) + self.extra


def claim_of(answers: Answers) -> Claim:
    days = _days(answers)
    hours = _hours(answers, days)
    return Claim(
        days,
        hours,
        _promised(answers, days, hours),
        None
        if hours is None or _number(answers, "minimum_hour") is None
        else hours * _number(answers, "minimum_hour"),
        _number(answers, "received") or 0,
        (_number(answers, "held_back") or 0) + (_number(answers, "fees") or 0),
    )


def _days(answers: Answers) -> int | None:
    """Both days are counted. A period that ends before it begins is none."""
    try:
        first = date.fromisoformat(str(answers.get("worked_from", "")))
        last = date.fromisoformat(str(answers.get("worked_to", "")))
    except ValueError:
        return None
    days = (last - first).days + 1
    return days if 0 < days <= MOST_YEARS * DAYS_A_YEAR else None


def _hours(answers: Answers, days: int | None) -> int | None:
    a_day, a_week = _number(answers, "hours_day"), _number(answers, "days_week")
    if days is None or a_day is None or a_week is None:
        return None
    return round(days * a_week * a_day / DAYS_A_WEEK)


def _promised(answers: Answers, days: int | None, hours: int | None) -> int | None:
    amount, per = _number(answers, "promised"), answers.get("promised_per", "")
    a_week = _number(answers, "days_week")
    if amount is None or days is None:
        return None
    if per == "hour":
        return None if hours is None else amount * hours
    if per == "day":
        return None if a_week is None else round(amount * days * a_week / DAYS_A_WEEK)
    if per == "week":
        return round(amount * days / DAYS_A_WEEK)
    if per == "month":
        return round(amount * days * MONTHS_A_YEAR / DAYS_A_YEAR)
    return None


def _number(answers: Answers, code: str) -> int | None:
    value = answers.get(code, "")
    return None if value == "" else int(value)


def labour(definition: Definition, answers: Answers) -> Result:
    claim = claim_of(answers)
    code, label, tone = _label(answers, claim)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=coverage(definition, answers),
        reasons=tuple(_reasons(answers, claim)),
        alerts=tuple(_alerts(answers, claim)),
        figures={"claim": claim},
    )


def _label(answers: Answers, claim: Claim) -> tuple[str, str, str]:
    if answers.get("wants_claim") == NO or answers.get("step") == "given_up":
        return "not_wanted", _("The person does not want it claimed"), "plain"
    if claim.owed is None:
        return "not_enough_known", _("Not enough known to say"), "info"
    if not claim.owed:
        return "nothing_owed", _("By these figures nothing is owed"), "plain"
    if answers.get("step") in ("settled", "paid"):
        return "closed", _("Settled, or paid"), "ok"
    return "owed", _("About %(owed)s is owed") % {"owed": _money(answers, claim.owed)}, "due"


def _money(answers: Answers, amount: int) -> str:
    return f"{amount} {answers.get('currency', '')}".strip()


def _reasons(answers: Answers, claim: Claim):
    if claim.hours is not None:
        yield _("%(hours)s hours in %(days)s days") % {"hours": claim.hours, "days": claim.days}
    if claim.by_promise is not None:
        yield _("As promised: %(sum)s") % {"sum": _money(answers, claim.by_promise)}
    if claim.by_law is not None:
        yield _("By the lowest lawful pay: %(sum)s") % {"sum": _money(answers, claim.by_law)}
    if claim.received:
        yield _("Paid so far: %(sum)s") % {"sum": _money(answers, claim.received)}
    if claim.extra:
        yield _("Held back, and fees: %(sum)s") % {"sum": _money(answers, claim.extra)}


def _alerts(answers: Answers, claim: Claim):
    hours, days = _number(answers, "hours_day"), _number(answers, "days_week")
    if hours is not None and days is not None and (hours > LONG_DAY or hours * days > LONG_WEEK):
        yield Alert(
            "overtime", _("Long hours: overtime is owed on top. Ask the lawyer or the union.")
        )
    if answers.get("inspectorate_shares", "") != NO:
        text = _("Not sure that the inspectorate keeps names to itself: ask without a name first.")
        yield Alert("inspectorate", text)
    if claim.owed and answers.get("lawyer", "") != YES:
        yield Alert("time_limit", _("There is a time limit: ask a lawyer or a union for it now."))
    if answers.get("leaves") == YES:
        text = _("Before the journey: a power of attorney, and an account that stays open.")
        yield Alert("attorney", text)
    if answers.get("others") == YES:
        yield Alert("site", _("Others worked there: join the place of work, without any name."))
