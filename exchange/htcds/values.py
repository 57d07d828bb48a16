"""One cell to one value. Each parser raises `Unreadable` with a sentence that does not repeat the cell's content."""

import datetime
import re

from directory.countries import country
from directory.country_search import find_countries
from directory.languages import language_codes, language_from_iso639, language_name
from exchange.htcds.fields import Field, code_list, plain

SEPARATORS = re.compile(r"[;|\n]")
YES, NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0"}
LONGEST = 5000


class Unreadable(Exception):
    """The cell holds something that the standard does not allow there."""


def text(value, field):
    words = str(value).strip()
    if len(words) > LONGEST:
        raise Unreadable(f"more than {LONGEST} characters")
    if any(ord(c) < 32 and c not in "\n\t" for c in words):
        raise Unreadable("characters that cannot be shown")
    return words


def date(value, field):
    """ISO text: a day, a month or a year, as precise as the cell is."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    words = str(value).strip()
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", words):
        try:
            datetime.date.fromisoformat((words + "-01-01")[:10])
            return words
        except ValueError:
            pass
    raise Unreadable("not a date; write it as 2026-03-21, 2026-03 or 2026")


def number(value, field):
    try:
        whole = int(str(value).strip().removesuffix(".0"))
    except ValueError:
        raise Unreadable("not a whole number") from None
    if not 0 <= whole <= 120:
        raise Unreadable("not between 0 and 120")
    return whole


def yes_no(value, field):
    words = str(value).strip().casefold()
    if words in YES:
        return True
    if words in NO:
        return False
    raise Unreadable("neither yes nor no")


def code(value, field):
    wanted, choices = plain(value), code_list(field)
    for each in choices:
        if wanted in {plain(each.value), plain(each.label)}:
            return each.value
    known = ", ".join(choices.values[:30])
    raise Unreadable(f"not in the list of the standard ({known})")


def codes(value, field):
    return [code(part, field) for part in SEPARATORS.split(str(value)) if part.strip()]


def one_country(value, field):
    words = str(value).strip()
    if known := country(words.upper()):
        return known.iso2
    exact = [each for each in find_countries(words) if plain(each.name) == plain(words)]
    if len(exact) == 1:
        return exact[0].iso2
    raise Unreadable("not a country; write its two letters of ISO 3166")


def countries(value, field):
    return [one_country(part, field) for part in SEPARATORS.split(str(value)) if part.strip()]


def language(value, field):
    words = str(value).strip()
    if known := language_from_iso639(words.lower()):
        return known
    named = [each for each in language_codes() if plain(language_name(each)) == plain(words)]
    if len(named) == 1:
        return named[0]
    raise Unreadable("not a language; write its code of ISO 639-2")


PARSERS = {
    "text": text,
    "date": date,
    "number": number,
    "yes_no": yes_no,
    "code": code,
    "codes": codes,
    "country": one_country,
    "countries": countries,
    "language": language,
}


def parse(value, field: Field):
    return PARSERS[field.kind](value, field)
