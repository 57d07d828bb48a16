"""A contact as it is shown: how to ring it, how far it can be trusted, where it was read."""

import re
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.contacts import Age, Standing, emergency_numbers, lines_for, standing
from directory.languages import language_name
from directory.models import Contact, ContactKind, Serves

BETWEEN_TWO = re.compile(r"\s*[;/,]\s*")
NOT_DIALLED = re.compile(r"[^\d+]")
TONES = {Standing.VERIFIED: "ok", Standing.OLD: "due", Standing.UNVERIFIED: "due"}
# Where the numbering plan of a country lists 112, it goes before the number of one service.
COMMON = "112"
EMERGENCY_ORDER = ("any", COMMON, "police", "")


@dataclass(frozen=True)
class Number:
    """One contact with its numbers, ready for a page."""

    contact: Contact
    standing: Standing
    phones: tuple[tuple[str, str], ...]  # as it is read, as it is rung
    label: str = ""

    @property
    def tone(self) -> str:
        return TONES.get(self.standing, "")

    @property
    def mark(self) -> str:
        """How far the number can be trusted, in words."""
        if self.standing == Standing.PUBLISHED or not self.is_dialled:
            return ""
        return mark_of(self.standing, self.contact.verified_on)

    @property
    def hours(self) -> str:
        return _("Day and night") if self.contact.is_all_day else self.contact.hours

    @property
    def languages(self) -> list[str]:
        return [language_name(code) for code in self.contact.languages]

    @property
    def is_dialled(self) -> bool:
        return bool(self.phones)


def mark_of(state: Standing, verified_on) -> str:
    if state == Standing.VERIFIED:
        return _("Verified %(day)s") % {"day": date_format(verified_on)}
    return _("Ring before you give this number to anyone")


def dialled(text: str) -> tuple[tuple[str, str], ...]:
    """Each number of a field that may hold several, with the address that rings it."""
    numbers = [(part, NOT_DIALLED.sub("", part)) for part in BETWEEN_TWO.split(text)]
    return tuple((part, f"tel:{digits}") for part, digits in numbers if digits)


def number_of(contact: Contact, label: str = "") -> Number:
    return Number(contact, standing(contact), dialled(contact.phone), label)


def emergency_of(iso2: str) -> list[Number]:
    return each_once(emergency_numbers(iso2))


def each_once(emergency: list[Contact]) -> list[Number]:
    """Each number with every service that answers it; the number for everything first."""
    answering = {}
    for contact in emergency:
        answering.setdefault(dialled(contact.phone), []).append(contact)
    found = [number_of(rows[0], services_of(rows)) for phones, rows in answering.items() if phones]
    return sorted(found, key=lambda one: EMERGENCY_ORDER.index(what_for(one)))


def services_of(rows: list[Contact]) -> str:
    """Where one table names a single service for 112, the number still answers for all."""
    if rows[0].phone == COMMON:
        return str(Serves.ANY.label)
    labels = dict(Serves.choices)
    return ", ".join(str(labels.get(row.serves, Serves.ANY.label)) for row in rows)


def what_for(number: Number) -> str:
    contact = number.contact
    if contact.serves in ("any", "police"):
        return contact.serves
    return COMMON if contact.phone == COMMON else ""


def first_to_ring(emergency: list[Number]) -> list[Number]:
    """Of the emergency numbers those that send somebody: two at most, any where nothing is said."""
    return ([number for number in emergency if what_for(number)] or emergency)[:2]


def lines_of(iso2: str, age: Age) -> list[Number]:
    return two_kinds_first(lines_for(iso2, age), age)


def two_kinds_first(lines: list[Contact], age: Age) -> list[Number]:
    """
    Lines in their order, but the best of another kind comes second: two of one kind help less.
    An adult is never given a line for children.
    """
    found = [number_of(line, line.get_kind_display()) for line in lines]
    lines = [one for one in found if age != Age.ADULT or one.contact.kind != ContactKind.CHILD]
    other = next((one for one in lines if one.contact.kind != lines[0].contact.kind), None)
    return sorted(lines, key=lambda one: (one is not lines[0], one is not other))


def urgent_numbers(iso2: str) -> list[Number]:
    """For somebody who has no time to choose: the emergency number, a line for trafficking, one for children."""
    lines = lines_of(iso2, Age.NOT_SURE)
    kinds = (ContactKind.TRAFFICKING, ContactKind.CHILD)
    best = [next((one for one in lines if one.contact.kind == kind), None) for kind in kinds]
    return first_to_ring(emergency_of(iso2)) + [one for one in best if one]


def verified_numbers(iso2: str, age: Age) -> list[Number]:
    """What may stand on paper for a person: only what somebody has rung."""
    return [each for each in lines_of(iso2, age) if each.standing == Standing.VERIFIED][:2]
