"""
Finding a country by what somebody types: a code, a name in any language, a former or short name.

All names are folded once in a process; a search is then a few look-ups in sorted lists.
Names come from CLDR; further ones from `data/other_names.csv`, each with its source.
"""

import csv
import difflib
from bisect import bisect_left
from functools import cache
from pathlib import Path

from babel import Locale

from directory.countries import SEARCH_LANGUAGES, Country, countries, countries_by_name, country
from directory.names import active_locale, folded, locale, plain

OTHER_NAMES = Path(__file__).parent / "data" / "other_names.csv"
AFTER_ALL_LETTERS = "\U0010ffff"
SHORTEST_PART = 3  # letters from which on a name is also found by its middle
LONGEST_MISTAKE = 3  # letters by which a mistyped name may be shorter or longer
RATHER_ALIKE = 0.6


class Beginnings:
    """Folded names in order: all that begin alike stand together."""

    def __init__(self, names):
        pairs = sorted(set(names))
        self.names = [name for name, _iso2 in pairs]
        self._codes = [iso2 for _name, iso2 in pairs]

    def starting(self, wanted: str) -> set[str]:
        first = bisect_left(self.names, wanted)
        end = bisect_left(self.names, wanted + AFTER_ALL_LETTERS, first)
        return set(self._codes[first:end])

    def called(self, wanted: str) -> set[str]:
        first = bisect_left(self.names, wanted)
        end = bisect_left(self.names, wanted + "\0", first)
        return set(self._codes[first:end])


def spellings(name: str) -> set[str]:
    """As it is compared: with and without the Arabic article, `cote d ivoire` and `cote divoire`."""
    joined = name.translate(str.maketrans("", "", ".'’ʼ"))
    return {plain(name), folded(name), plain(joined)} - {""}


def names_in(one: Locale) -> list[tuple[str, str]]:
    return [
        (spelling, each.iso2)
        for each in countries()
        for spelling in spellings(one.territories[each.iso2])
    ]


@cache
def _in_language(one: Locale) -> Beginnings:
    return Beginnings(names_in(one))


@cache
def _all_names() -> Beginnings:
    named = [pair for language in SEARCH_LANGUAGES for pair in names_in(locale(language))]
    with OTHER_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            named += [(spelling, row["iso2"]) for spelling in spellings(row["name"])]
    codes = [(each.iso3.lower(), each.iso2) for each in countries()]
    return Beginnings(named + codes)


@cache
def _words() -> Beginnings:
    """Every name again from its second, third … word on."""
    found = _all_names()
    return Beginnings(
        (name[place + 1 :], iso2)
        for name, iso2 in zip(found.names, found._codes, strict=True)
        for place, letter in enumerate(name)
        if letter == " "
    )


@cache
def _texts() -> dict[str, str]:
    """By code: all names in one text, to look for a part."""
    found, texts = _all_names(), {}
    for name, iso2 in zip(found.names, found._codes, strict=True):
        texts[iso2] = f"{texts.get(iso2, '')}\n{name}"
    return texts


@cache
def _order(one: Locale) -> dict[str, tuple]:
    """Where matches are equally good: members and observers of the United Nations, then by name."""
    return {each.iso2: (not each.is_state, place) for place, each in enumerate(countries_by_name())}


def find_countries(text: str) -> list[Country]:
    """
    Countries that match, best first: by code, by a whole name, by the beginning of the name in the
    reader's language, by the beginning of a name in any language, by the beginning of a word, by any part.

    Without a text, all of them.
    """
    wanted = plain(text)
    if not wanted:
        return list(countries_by_name())
    found = _ranked(folded(text))
    if wanted != folded(text):  # the article was typed: names that have it come first
        found += [iso2 for iso2 in _ranked(wanted) if iso2 not in set(found)]
    return [country(iso2) for iso2 in found]


def _ranked(wanted: str) -> list[str]:
    own, order = _in_language(active_locale()), _order(active_locale())
    ranks = (
        {wanted.upper()} & order.keys(),
        own.called(wanted),
        _all_names().called(wanted),
        own.starting(wanted),
        _all_names().starting(wanted),
        _words().starting(wanted),
        _with_part(wanted),
    )
    found = {}
    for rank in ranks:
        found |= dict.fromkeys(sorted(rank - found.keys(), key=order.get))
    return list(found)


def _with_part(wanted: str) -> set[str]:
    if len(wanted) < SHORTEST_PART:
        return set()
    return {iso2 for iso2, names in _texts().items() if wanted in names}


def suggest_country(text: str) -> Country | None:
    """The country that was probably meant when nothing matched; names in the reader's language first."""
    wanted = plain(text)
    for known in (_in_language(active_locale()), _all_names()):
        names = [name for name in known.names if abs(len(name) - len(wanted)) <= LONGEST_MISTAKE]
        if close := difflib.get_close_matches(wanted, names, n=1, cutoff=RATHER_ALIKE):
            return country(sorted(known.called(close[0]))[0])
    return None
