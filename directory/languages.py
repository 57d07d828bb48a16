"""
Languages: ISO 639 codes with CLDR names in the reader's language.

Two letters where ISO 639-1 has a code, three otherwise. HTCDS asks for ISO 639-2: see `iso639_2`.
"""

import csv
from functools import cache
from pathlib import Path

from babel import Locale
from django.utils.translation import gettext_lazy as _

from directory.names import active_locale, plain

ENGLISH = Locale("en")
DATA = Path(__file__).parent / "data" / "languages.csv"
CLDR_KEYS = {"prs": "fa_AF"}
NOT_IN_CLDR = {
    "haz": _("Hazaragi"),
    "kmr": _("Northern Kurdish (Kurmanji)"),
    "sgn": _("Sign language"),
}


@cache
def _table() -> dict[str, tuple[str, str]]:
    """By our code: ISO 639-2/T and ISO 639-2/B."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["iso639_2t"], row["iso639_2b"]) for row in csv.DictReader(file)}


@cache
def _codes_by_iso639() -> dict[str, str]:
    """A code that only stands for a group of languages is left out: it does not say which one."""
    two_letters = {iso: code for code, codes in _table().items() if len(code) == 2 for iso in codes}
    return two_letters | {code: code for code in _table()}


def language_codes() -> list[str]:
    return list(_table())


def language_name(code: str) -> str:
    """The name in the active language; what we do not know is shown as it came."""
    return _name(code, active_locale())


def _name(code: str, in_locale: Locale) -> str:
    if code in NOT_IN_CLDR:
        return str(NOT_IN_CLDR[code])
    key = CLDR_KEYS.get(code, code)
    name = in_locale.languages.get(key) or ENGLISH.languages.get(key, code)
    return name[:1].upper() + name[1:]


def language_choices() -> list[tuple[str, str]]:
    """For a select: code and name, in the order of the names in the active language."""
    in_locale = active_locale()
    named = [(code, _name(code, in_locale)) for code in _table()]
    return sorted(named, key=lambda pair: plain(pair[1]))


def iso639_2(code: str) -> str:
    """The ISO 639-2/T code, as HTCDS writes languages. Raises `KeyError` for a code we do not know."""
    return _table()[code][0]


def language_from_iso639(code: str) -> str | None:
    """Our code for an ISO 639-1 or 639-2 code as it may arrive in a file."""
    return _codes_by_iso639().get(code.strip().lower())
