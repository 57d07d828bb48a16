"""
Clocks and rights of a country that code computes with, each with the fact it rests on.

The treaty minimum: Council of Europe Convention on Action against Trafficking, article 13 (30 days).
It shows no end date and opens nothing by itself. Not a party: no clock. None in law: say so, show the permit.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q

from directory.models import Confidence, Fact
from directory.topics import Treaty

TREATY_MINIMUM_DAYS = 30
# A clock never rests on a fact of low confidence.
SURE_ENOUGH = (Confidence.HIGH, Confidence.MEDIUM)
DAYS = {"days": 1, "weeks": 7, "months": 30}


class ReflectionState(StrEnum):
    NATIONAL = "national"
    NONE_IN_LAW = "none_in_law"
    TREATY_MINIMUM = "treaty_minimum"
    NOT_PARTY = "not_party"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Reflection:
    """The recovery and reflection period of a country. `fact` is None where nothing was found."""

    country: str
    state: ReflectionState
    number: int | None = None
    unit: str = ""
    fact: Fact | None = None

    def ends_on(self, begins_on: date) -> date | None:
        """The last day, only where the national period is known."""
        if self.state != ReflectionState.NATIONAL or self.unit not in DAYS:
            return None
        try:
            if self.unit == "months":
                return months_later(begins_on, self.number)
            return begins_on + timedelta(days=self.number * DAYS[self.unit])
        except (ValueError, OverflowError):  # longer than any calendar: a slip of whoever wrote it
            return None


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(
        day.year + year + (1 if month == 11 else 0), 1 if month == 11 else month + 2, 1
    )
    last = (first_of_next - timedelta(days=1)).day
    return date(day.year + year, month + 1, min(day.day, last))


def best_first(facts) -> list[Fact]:
    """Checked by a person, then sure, then recent."""
    return sorted(
        facts,
        key=lambda fact: (
            fact.checked_by_id is not None,
            fact.confidence == Confidence.HIGH,
            fact.as_of,
        ),
        reverse=True,
    )


# What a reflection period is read from.
OF_REFLECTION = Q(topic="reflection_days") | Q(topic="treaty", subject=Treaty.CETS197)


def reflection_of(iso2: str) -> Reflection:
    """What the law of the country gives, as far as a source says so."""
    facts = Fact.objects.published().of(iso2).filter(OF_REFLECTION).select_related("source")
    return reflection_from(iso2, facts)


def reflection_from(iso2: str, facts) -> Reflection:
    """The same from facts of this country that were read already."""
    facts = list(facts)
    periods = [fact for fact in facts if fact.topic == "reflection_days"]
    sure = [fact for fact in best_first(periods) if fact.confidence in SURE_ENOUGH]
    known = [fact for fact in sure if fact.number is not None or fact.yes is False]
    if known:
        fact = known[0]
        if fact.yes is False:
            return Reflection(iso2, ReflectionState.NONE_IN_LAW, fact=fact)
        whole = int(Decimal(fact.number))
        return Reflection(iso2, ReflectionState.NATIONAL, whole, fact.unit, fact)
    treaty = next((one for one in facts if one.subject == Treaty.CETS197), None)
    if treaty is None:
        return Reflection(iso2, ReflectionState.NOT_FOUND)
    if treaty.yes:
        return Reflection(iso2, ReflectionState.TREATY_MINIMUM, TREATY_MINIMUM_DAYS, "days", treaty)
    return Reflection(iso2, ReflectionState.NOT_PARTY, fact=treaty)
