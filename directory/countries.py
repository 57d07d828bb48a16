"""
Countries and territories: ISO 3166-1 codes, names in the reader's language, search in ten languages.

The codes are data (`directory/data/countries.csv`, its README names the sources), the names are CLDR's.
"""

import csv
import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from directory.names import active_locale, locale, plain

DATA = Path(__file__).parent / "data" / "countries.csv"
SEARCH_LANGUAGES = ("en", "fr", "es", "it", "de", "pl", "el", "sq", "uk", "ar")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory with its ISO 3166-1 codes."""

    iso2: str
    iso3: str
    un_status: str

    @property
    def name(self) -> str:
        return country_name(self.iso2)

    @property
    def is_un_member(self) -> bool:
        return self.un_status == "member"

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
    return [(country.iso2, country.name) for country in countries_by_name()]


def countries_by_name() -> tuple[Country, ...]:
    return _sorted(active_locale())


@cache
def _sorted(in_locale: Locale) -> tuple[Country, ...]:
    return tuple(sorted(countries(), key=lambda each: plain(in_locale.territories[each.iso2])))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """By code: the names in all search languages as they are compared."""
    locales = [locale(language) for language in SEARCH_LANGUAGES]
    return {
        each.iso2: tuple({plain(in_locale.territories[each.iso2]) for in_locale in locales})
        for each in countries()
    }


def find_countries(text: str) -> list[Country]:
    """
    Countries that match, best first: by code, by the beginning of the name in the reader's
    language, by the beginning of a name in any language, by the beginning of a word, by any part.

    Without a text, all of them.
    """
    wanted = plain(text)
    if not wanted:
        return list(countries_by_name())
    ranked = [(_rank(each, wanted), each) for each in countries_by_name()]
    found = [(rank, each) for rank, each in ranked if rank is not None]
    return [each for _rank_of_it, each in sorted(found, key=lambda pair: pair[0])]


def _rank(each: Country, wanted: str) -> int | None:
    names = _names()[each.iso2]
    tests = (
        wanted == each.iso2.lower(),
        wanted == each.iso3.lower(),
        plain(each.name).startswith(wanted),
        any(name.startswith(wanted) for name in names),
        any(f" {wanted}" in name for name in names),
        len(wanted) > 2 and any(wanted in name for name in names),
    )
    return next((rank for rank, holds in enumerate(tests) if holds), None)


def suggest_country(text: str) -> Country | None:
    """The country that was probably meant when nothing matched."""
    codes = {name: iso2 for iso2, names in _names().items() for name in names}
    close = difflib.get_close_matches(plain(text), codes, n=1, cutoff=0.6)
    return country(codes[close[0]]) if close else None
