"""
What the page of a country shows, read once: all its published facts, its contacts, how many missions we know.

Nothing here depends on who reads. Every fact has a place on the page; a topic without one is named as not found.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from directory.contacts import Age, Standing, lines_among
from directory.countries import Country
from directory.figures import has_place
from directory.freshness import Freshness, freshness_of
from directory.guidance import Guidance, nearest_guidance
from directory.models import BODIES, HOTLINES, Contact, ContactKind, Fact, Serves
from directory.numbers import Number, number_of
from directory.rights import Reflection, ReflectionState, best_first, reflection_from
from directory.topics import TOPICS, Kind, Membership, Section, Treaty, topics_of
from directory.values import Shown, amount, shown, treaty_status, typed_value
from shell.formats import partial_date

FIRST_SHOWN = 3  # of one topic; the rest is folded
# Drawn or tabled in a form of their own.
DRAWN = {
    "tier",
    "detected",
    "detected_citizenship",
    "detected_abroad",
    "corridor_to",
    "corridor_from",
    "treaty",
    "membership",
}
CAN_DIFFER = {Kind.CLOCK, Kind.YES_NO}
RING_FIRST = (Standing.OLD, Standing.UNVERIFIED)


@dataclass(frozen=True)
class TopicRow:
    """What is said on one topic, best first."""

    code: str
    label: str
    facts: list[Shown]

    @property
    def first(self):
        return self.facts[:FIRST_SHOWN]

    @property
    def more(self):
        return self.facts[FIRST_SHOWN:]

    @property
    def differs(self) -> bool:
        """Two sources give two values that code could compute with."""
        if TOPICS[self.code].kind not in CAN_DIFFER:
            return False
        return len({typed_value(each.fact) for each in self.facts} - {""}) > 1


@dataclass(frozen=True)
class Rows:
    """A section: the topics that have facts, and the names of those that have none."""

    section: Section
    rows: list[TopicRow]
    missing: list[str]
    guidance: list[Guidance]  # where to read on, as long as something is missing


@dataclass(frozen=True)
class TreatyRow:
    label: str
    facts: list[tuple[Shown, str, str, str]]  # with status, since, tone


@dataclass(frozen=True)
class Strip:
    """The recovery period in the strip of four."""

    value: str
    small: str
    shown: Shown | None
    permit: Shown | None = None  # stands in `small` too, there without its language


@dataclass(frozen=True)
class Profile:
    country: Country
    today: date
    facts: list[Shown]
    contacts: list[Contact]
    missions_abroad: int
    missions_here: int

    @cached_property
    def by_topic(self) -> dict[str, list[Shown]]:
        found = defaultdict(list)
        for each in self.facts:
            found[each.fact.topic].append(each)
        return found

    def of(self, topic: str) -> list[Shown]:
        return self.by_topic.get(topic, [])

    def rows(self, section: Section) -> Rows:
        """What has no form of its own; of the drawn topics what a chart cannot hold."""
        filled, missing = [], []
        for topic in topics_of(section):
            facts = self.of(topic.code)
            if topic.code in DRAWN:
                facts = [each for each in facts if not has_place(each)]
            elif not facts:
                missing.append(str(topic.label))
            if facts:
                filled.append(TopicRow(topic.code, str(topic.label), facts))
        guidance = nearest_guidance(section, self.groups) if missing else []
        return Rows(section, filled, missing, guidance)

    @cached_property
    def groups(self) -> set[str]:
        """The organisations of states it belongs to."""
        return {code for each in self.of("membership") for code in each.fact.codes}

    def drawn(self, topic: str) -> list[Shown]:
        return [each for each in self.of(topic) if has_place(each)]

    @cached_property
    def freshness(self) -> list[Freshness]:
        return freshness_of([each.fact for each in self.facts], self.contacts, self.today)

    @property
    def to_recheck(self) -> int:
        return sum(part.is_old for part in self.freshness)

    @cached_property
    def treaties(self) -> list[TreatyRow]:
        return [self._treaty(code, label) for code, label in Treaty.choices]

    def _treaty(self, code, label):
        facts = [each for each in self.of("treaty") if each.fact.subject == code]
        return TreatyRow(str(label), [_treaty_cells(each) for each in facts])

    @property
    def treaties_in_force(self) -> int:
        codes = {each.fact.subject for each in self.of("treaty") if each.fact.yes}
        return len(codes & set(Treaty.values))

    @property
    def other_treaties(self) -> list[Shown]:
        return [each for each in self.of("treaty") if each.fact.subject not in Treaty.values]

    @property
    def memberships(self) -> list[tuple[Shown, list[str]]]:
        names = dict(Membership.choices)
        return [
            (each, [str(names.get(code, code)) for code in each.fact.codes])
            for each in self.of("membership")
        ]

    def numbers(self, *kinds: str) -> list[Number]:
        order = {kind: place for place, kind in enumerate(kinds)}
        chosen = [contact for contact in self.contacts if contact.kind in order]
        chosen.sort(key=lambda one: (order[one.kind], one.is_deputy, _place(one), one.name))
        return [number_of(contact, _label(contact)) for contact in chosen]

    @cached_property
    def lines(self) -> list[Number]:
        return self.numbers(*HOTLINES)

    @property
    def bodies(self) -> list[Number]:
        return self.numbers(*BODIES)

    @property
    def emergency(self) -> list[Number]:
        return self.numbers(ContactKind.EMERGENCY)

    @property
    def ring_first(self) -> bool:
        """Some line has not been verified within six months."""
        return any(line.standing in RING_FIRST for line in self.lines)

    @cached_property
    def hotline(self) -> Number | None:
        found = lines_among(self.contacts, Age.ADULT)
        return number_of(found[0], str(found[0].get_kind_display())) if found else None

    @cached_property
    def reflection(self) -> Reflection:
        return reflection_from(self.country.iso2, [each.fact for each in self.facts])

    @property
    def recovery(self) -> Strip:
        """In words, as rule 18 has them: the treaty minimum alone is no period of this country."""
        found = self.reflection
        fact = next((each for each in self.facts if each.fact is found.fact), None)
        if found.state == ReflectionState.NATIONAL:
            return Strip(amount(found.number, found.unit), "", fact)
        if found.state == ReflectionState.NONE_IN_LAW:
            permit = next(iter(self.of("residence_permit")), None)
            return Strip(_("None in law"), _permit_words(permit), fact, permit)
        if found.state == ReflectionState.TREATY_MINIMUM:
            small = _("national period not found, ask the coordinator")
            return Strip(_("at least 30 days"), small, fact)
        if found.state == ReflectionState.NOT_PARTY:
            small = _("Not a party to the European convention that gives one. No clock runs.")
            return Strip(_("Not found"), small, fact)
        return Strip(_("Not found"), _("No clock runs."), None)

    @cached_property
    def sources(self) -> list:
        """Each once, in the order of their titles."""
        entries = [each.fact for each in self.facts] + self.contacts
        unique = {entry.source_id: entry.source for entry in entries}
        return sorted(unique.values(), key=lambda source: source.title.casefold())


def _treaty_cells(each: Shown):
    status = treaty_status(each.fact) or each.fact.text or _("Not found")
    tone = "ok" if each.fact.yes else "due" if "signature" in each.fact.codes else ""
    return each, status, partial_date(each.fact.on), tone


def _permit_words(permit: Shown | None) -> str:
    if permit is None:
        return _("Residence permit: not found")
    return _("Residence permit: %(permit)s") % {"permit": permit.value}


def _place(contact: Contact) -> int:
    """The number for everything stands before police, ambulance and fire."""
    order = list(Serves.values)
    return order.index(contact.serves) if contact.serves in order else len(order)


def _label(contact: Contact) -> str:
    """What an emergency number is for, else what kind of contact it is."""
    return str(dict(Serves.choices).get(contact.serves) or contact.get_kind_display())


def profile_of(country: Country, today: date) -> Profile:
    """Three queries, however much is known."""
    facts = Fact.objects.published().of(country.iso2).select_related("source")
    contacts = (
        Contact.objects.published()
        .of(country.iso2)
        .exclude(kind=ContactKind.MISSION)
        .select_related("source")
    )
    return Profile(
        country=country,
        today=today,
        facts=[shown(fact) for fact in best_first(facts)],
        contacts=list(contacts),
        **count_missions(country.iso2),
    )


def count_missions(iso2: str) -> dict[str, int]:
    abroad, here = Q(represents=iso2), Q(country=iso2)
    missions = Contact.objects.published().filter(abroad | here, kind=ContactKind.MISSION)
    return missions.aggregate(
        missions_abroad=Count("id", filter=abroad), missions_here=Count("id", filter=here)
    )
