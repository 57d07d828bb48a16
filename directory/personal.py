"""
What in a free text may identify a person. It finds what has a form: a name written plainly among other
words it cannot know, so the form that uses this says so and asks.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from directory.names import locale


class Kind(StrEnum):
    EMAIL = "email"
    REFERENCE = "reference"
    PHONE = "phone"
    DATE = "date"
    DOCUMENT = "document"
    NAME = "name"


LABELS = {
    Kind.EMAIL: _("an e-mail address"),
    Kind.REFERENCE: _("the reference of a case"),
    Kind.PHONE: _("a telephone number"),
    Kind.DATE: _("an exact date"),
    Kind.DOCUMENT: _("the number of a document"),
    Kind.NAME: _("a name"),
}

LONGEST = 5_000  # characters that are read: no form takes more
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
AT = r"(?:@|\s?[(\[]\s?at\s?[)\]]\s?)"
EMAIL = re.compile(rf"[\w.+\-]{{1,64}}{AT}[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
DASH = r"[\s\-‐–—]*"
REFERENCE = re.compile(rf"\bTRM{DASH}[0-9A-Z]{{3}}{DASH}[0-9A-Z]{{3}}{DASH}[0-9A-Z]\b", re.I)
PHONE = re.compile(r"(?<![\w/.\-])\+?\d(?:[\s().\-/]{0,2}\d){6,14}(?![\w])")
YEARS = re.compile(r"^(?:19|20)\d\d\s*[\-–/]\s*(?:19|20)\d\d$")
DOCUMENT = re.compile(r"\b(?=[A-Z\d]*\d{5})[A-Z]{1,3}\d{5,9}[A-Z]?\b")
DIGIT_DATE = re.compile(
    r"(?<!\d)(?:\d{4}[\-./]\d{1,2}[\-./]\d{1,2}|\d{1,2}[\-./]\d{1,2}[\-./](?:\d{4}|\d{2}))(?!\d)"
)
# Words after which a name follows, in the languages of this desk.
CALLED = (
    "named|called|name is|surname is|nommée?s?|appelle|nom est|prénom est|chiamata|chiamato"
    "|si chiama|nome è|llamada|llamado|se llama|nombre es|heißt|namens|nazywa się|imię to"
    "|ονομάζεται|λέγεται|quhet|emri|quajtur|звати|ім['’]я|на ім['’]я"
)
NAMED = re.compile(rf"\b(?:{CALLED})\s+([^\W\d_a-z]\w+(?:[\s\-][^\W\d_a-z]\w+)*)")
NAMED_ARABIC = re.compile(r"(?:اسمها|اسمه|تدعى|يدعى|تسمى|يسمى)\s+([\u0621-\u064a]+)")


@dataclass(frozen=True)
class Finding:
    kind: Kind
    words: str


@cache
def written_date() -> re.Pattern:
    """A day, a month in words and a year, in any of the languages."""
    months = {
        re.escape(name)
        for language, _name in settings.LANGUAGES
        for context in ("format", "stand-alone")
        for name in locale(language).months[context]["wide"].values()
    }
    names = "|".join(sorted(months, key=len, reverse=True))
    return re.compile(
        rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º|°|η)?\.?\s+(?:de\s+|of\s+)?(?:{names})\.?,?\s+(?:de\s+)?\d{{4}}\b"
        rf"|\b(?:{names})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b",
        re.IGNORECASE,
    )


def find_personal(text: str) -> list[Finding]:
    """In the order of kinds; a piece that was read as one kind is not read again as another."""
    found, left = [], unicodedata.normalize("NFKC", text[:LONGEST]).translate(INVISIBLE)
    for kind, pattern in (
        (Kind.EMAIL, EMAIL),
        (Kind.REFERENCE, REFERENCE),
        (Kind.DATE, DIGIT_DATE),
        (Kind.DATE, written_date()),
        (Kind.DOCUMENT, DOCUMENT),
        (Kind.PHONE, PHONE),
        (Kind.NAME, NAMED),
        (Kind.NAME, NAMED_ARABIC),
    ):
        for match in pattern.finditer(left):
            words = match[match.lastindex or 0].strip()
            if not YEARS.match(words):
                found.append(Finding(kind, words))
        left = pattern.sub(lambda match: " " * len(match[0]), left) if kind != Kind.PHONE else left
    return found
