"""Names of countries and languages from CLDR, and how they are compared."""

import unicodedata
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

LETTERS = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})
ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None})
ARABIC_ARTICLE = "ال"


@cache
def locale(language: str | None) -> Locale:
    """The CLDR locale of a language code as Django writes it; English where CLDR has none."""
    try:
        return Locale.parse(language or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def active_locale() -> Locale:
    return locale(get_language())


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """The text as it is compared: without accents, case, punctuation and Arabic article."""
    return " ".join(without_article(word) for word in folded(text).split())


def folded(text: str) -> str:
    """The text without accents, case and punctuation."""
    lower = text.casefold().translate(LETTERS)
    letters = [
        letter if letter.isalnum() else " "
        for letter in unicodedata.normalize("NFKD", lower)
        if not unicodedata.combining(letter)
    ]
    return " ".join("".join(letters).translate(ARABIC).split())


def without_article(word: str) -> str:
    rest = word.removeprefix(ARABIC_ARTICLE)
    return rest if len(rest) > 1 else word
