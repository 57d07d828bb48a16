"""A contact as it is shown: how to ring it, how far it can be trusted, where it was read."""

import re
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.contacts import Standing, standing
from directory.languages import language_name
from directory.models import Contact

BETWEEN_TWO = re.compile(r"\s*[;/,]\s*")
NOT_DIALLED = re.compile(r"[^\d+]")
TONES = {Standing.VERIFIED: "ok", Standing.OLD: "due", Standing.UNVERIFIED: "due"}


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
        if self.standing == Standing.PUBLISHED:
            return ""
        if self.standing == Standing.VERIFIED:
            return _("Verified %(day)s") % {"day": date_format(self.contact.verified_on)}
        return _("Ring before you give this number to anyone")

    @property
    def hours(self) -> str:
        return _("Day and night") if self.contact.is_all_day else self.contact.hours

    @property
    def languages(self) -> list[str]:
        return [language_name(code) for code in self.contact.languages]

    @property
    def is_dialled(self) -> bool:
        return bool(self.phones)


def dialled(text: str) -> tuple[tuple[str, str], ...]:
    """Each number of a field that may hold several, with the address that rings it."""
    numbers = [(part, NOT_DIALLED.sub("", part)) for part in BETWEEN_TWO.split(text)]
    return tuple((part, f"tel:{digits}") for part, digits in numbers if digits)


def number_of(contact: Contact, label: str = "") -> Number:
    return Number(contact, standing(contact), dialled(contact.phone), label)
