"""
What is known of two countries together: `one` is the country looked at, `other` the one it is looked at with.

Any two countries have this page: a new pair is rows with a partner, never code. No conclusion is drawn here:
memberships and treaties stand beside each other with their sources.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from directory.contacts import contacts_in
from directory.countries import Country
from directory.missions import TYPES
from directory.models import Contact, ContactKind, Fact
from directory.numbers import Number, number_of
from directory.rights import Reflection, ReflectionState, best_first, reflection_from
from directory.topics import Membership, Treaty, topic_label
from directory.values import Shown, amount, count, shown

OF_THE_PAIR = ("agreement", "transfer_basis", "answer_clock", "who_does_what")
AGREEMENTS = ("agreement", "bilateral")
NAMING = ("bilateral", "routes")  # topics whose codes name countries
EACH_SIDE = ("identifies", "return_programme", "return_procedure", "travel_document")
FIGURES = ("detected_citizenship", "detected_abroad", "corridor_to", "corridor_from")
BODIES = ("focal_point", "coordinator")


@dataclass(frozen=True)
class Figure:
    """How many, said by one row of figures of one of the two countries."""

    label: str
    value: str
    fact: Shown


@dataclass(frozen=True)
class TreatyRow:
    label: str
    here: Shown | None
    there: Shown | None

    @property
    def mark(self) -> str:
        """Whether the two agree, as far as sources say."""
        if self.here is None or self.there is None:
            return "unknown"
        here, there = self.here.fact.yes, self.there.fact.yes
        if here is None or there is None:
            return "unknown"
        if here != there:
            return "differ"
        return "both" if here else "neither"


@dataclass(frozen=True)
class Shared:
    """Organisations of states that have both, or only one of them, as a member."""

    members: tuple[Country, ...]
    labels: tuple[str, ...]


@dataclass
class Side:
    """What one of the two brings: whom to write to, how long, who does what."""

    country: Country
    partner: Country
    people: list[Number] = field(default_factory=list)
    people_are_focal_points: bool = False
    bodies: list[Shown] = field(default_factory=list)
    reflection: Reflection | None = None
    topics: list[tuple[str, str, list[Shown]]] = field(default_factory=list)
    memberships: Shown | None = None
    missions: list[Number] = field(default_factory=list)  # of the partner, in this country

    @property
    def reflection_words(self) -> str:
        return words_of(self.reflection)

    @property
    def reflection_fact(self) -> Shown | None:
        return shown(self.reflection.fact) if self.reflection.fact else None


@dataclass
class Between:
    one: Side
    other: Side
    pair: dict[str, list[Shown]]
    treaties: list[TreatyRow]
    shared: list[Shared]
    figures: list[Figure]
    routes: list[Shown]

    @property
    def sides(self) -> tuple[Side, Side]:
        return (self.one, self.other)


def words_of(reflection: Reflection) -> str:
    """Rule 18: the treaty minimum is not the national period, and is never shown as if it were."""
    said = {
        ReflectionState.NONE_IN_LAW: _("None in law"),
        ReflectionState.TREATY_MINIMUM: _(
            "At least 30 days; the national period was not found, ask the coordinator"
        ),
        ReflectionState.NOT_PARTY: _("Not found; not a party to the convention that gives one"),
        ReflectionState.NOT_FOUND: _("Not found"),
    }
    if reflection.state == ReflectionState.NATIONAL:
        return amount(reflection.number, reflection.unit)
    return said[reflection.state]


def about_both(one: str, other: str) -> Q:
    """Rows of one country that name the other, in either order."""
    named = Q(country=one, codes__contains=[other]) | Q(country=other, codes__contains=[one])
    partner = Q(country=one, partner=other) | Q(country=other, partner=one)
    return partner | (named & Q(topic__in=NAMING))


def facts_for(one: str, other: str) -> list[Fact]:
    apart = (*OF_THE_PAIR, *EACH_SIDE, *BODIES, "reflection_days", "treaty", "membership")
    figures = Q(country=one, figures__has_key=other) | Q(country=other, figures__has_key=one)
    wanted = (
        about_both(one, other)
        | Q(country__in=(one, other), partner="", topic__in=apart)
        | (figures & Q(topic__in=FIGURES))
    )
    return best_first(Fact.objects.published().filter(wanted).select_related("source"))


def contacts_for(one: str, other: str) -> list[Number]:
    """Whom to write to on both sides, and the missions of each in the other."""
    bodies = Q(
        country__in=(one, other),
        partner__in=("", one, other),
        kind__in=(ContactKind.FOCAL_POINT, ContactKind.COORDINATOR),
    )
    missions = Q(country=one, represents=other) | Q(country=other, represents=one)
    found = Contact.objects.published().filter(bodies | missions & Q(kind=ContactKind.MISSION))
    return [number_of(contact, label(contact)) for contact in found.select_related("source")]


def label(contact: Contact) -> str:
    if contact.kind != ContactKind.MISSION:
        return "" if contact.name else contact.get_kind_display()
    rank = TYPES.get(contact.mission_type.casefold(), contact.mission_type)
    return ", ".join(filter(None, [str(rank) or contact.get_kind_display(), contact.city]))


def between(one: Country, other: Country) -> Between:
    """Two queries, whatever is known."""
    facts = facts_for(one.iso2, other.iso2)
    numbers = contacts_for(one.iso2, other.iso2)
    return Between(
        side(one, other, facts, numbers),
        side(other, one, facts, numbers),
        pair={topic: pair_facts(facts, topic) for topic in OF_THE_PAIR},
        treaties=treaties(one.iso2, other.iso2, facts),
        shared=shared_memberships(one, other, facts),
        figures=[*figures(one, other, facts), *figures(other, one, facts)],
        routes=said(facts, "routes"),
    )


def pair_facts(facts, topic) -> list[Shown]:
    """Rows of this pair before rows that hold for every country."""
    topics = AGREEMENTS if topic == "agreement" else (topic,)
    found = [fact for fact in facts if fact.topic in topics]
    return [shown(fact) for fact in sorted(found, key=lambda fact: fact.partner == "")]


def side(country: Country, partner: Country, facts, numbers) -> Side:
    own = [fact for fact in facts if fact.country == country.iso2]
    here = [number for number in numbers if number.contact.country == country.iso2]
    focal_points = in_order(here, ContactKind.FOCAL_POINT)
    return Side(
        country,
        partner,
        people=focal_points or in_order(here, ContactKind.COORDINATOR),
        people_are_focal_points=bool(focal_points),
        bodies=[shown(fact) for fact in own if fact.topic in BODIES],
        reflection=reflection_from(country.iso2, own),
        topics=[(topic, topic_label(topic), said(own, topic)) for topic in EACH_SIDE],
        memberships=next((shown(fact) for fact in own if fact.topic == "membership"), None),
        missions=in_order(here, ContactKind.MISSION),
    )


def said(facts, topic) -> list[Shown]:
    return [shown(fact) for fact in facts if fact.topic == topic]


def in_order(numbers, kind) -> list[Number]:
    """Who serves this pair alone first, deputies last."""
    found = [number for number in numbers if number.contact.kind == kind]
    return sorted(
        found,
        key=lambda number: (
            number.contact.is_deputy,
            number.contact.partner == "",
            number.contact.mission_type,
            number.contact.city,
            number.contact.name,
        ),
    )


def treaties(one: str, other: str, facts) -> list[TreatyRow]:
    best = {}
    for fact in facts:
        if fact.topic == "treaty":
            best.setdefault((fact.country, fact.subject), shown(fact))
    return [
        TreatyRow(str(treaty.label), best.get((one, treaty)), best.get((other, treaty)))
        for treaty in Treaty
    ]


def shared_memberships(one: Country, other: Country, facts) -> list[Shared]:
    """Those of both first; of the two that matter for sending data, also those of one side alone."""
    codes = {one.iso2: set(), other.iso2: set()}
    for fact in facts:
        if fact.topic == "membership":
            codes[fact.country] |= set(fact.codes)
    both = codes[one.iso2] & codes[other.iso2]
    alone = {Membership.EU, Membership.COE} - both
    rows = [
        Shared((one, other), labels(both)),
        Shared((one,), labels(alone & codes[one.iso2])),
        Shared((other,), labels(alone & codes[other.iso2])),
    ]
    return [row for row in rows if row.labels]


def labels(codes) -> tuple[str, ...]:
    return tuple(str(each.label) for each in Membership if each in codes)


def figures(here: Country, there: Country, facts) -> list[Figure]:
    """People from `there` found `here`, as the rows of either country say it; each count once."""
    names = {"here": here.name, "there": there.name}
    detected = _("People from %(there)s among those detected in %(here)s") % names
    pooled = _("People from %(there)s in %(here)s, several years together") % names
    ways = (
        ("detected_citizenship", here, there, detected),
        ("detected_abroad", there, here, detected),
        ("corridor_from", here, there, pooled),
        ("corridor_to", there, here, pooled),
    )
    found = {}
    for topic, country, key, label in ways:
        for fact in facts:
            if fact.topic == topic and fact.country == country.iso2 and key.iso2 in fact.figures:
                figure = Figure(label, count(fact.figures[key.iso2]), shown(fact))
                found.setdefault((label, fact.year, figure.value), figure)
    return list(found.values())


def between_summary(one: str, other: str) -> dict:
    """For a card on a profile: two queries. `one` is the profile, `other` the country of the reader."""
    facts = best_first(
        Fact.objects.published()
        .filter(about_both(one, other), topic__in=(*OF_THE_PAIR, "bilateral"))
        .select_related("source")
    )
    numbers = [
        number_of(contact)
        for contact in contacts_in(one, ContactKind.FOCAL_POINT).filter(partner__in=("", other))
    ]
    return {
        "one": one,
        "other": other,
        "agreements": pair_facts(facts, "agreement"),
        "clocks": pair_facts(facts, "answer_clock"),
        "people": in_order(numbers, ContactKind.FOCAL_POINT),
        "is_empty": not facts and not numbers,
    }
