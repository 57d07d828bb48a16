"""
How old what we say is. Contacts older than six months and the rest older than twelve show it.

The age counts from the day a person checked it, else from the date of the statement, else from the day it was read.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from directory.contacts import STALE_AFTER_DAYS
from directory.models import Contact
from directory.topics import TOPICS, Section
from directory.values import dated

OLD_AFTER_DAYS = 365


@dataclass(frozen=True)
class Freshness:
    """One section: how many statements it has, how many are old, the date of the newest."""

    section: Section
    total: int
    old: int
    newest: str

    @property
    def label(self):
        return self.section.label

    @property
    def is_old(self) -> bool:
        return self.old * 2 > self.total


def last_day(partial: str) -> date:
    """The last day of a year, a month or a day written as 2019, 2019-03 or 2019-03-04."""
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def stands_on(entry) -> date:
    """The day from which the age counts."""
    if isinstance(entry, Contact) and entry.verified_on:
        return entry.verified_on
    if entry.checked_by_id or not entry.as_of:
        return entry.checked_on
    return last_day(entry.as_of)


def is_old(entry, today: date) -> bool:
    limit = STALE_AFTER_DAYS if isinstance(entry, Contact) else OLD_AFTER_DAYS
    return (today - stands_on(entry)).days > limit


def freshness_of(facts, contacts, today: date) -> list[Freshness]:
    """By section, in the order of the page; of a series of years only the newest counts."""
    by_section = {section: [] for section in Section}
    for fact in newest_of_series(facts):
        if fact.topic in TOPICS:
            by_section[TOPICS[fact.topic].section].append(fact)
    by_section[Section.CONTACTS] += list(contacts)
    return [_judge(section, found, today) for section, found in by_section.items() if found]


def newest_of_series(facts):
    latest = {}
    for fact in facts:
        if fact.year:
            latest[fact.topic] = max(latest.get(fact.topic, 0), fact.year)
    return [fact for fact in facts if not fact.year or fact.year == latest[fact.topic]]


def _judge(section, entries, today):
    newest = max(entries, key=stands_on)
    old = sum(is_old(entry, today) for entry in entries)
    return Freshness(section, len(entries), old, dated(newest))
