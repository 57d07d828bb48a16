"""What a reader hands on: rows of the seed, with whole sources instead of their ids."""

import hashlib
from dataclasses import dataclass, field, fields

from directory.countries import countries


@dataclass(frozen=True)
class SourceRow:
    title: str
    publisher: str = ""
    address: str = ""
    dated: str = ""
    licence: str = ""

    @property
    def id(self) -> str:
        """Short, and the same again for the same source, so that a new seed differs in few lines."""
        whole = "\n".join((self.title, self.publisher, self.address, self.dated))
        return hashlib.sha256(whole.encode()).hexdigest()[:8]


@dataclass(kw_only=True)
class EntryRow:
    key: str
    country: str
    source: SourceRow
    as_of: str = ""
    confidence: str = "medium"


@dataclass(kw_only=True)
class FactRow(EntryRow):
    topic: str
    partner: str = ""
    subject: str = ""
    year: int | None = None
    text: str = ""
    detail: str = ""
    number: str = ""
    unit: str = ""
    yes: bool | None = None
    on: str = ""
    codes: list = field(default_factory=list)
    figures: dict = field(default_factory=dict)


@dataclass(kw_only=True)
class ContactRow(EntryRow):
    kind: str
    name: str = ""
    serves: str = ""
    represents: str = ""
    mission_type: str = ""
    city: str = ""
    phone_local: str = ""
    phone_international: str = ""
    email: str = ""
    website: str = ""
    hours: str = ""
    is_all_day: bool = False
    languages: list = field(default_factory=list)
    note: str = ""

    @property
    def numbers(self) -> list[str]:
        return [digits(number) for number in (self.phone_local, self.phone_international) if number]


def columns(row_class) -> list[str]:
    return [each.name for each in fields(row_class)]


def digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


def same_number(one: str, other: str) -> bool:
    """The same digits, or the same long number written with and without its prefixes."""
    one, other = one.lstrip("0"), other.lstrip("0")
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 7 and longer.endswith(shorter)


ISO2 = {country.iso3: country.iso2 for country in countries()}
ISO3 = {country.iso2: country.iso3 for country in countries()}
