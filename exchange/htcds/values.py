"""One cell to one value. Each parser raises `Unreadable` with a sentence that does not repeat the cell's content."""

import datetime
import re
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.translation import get_language

from directory.countries import country
from directory.country_search import find_countries
from directory.languages import language_codes, language_from_iso639, language_name
from exchange.htcds.faults import Unreadable
from exchange.htcds.fields import FIELDS, Field, code_list, plain
from shell.clean_text import is_refused, normalised

SEPARATORS = re.compile(r"[;|\n]")
YES, NO = {"yes", "y", "true", "1", "x"}, {"no", "n", "false", "0"}
LONGEST = 5000


def text(value, field):
    words = str(value).strip()
    if len(words) > LONGEST:
        raise Unreadable("long", most=LONGEST)
    if any(map(is_refused, words)):
        raise Unreadable("hidden")
    return normalised(words)


def date(value, field):
    """ISO text: a day, a month or a year, as precise as the cell is."""
    words = str(value).strip()
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", words):
        raise Unreadable("date")
    try:
        day = datetime.date.fromisoformat((words + "-01-01")[:10])
    except ValueError:
        raise Unreadable("date") from None
    if field.name == "prs_Birthdate" and day > timezone.localdate():
        raise Unreadable("future")
    return words


def number(value, field):
    try:
        whole = int(str(value).strip().removesuffix(".0"))
    except ValueError:
        raise Unreadable("number") from None
    if not 0 <= whole <= 120:
        raise Unreadable("range")
    return whole


def yes_no(value, field):
    words = str(value).strip().casefold()
    if words in YES:
        return True
    if words in NO:
        return False
    raise Unreadable("yes_no")


@cache
def known_codes(name):
    """Every spelling of a list: {plain text: code}."""
    choices = code_list(FIELDS[name])
    labels = {plain(each.label): each.value for each in choices}
    return labels | {plain(each.value): each.value for each in choices}


def code(value, field):
    found = known_codes(field.name).get(plain(value))
    if found is None:
        raise Unreadable("list", known=", ".join(code_list(field).values[:30]))
    return found


def codes(value, field):
    return [code(part, field) for part in SEPARATORS.split(str(value)) if part.strip()]


def one_country(value, field):
    found = country_code(str(value).strip()[:80], get_language())
    if found is None:
        raise Unreadable("country")
    return found


@lru_cache(maxsize=1000)
def country_code(words, _language):
    if known := country(words.upper()):
        return known.iso2
    exact = [each for each in find_countries(words) if plain(each.name) == plain(words)]
    return exact[0].iso2 if len(exact) == 1 else None


def countries(value, field):
    return [one_country(part, field) for part in SEPARATORS.split(str(value)) if part.strip()]


def language(value, field):
    found = language_code(str(value).strip()[:80], get_language())
    if found is None:
        raise Unreadable("language")
    return found


@lru_cache(maxsize=1000)
def language_code(words, _language):
    if known := language_from_iso639(words.lower()):
        return known
    named = [each for each in language_codes() if plain(language_name(each)) == plain(words)]
    return named[0] if len(named) == 1 else None


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
    if isinstance(value, dict):  # a mark of `lines`: a formula or an error
        raise Unreadable(value["is"])
    return PARSERS[field.kind](value, field)
