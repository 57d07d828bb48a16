"""
Up to four countries side by side: a row for each topic, a cell for each country, each with its source and date.

Only what code can compare is marked as different: numbers, days, yes and no, treaties, tiers, coded lists.
Two texts are nearly always different words.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from directory.contacts import Age, lines_among
from directory.countries import Country
from directory.models import HOTLINES, Contact, Fact
from directory.overview import Line, line_of
from directory.rights import best_first
from directory.topics import CODE_LISTS, TOPICS, Kind, Section, Topic, Treaty
from directory.values import Shown, dated, shown, treaty_status

MOST = 4
SHOWN, SHOWN_OF_LISTS = 1, 3  # statements in a cell; the profile has the rest
# Lists of countries with figures are for the profile; notes are no facts about the country.
LEFT_OUT = {
    "detected_citizenship",
    "detected_abroad",
    "corridor_to",
    "corridor_from",
    "guidance",
    "data_note",
}


@dataclass(frozen=True)
class Cell:
    country: Country
    facts: list[Shown] = field(default_factory=list)
    more: int = 0
    contact: Contact | None = None
    status: str = ""  # of a treaty, without its name
    is_brief: bool = False  # values without their details

    @property
    def is_empty(self) -> bool:
        return not self.facts and self.contact is None

    @property
    def line(self) -> Line:
        return line_of(self.contact)

    @property
    def contact_dated(self) -> str:
        return dated(self.contact)


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]
    is_different: bool = False


@dataclass(frozen=True)
class Part:
    section: Section
    rows: list[Row]


def comparison_of(places: list[Country]) -> list[Part]:
    """Two queries. Sections and topics in the order of a profile; without what none of them has."""
    codes = [each.iso2 for each in places]
    facts = defaultdict(list)
    rows = Fact.objects.published().of(*codes).filter(partner="").exclude(topic__in=LEFT_OUT)
    for fact in best_first(rows.select_related("source")):
        facts[fact.topic, fact.country].append(fact)
    parts = [
        Part(section, [row for row in _rows(section, places, facts) if not _says_nothing(row)])
        for section in Section
    ]
    return [part for part in parts if part.rows]


def _says_nothing(row):
    return all(cell.is_empty for cell in row.cells)


def _rows(section, places, facts):
    for topic in TOPICS.values():
        if topic.section != section:
            continue
        if topic.kind == Kind.TREATY:
            yield from (_treaty(treaty, places, facts) for treaty in Treaty)
        else:
            yield _topic(topic, places, facts)
    if section == Section.CONTACTS:
        yield _hotline(places)


def _topic(topic: Topic, places, facts):
    found = [_latest(facts[topic.code, each.iso2]) for each in places]
    is_list = topic.codes in CODE_LISTS
    shown_here = SHOWN_OF_LISTS if is_list else SHOWN
    cells = [
        Cell(
            each,
            [shown(fact) for fact in said[:shown_here]],
            max(len(said) - shown_here, 0),
            is_brief=is_list,
        )
        for each, said in zip(places, found, strict=True)
    ]
    values = {_comparable(topic, said) for said in found if said} - {None}
    return Row(str(topic.label), cells, len(values) > 1)


def _latest(found):
    """Of a series of years only the last one."""
    years = [fact.year for fact in found if fact.year]
    return [fact for fact in found if not fact.year or fact.year == max(years)]


def _comparable(topic, found):
    """What code computes with; nothing where no source says it plainly."""
    first = found[0]
    if topic.codes in CODE_LISTS:
        return frozenset(code for fact in found for code in fact.codes) or None
    known = {
        Kind.CLOCK: (first.yes, first.number, first.unit) if _is_clear(first) else None,
        Kind.YES_NO: first.yes,
        Kind.TIER: first.subject,
    }
    return known.get(topic.kind)


def _is_clear(fact):
    return fact.number is not None or fact.yes is False


def _treaty(treaty, places, facts):
    cells = []
    for each in places:
        found = [fact for fact in facts["treaty", each.iso2] if fact.subject == treaty]
        status = treaty_status(found[0]) or found[0].text if found else ""
        cells.append(Cell(each, [shown(fact) for fact in found[:1]], status=status))
    is_party = {cell.facts[0].fact.yes for cell in cells if cell.facts} - {None}
    return Row(str(treaty.label), cells, len(is_party) > 1)


def _hotline(places):
    """The line that an adult would be given; see `contacts.lines_for`."""
    by_country = defaultdict(list)
    contacts = Contact.objects.published().of(*(each.iso2 for each in places))
    for contact in contacts.filter(kind__in=HOTLINES).select_related("source"):
        by_country[contact.country].append(contact)
    cells = []
    for each in places:
        lines = lines_among(by_country[each.iso2], Age.ADULT)
        cells.append(Cell(each, contact=next(iter(lines), None), more=max(len(lines) - 1, 0)))
    return Row(str(_("Hotline")), cells)
