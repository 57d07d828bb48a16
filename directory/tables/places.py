"""Which countries a text names. Only whole names and ISO codes in capitals; what is unclear names nobody."""

import re
from functools import cache

from babel import Locale

from directory.countries import countries

# As the texts write them. Names that two countries share (Congo, Korea) are left to the reader.
OTHER_NAMES = {
    "UAE": "AE",
    "UK": "GB",
    "Britain": "GB",
    "USA": "US",
    "United States of America": "US",
    "Burma": "MM",
    "Myanmar": "MM",
    "Ivory Coast": "CI",
    "Czech Republic": "CZ",
    "Turkey": "TR",
    "Macau": "MO",
    "Hong Kong": "HK",
    "Swaziland": "SZ",
    "Palestine": "PS",
    "Bosnia and Herzegovina": "BA",
    "Trinidad and Tobago": "TT",
    "St. Lucia": "LC",
    "Democratic Republic of the Congo": "CD",
}
# Longer names that hold the name of a country and mean another place.
NOT_A_COUNTRY = ("New Mexico", "South China Sea", "Northern Ireland", "Netherlands Antilles")


@cache
def _names() -> dict:
    english = Locale.parse("en").territories
    known = {english[country.iso2]: country.iso2 for country in countries()}
    shared = {name: code for name, code in known.items() if "Congo" not in name}
    codes = {country.iso2: country.iso2 for country in countries()}
    return codes | shared | OTHER_NAMES | dict.fromkeys(NOT_A_COUNTRY)


@cache
def _pattern():
    longest_first = sorted(_names(), key=len, reverse=True)
    names = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![\w’'])(?:{names})(?![\w’'])")


def countries_in(text: str) -> list[str]:
    """ISO codes, each once, in the order of the text."""
    named = (_names()[found] for found in _pattern().findall(text))
    return list(dict.fromkeys(code for code in named if code))
