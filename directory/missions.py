"""Embassies and consulates of a country and in a country: those we know, never the nearest or the competent one."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from directory.countries import country_name
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
