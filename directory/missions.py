"""Embassies and consulates of a country and in a country: those we know, never the nearest or the competent one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from directory.countries import country, country_name
from directory.models import Contact, ContactKind
from directory.names import plain
from directory.numbers import Number, number_of
from directory.values import dated, source_name

TYPES = {
    "embassy": _("Embassy"),
    "consulate": _("Consulate"),
    "consulate general": _("Consulate general"),
    "high commission": _("High commission"),
    "honorary consulate": _("Honorary consulate"),
    "apostolic nunciature": _("Apostolic nunciature"),
    "de facto embassy": _("De facto embassy"),
    "de facto consulate": _("De facto consulate"),
    "liaison office": _("Liaison office"),
    "consular office": _("Consular office"),
    "permanent mission": _("Permanent mission"),
}
KEPT = 32  # pages in the memory of one process, up to 150 kB each
FIRST = ("embassy", "high commission", "apostolic nunciature", "consulate general", "consulate")


@dataclass(frozen=True)
class Mission:
    contact: Contact
    number: Number
    type: str
    city: str
    source: str
    dated: str


@dataclass(frozen=True)
class Group:
    """The missions that one country has, or hosts."""

    code: str
    name: str
    missions: list[Mission]


@dataclass(frozen=True)
class Page:
    """The tables, the same for everybody who may, or may not, verify."""

    tables: str
    number: int


@lru_cache(maxsize=KEPT)
def page_of(
    iso2: str, language: str, today: date, revision: tuple, may_verify: bool, other: str = ""
) -> Page:
    """
    In the active language. `language`, `today` and `revision` only say which text and which state it is.

    With `other` only what the two countries have in each other, each to be verified: such a link for
    every mission of a large country would weigh as much as the rest of its page.
    """
    abroad, here = (
        [group for group in part if other in ("", group.code)]
        for part in (missions_of(iso2), missions_in(iso2))
    )
    every = [one for part in (abroad, here) for group in part for one in group.missions]
    context = {
        "country": country(iso2),
        "abroad": abroad,
        "here": here,
        "numbers": [sum(len(group.missions) for group in part) for part in (abroad, here)],
        "sources": sorted({one.contact.source for one in every}, key=lambda source: source.title),
        "may_verify": may_verify,
        "other": other,
    }
    tables = render_to_string("directory/country_missions_body.html", context)
    return Page(mark_safe(tables), len(every))  # noqa: S308 -- our own template


def missions_of(iso2: str) -> list[Group]:
    """Abroad, by the country in which they stand."""
    return _grouped(_published().filter(represents=iso2), "country")


def missions_in(iso2: str) -> list[Group]:
    """Here, by the country that they represent."""
    return _grouped(_published().filter(country=iso2), "represents")


def _published():
    missions = Contact.objects.published().filter(kind=ContactKind.MISSION)
    return missions.select_related("source")


def _grouped(contacts, by) -> list[Group]:
    found = defaultdict(list)
    for contact in sorted(contacts, key=_rank):
        found[getattr(contact, by)].append(_mission(contact))
    groups = [Group(code, country_name(code), missions) for code, missions in found.items()]
    return sorted(groups, key=lambda group: plain(group.name))


def _rank(contact):
    kind = contact.mission_type.casefold()
    return (FIRST.index(kind) if kind in FIRST else len(FIRST), contact.city)


def _mission(contact: Contact) -> Mission:
    return Mission(
        contact=contact,
        number=number_of(contact),
        type=str(TYPES.get(contact.mission_type.casefold(), contact.mission_type)),
        city=contact.city,
        source=source_name(contact.source),
        dated=dated(contact),
    )
