"""
The days on which a body of a country works. Holidays are data (`data/holidays.toml`), with their source.

Clocks of bodies only: what a person decides has no day (rules of practice 4).
"""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from directory.zones import zones

FILE = Path(__file__).parent / "data" / "holidays.toml"
WEEKEND = (5, 6)
ONE_DAY = timedelta(days=1)


@cache
def known() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


def western_easter(year: int) -> date:
    """Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * shift) // 433
    month = (h + shift - 7 * m + 90) // 25
    return date(year, month, (h + shift - 7 * m + 33 * month + 19) % 32)


def orthodox_easter(year: int) -> date:
    """Meeus’s Julian algorithm, as a day of our calendar (13 days between the two until 2099)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


@cache
def holidays(country: str, year: int) -> frozenset[date]:
    rules = known().get(country, {})
    starting = [day for day, first in rules.get("since", {}).items() if year >= first]
    found = {date.fromisoformat(f"{year}-{day}") for day in [*rules.get("fixed", []), *starting]}
    found |= {western_easter(year) + timedelta(days=after) for after in rules.get("western", [])}
    found |= {orthodox_easter(year) + timedelta(days=after) for after in rules.get("orthodox", [])}
    found |= {
        day for text in rules.get("dates", []) if (day := date.fromisoformat(text)).year == year
    }
    return frozenset(_moved(found) if rules.get("monday") else found)


def _moved(found: set[date]) -> set[date]:
    """Those of a weekend are taken on the next working day, one after the other."""
    taken = set(found)
    for day in sorted(found):
        if day.weekday() in WEEKEND:
            free = day
            while free.weekday() in WEEKEND or free in taken:
                free += ONE_DAY
            taken.add(free)
    return taken


@dataclass(frozen=True)
class Ending:
    """A country whose feasts of the moon are written down until the end of `year` only."""

    country: str
    year: int


def ending(on: date) -> list[Ending]:
    """Those that come to their end within a year. After it, clocks count a feast as a working day."""
    found = []
    for country, rules in known().items():
        last = max((date.fromisoformat(text).year for text in rules.get("dates", [])), default=None)
        if last is not None and last <= on.year:
            found.append(Ending(country, last))
    return found


def is_working_day(country: str, day: date) -> bool:
    return day.weekday() not in WEEKEND and day not in holidays(country, day.year)


def working_day_after(country: str, day: date, days: int = 1) -> date:
    """The n-th working day after `day`. With 0: `day` itself, or the next working day."""
    while days > 0 or not is_working_day(country, day):
        day += ONE_DAY
        days -= is_working_day(country, day)
    return day


def working_days_since(country: str, day: date, today: date) -> int:
    """How many working days have begun since `day`, today’s with them."""
    days = (day + ONE_DAY * number for number in range(1, (today - day).days + 1))
    return sum(is_working_day(country, one) for one in days)


def zone_of(country: str) -> ZoneInfo:
    return ZoneInfo(zones().get(country, "UTC"))


def day_in(country: str, moment: datetime) -> date:
    """Which day it is there, at this moment."""
    return moment.astimezone(zone_of(country)).date()


def working_time_after(country: str, start: datetime, days: int) -> datetime:
    """As `working_day_after`, at the same time of day by that country’s own clock, in summer and in winter."""
    zone = zone_of(country)
    here = start.astimezone(zone)
    day = working_day_after(country, here.date(), days)
    return datetime.combine(day, here.time(), zone).astimezone(UTC)
