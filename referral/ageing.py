"""
When a child becomes an adult, from a birth date as exact as it is. Imports no model.

Where it is not exact the doubt is the child's: the latest day that is possible counts. The database's clock compares it
(`row_security/64_ageing.sql`); it never reads the birth date itself.
"""

import uuid
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

MAJORITY = 18  # years; Convention on the Rights of the Child, article 1
LONG_AGO = 10  # years after which another birth date changes nothing for anybody


@dataclass(frozen=True)
class AdultDays:
    """First days as an adult: `latest` is the one that counts, `earliest` the first that is possible."""

    latest: date
    earliest: date
    exactness: str


def adult_days(born: str) -> AdultDays | None:
    """From `2009-03-07`, `2009-03` or `2009`, with `~` where it is estimated: a year more. None where nothing is known."""
    text = born.removesuffix("~").strip()
    try:
        first, last, exactness = _span(text, estimated=born.endswith("~"))
        return AdultDays(birthday(last, MAJORITY), birthday(first, MAJORITY), exactness)
    except (ValueError, IndexError):
        return None


def _span(text, *, estimated):
    year, *rest = [int(part) for part in text.split("-")]
    if estimated:
        slack = 0 if rest else 1
        return date(year - slack, 1, 1), date(year + slack, 12, 31), "estimated"
    if not rest:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if len(rest) == 1:
        return date(year, rest[0], 1), date(year, rest[0], monthrange(year, rest[0])[1]), "month"
    return date(year, *rest), date(year, *rest), "day"


def birthday(born: date, years: int) -> date:
    """Who was born on 29 February is older from 1 March on: until then still a child."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def needs_reason(before: str, after: str) -> bool:
    """Whether another birth date moves a day that matters: of a child, or of somebody who was one not long ago."""
    if not before or before == after:
        return False
    days = [adult_days(one) for one in (before, after)]
    start = birthday(timezone.localdate(), -LONG_AGO)
    return any(one is None or one.latest > start for one in days)


def keep_age(case_id, born: str, reason: str = "") -> None:
    """The first day as an adult is kept with the birth date, wherever this comes from. Another day needs a reason."""
    days = adult_days(born)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT keep_age(%s, %s, %s, %s, %s, %s)",
            [
                uuid.uuid4(),
                case_id,
                days and days.latest,
                days and days.earliest,
                days.exactness if days else "unknown",
                reason,
            ],
        )


def of_age(journeys) -> set:
    """Which of these journeys of children are of somebody who decides alone now."""
    asked = [one.pk for one in journeys if one.child]
    return set(_answer("SELECT came_of_age(%s::uuid[])", asked)) if asked else set()


def came_of_age(journey_id) -> bool:
    """Was a child on this journey, and is none any more: by the database's clock, where the person is."""
    return bool(_answer("SELECT came_of_age(%s::uuid[])", [journey_id]))


def decides_alone(journey) -> bool:
    return not journey.child or came_of_age(journey.pk)


def comes_of_age_soon(case) -> bool:
    """Whether asking has begun: from 30 days before, as far as the day is known."""
    return case.journey.child and _answer("SELECT comes_of_age_soon(%s)", case.pk)


def why_not_keep(case_id) -> str:
    return _answer("SELECT may_keep_from_guardian(%s)", case_id)


def rests_on_consent(referral_id) -> bool:
    return _answer("SELECT rests_on_consent(%s)", referral_id)


def _answer(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]
