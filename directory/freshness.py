"""
How old what we say is. Contacts older than six months and the rest older than twelve show it.

The age counts from the day a person checked it, else from the date of the statement. What has neither is to be
checked again: that somebody read it yesterday does not say how old it is.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext

from directory.contacts import STALE_AFTER_DAYS
from directory.models import Contact
from directory.topics import TOPICS, Section
from directory.values import stated

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


def last_day(partial: str) -> date | None:
    """The last day of a year, a month or a day written as 2019, 2019-03 or 2019-03-04; None if there is none."""
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    try:
        whole = calendar.monthrange(year, month)[1]
        return date(year, month, parts[2] if len(parts) > 2 else whole)
    except ValueError:  # a 31 February of some table: no age is better than no page
        return None


def stands_on(entry) -> date | None:
    """The day from which the age counts."""
    if isinstance(entry, Contact) and entry.verified_on:
        return entry.verified_on
    if entry.checked_by_id:
        return entry.checked_on
    return last_day(entry.as_of) if entry.as_of else None


def is_old(entry, today: date) -> bool:
    day = stands_on(entry)
    limit = STALE_AFTER_DAYS if isinstance(entry, Contact) else OLD_AFTER_DAYS
    return day is None or (today - day).days > limit


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
    newest = max((entry for entry in entries if stands_on(entry)), key=stands_on, default=None)
    old = sum(is_old(entry, today) for entry in entries)
    return Freshness(section, len(entries), old, _said(newest))


def _said(entry) -> str:
    if entry is None:
        return gettext("not dated")
    if entry.as_of and stands_on(entry) == last_day(entry.as_of):
        return stated(entry)
    return formats.date_format(stands_on(entry), "DATE_FORMAT")
