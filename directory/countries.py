"""
Countries and territories: ISO 3166-1 codes, regions, names in the reader's language.

The codes are data (`directory/data/countries.csv`, its README names the sources), the names are CLDR's.
How one is found by what somebody types: `country_search`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from directory.names import active_locale, plain

DATA = Path(__file__).parent / "data" / "countries.csv"
SEARCH_LANGUAGES = ("en", "fr", "es", "it", "de", "pl", "el", "sq", "uk", "ar")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory with its ISO 3166-1 codes."""

    iso2: str
    iso3: str
    un_status: str  # member, observer or none
    region: str  # UN M49: a continent
    subregion: str

    @property
    def name(self) -> str:
        return country_name(self.iso2)

    @property
    def is_un_member(self) -> bool:
        return self.un_status == "member"

    @property
    def is_state(self) -> bool:
        """A member of the United Nations or one of its two permanent observers."""
        return self.un_status in ("member", "observer")

    def __str__(self) -> str:
        return self.name


@cache
def countries() -> tuple[Country, ...]:
    """All of them, by code."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(Country(**row) for row in csv.DictReader(file))


@cache
def _by_code() -> dict[str, Country]:
    return {country.iso2: country for country in countries()}


def country(iso2: str) -> Country | None:
    return _by_code().get(iso2.upper())


def country_name(code: str) -> str:
    """The name in the active language; what we do not know is shown as it came."""
    return active_locale().territories.get(code.upper(), code) if code else ""


def country_choices() -> list[tuple[str, str]]:
    """For a select: code and name, in the order of the names in the active language."""
    return list(_choices(active_locale()))


def countries_by_name() -> tuple[Country, ...]:
    return _sorted(active_locale())


@cache
def _choices(in_locale: Locale) -> tuple[tuple[str, str], ...]:
    return tuple((one.iso2, in_locale.territories[one.iso2]) for one in _sorted(in_locale))


@cache
def _sorted(in_locale: Locale) -> tuple[Country, ...]:
    return tuple(sorted(countries(), key=lambda each: plain(in_locale.territories[each.iso2])))
