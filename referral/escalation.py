"""
A body does not answer: who is told, and when. The steps are data (`escalation.toml`), by country of the body.

Only what bodies owe is here. What a person decides is asked of nobody in a hurry (rules of practice 4).
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from directory.working_days import working_time_after
from referral.stages import Urgency

FILE = Path(__file__).parent / "escalation.toml"
AUDIENCES = ("body", "sender", "coordination")
FIRST_AFTER = timedelta(hours=24)  # no step of any country comes earlier
NO_LONGER_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Step:
    hours: int
    working_days: int
    tell: tuple[str, ...]

    def comes_at(self, country: str, since: datetime) -> datetime:
        if self.hours:
            return since + timedelta(hours=self.hours)
        return working_time_after(country, since, self.working_days)


@cache
def steps(country: str, *, urgent: bool) -> tuple[Step, ...]:
    return steps_in(tables(), country, urgent=urgent)


@cache
def tables() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


def steps_in(all_tables: dict, country: str, *, urgent: bool) -> tuple[Step, ...]:
    """Of a country’s own table, else of the common one."""
    name = "urgent" if urgent else "other"
    rows = all_tables.get(country, {}).get(name) or all_tables["default"][name]
    return tuple(
        Step(row.get("hours", 0), row.get("working_days", 0), tuple(row["tell"])) for row in rows
    )


def told_by_now(country: str, urgency: str, since: datetime, now: datetime) -> Iterator[str]:
    """Who has to be told by now."""
    for step in steps(country, urgent=urgency == Urgency.DAY):
        if step.comes_at(country, since) <= now:
            yield from step.tell
