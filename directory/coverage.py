"""How full the directory is: for each topic the countries that have it, the age of what is said, the sources."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median_low

from directory.contacts import Standing, standing
from directory.countries import countries
from directory.models import Contact, ContactKind, Fact
from directory.topics import TOPICS


@dataclass
class Filled:
    """One topic."""

    rows: int = 0
    countries: set = field(default_factory=set)
    dates: list = field(default_factory=list)
    sources: set = field(default_factory=set)

    @property
    def ages(self) -> tuple[str, str, str]:
        """Oldest, middle and newest date of what has one."""
        if not self.dates:
            return "", "", ""
        return min(self.dates), median_low(sorted(self.dates)), max(self.dates)

    @property
    def undated(self) -> int:
        return self.rows - len(self.dates)


def states() -> set[str]:
    """Members and observers of the United Nations."""
    return {country.iso2 for country in countries() if country.un_status in ("member", "observer")}


def by_topic() -> dict[str, Filled]:
    """All topics, also the empty ones, in the order of the page; countries are states only."""
    found, counted = {topic: Filled() for topic in TOPICS}, states()
    rows = Fact.objects.published().values_list("topic", "country", "as_of", "source_id")
    for topic, country, as_of, source in rows:
        filled = found.setdefault(topic, Filled())
        filled.rows += 1
        filled.countries |= {country} & counted
        filled.dates += [as_of] if as_of else []
        filled.sources.add(source)
    return found


def by_kind() -> dict[str, tuple[Filled, dict]]:
    """Contacts by kind: how many, where, how old, and how far each can be trusted."""
    found = {kind: (Filled(), defaultdict(int)) for kind in ContactKind.values}
    counted = states()
    for contact in Contact.objects.published():
        filled, standings = found[contact.kind]
        filled.rows += 1
        filled.countries |= {contact.country} & counted
        filled.dates += [contact.as_of] if contact.as_of else []
        filled.sources.add(contact.source_id)
        standings[standing(contact)] += 1
    return found


def with_a_profile() -> int:
    """States of which at least one thing is said."""
    known = Fact.objects.published().values_list("country", flat=True).distinct()
    return len(states() & set(known))


STANDINGS = tuple(Standing)
