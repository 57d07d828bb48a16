"""What the list and the map say of each country, read for all of them at once: three queries, however many rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.db import models
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _

from directory.contacts import Age, Standing, lines_among, standing
from directory.models import HOTLINES, Contact, ContactKind, Fact
from directory.numbers import TONES, mark_of
from directory.organisations import receivers_by_country
from directory.topics import TOPICS, Section, Treaty

# What a full profile has. Guidance is what colleagues added, not a part of every profile.
COUNTED = tuple(section for section in Section if section != Section.GUIDANCE)


class Mechanism(models.TextChoices):
    YES = "yes", _("In place")
    NO = "no", _("None")
    DIFFERS = "differs", _("Sources differ")
    DESCRIBED = "described", _("Described")
    NOT_FOUND = "not_found", _("Not found")


class Completeness(models.IntegerChoices):
    """Four steps, by the number of sections that say something."""

    NONE = 0, _("None yet")
    STARTED = 1, _("Started")
    MOST = 2, _("Most")
    FULL = 3, _("Full")


@dataclass(frozen=True, slots=True)
class Line:
    """A number as the list says it; comparable, so that a row can be kept."""

    phone: str
    kind_code: str
    standing: Standing
    verified_on: date | None
    is_all_day: bool

    @property
    def tone(self) -> str:
        return TONES.get(self.standing, "")

    @property
    def mark(self) -> str:
        return mark_of(self.standing, self.verified_on)

    @property
    def kind(self) -> str:
        """Where it is not a line for trafficking."""
        is_usual = self.kind_code == ContactKind.TRAFFICKING
        return "" if is_usual else ContactKind(self.kind_code).label


@dataclass(frozen=True, slots=True)
class Overview:
    """One country. `checked_on`: the last day a person of this desk checked a fact or a number."""

    iso2: str
    sections: frozenset = frozenset()
    mechanism: Mechanism = Mechanism.NOT_FOUND
    treaties: frozenset | None = None  # party to; None where no source speaks of treaties
    lines: tuple[Line, ...] = ()
    organisations: int = 0
    oldest: str = ""
    newest: str = ""
    checked_on: date | None = None

    @property
    def completeness(self) -> Completeness:
        filled = len(self.sections)
        if filled == len(COUNTED):
            return Completeness.FULL
        if filled * 2 > len(COUNTED):
            return Completeness.MOST
        return Completeness.STARTED if filled else Completeness.NONE

    @property
    def line(self) -> Line | None:
        """The one that an adult would be given."""
        return self.lines[0] if self.lines else None

    @property
    def has_verified_line(self) -> bool:
        return any(line.standing == Standing.VERIFIED for line in self.lines)

    @property
    def has_line_all_day(self) -> bool:
        return any(line.is_all_day for line in self.lines)

    @property
    def years(self) -> str:
        """Of the statements: `2014–2025`."""
        oldest, newest = self.oldest[:4], self.newest[:4]
        return newest if oldest == newest else f"{oldest}–{newest}"


def overviews(codes=None) -> dict[str, Overview]:
    """By code, of these countries or of all. What has no row has nothing: see `nothing_on`."""
    facts, contacts = Fact.objects.published(), Contact.objects.published()
    if codes is not None:
        facts, contacts = facts.of(*codes), contacts.of(*codes)
    rows = {row["country"]: row for row in _facts_by_country(facts)}
    lines, verified = _lines(contacts.filter(kind__in=HOTLINES))
    receivers = receivers_by_country()
    found = rows.keys() | lines.keys() | receivers.keys()
    return {
        iso2: _overview(
            iso2, rows.get(iso2), lines[iso2], receivers.get(iso2, 0), verified.get(iso2)
        )
        for iso2 in found
    }


def nothing_on(iso2: str) -> Overview:
    return Overview(iso2)


def line_of(contact: Contact) -> Line:
    return Line(
        contact.phone, contact.kind, standing(contact), contact.verified_on, contact.is_all_day
    )


def _facts_by_country(facts):
    is_mechanism = Q(topic="nrm")
    is_dated = ~Q(as_of="")
    party = Q(topic="treaty", yes=True, subject__in=Treaty.values)
    return facts.values("country").annotate(
        topics=ArrayAgg("topic", distinct=True),
        party_to=ArrayAgg("subject", filter=party, distinct=True, default=[]),
        has_mechanism=BoolOr(Q(yes=True), filter=is_mechanism),
        lacks_mechanism=BoolOr(Q(yes=False), filter=is_mechanism),
        oldest=Min("as_of", filter=is_dated),
        newest=Max("as_of", filter=is_dated),
        checked=Max("checked_on", filter=Q(checked_by__isnull=False)),
    )


def _lines(contacts):
    by_country, verified = defaultdict(list), {}
    for contact in contacts:
        by_country[contact.country].append(contact)
    for iso2, found in by_country.items():
        days = [contact.verified_on for contact in found if contact.verified_on]
        verified[iso2] = max(days, default=None)
    lines = {
        iso2: tuple(line_of(contact) for contact in lines_among(found, Age.ADULT))
        for iso2, found in by_country.items()
    }
    return defaultdict(tuple, lines), verified


def _overview(iso2, row, lines, organisations, verified_on):
    row = row or {}
    topics = set(row.get("topics", ()))
    sections = {TOPICS[topic].section for topic in topics if topic in TOPICS} & set(COUNTED)
    if lines:
        sections.add(Section.CONTACTS)
    return Overview(
        iso2=iso2,
        sections=frozenset(sections),
        mechanism=_mechanism("nrm" in topics, row),
        treaties=frozenset(row["party_to"]) if "treaty" in topics else None,
        lines=lines,
        organisations=organisations,
        oldest=row.get("oldest") or "",
        newest=row.get("newest") or "",
        checked_on=max(filter(None, (row.get("checked"), verified_on)), default=None),
    )


def _mechanism(is_described, row):
    has, lacks = row.get("has_mechanism"), row.get("lacks_mechanism")
    if has and lacks:
        return Mechanism.DIFFERS
    if has:
        return Mechanism.YES
    if lacks:
        return Mechanism.NO
    return Mechanism.DESCRIBED if is_described else Mechanism.NOT_FOUND
