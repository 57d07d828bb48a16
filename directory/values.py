"""
A fact as its reader reads it. What code knows (numbers, days, yes and no, countries, forms, treaties) is said in
the reader's language; what only the source's words say stays in theirs, with their language.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils import formats
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from directory.countries import country_name
from directory.models import Confidence, Fact, Source
from directory.topics import CODE_LISTS, TOPICS, Form, Kind, Treaty, topic_label
from shell.formats import partial_date

FEWER_THAN_FIVE = "<5"  # as UNODC prints small counts
MOST_COUNTRIES = 8
LONGEST_NAME = 60
ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)+)(?=[/;,\s]|$)")
# Where a copy lies, or which further ones there are: too long for a line, and the list of sources says it.
BY_THE_WAY = re.compile(r";.*| \([^()]*\.[^()]*/[^()]*\)| \S+\.json @.*")
# The sources begin with the answer that stands above their words already.
ANSWERED = re.compile(r"^(yes|no)[;,.] +", re.IGNORECASE)

TIERS = {
    "1": _("Tier 1"),
    "2": _("Tier 2"),
    "2WL": _("Tier 2 Watch List"),
    "3": _("Tier 3"),
    "Special": _("Special case"),
}
BREAKDOWN = {
    "total": _("All"),
    "women": _("Women"),
    "men": _("Men"),
    "girls": _("Girls"),
    "boys": _("Boys"),
    "female": _("Female"),
    "male": _("Male"),
    "adults": _("Adults"),
    "children": _("Children"),
    "sexual": _("Sexual exploitation"),
    "labour": _("Forced labour"),
    "other": _("Other forms"),
}
CONFIDENCE = {
    Confidence.HIGH: _("Sure"),
    Confidence.MEDIUM: _("Fairly sure"),
    Confidence.LOW: _("Not sure"),
}
# Words of a source that say no more than the typed value beside them.
PLAIN_YES_NO = {"yes", "no", "yes.", "no."}
LISTED = re.compile(r"\s*[;,]\s*")
CODE_IN_TEXT = re.compile(r"\b[A-Z]{2}\b")


@dataclass(frozen=True, slots=True)
class Shown:
    """
    `language` is that of `value`, `detail_language` that of `detail`. `foreign` and `detail_foreign` say
    that it is not the reader's: then the text needs a lang attribute and a visible mark.
    """

    fact: Fact
    label: str
    value: str
    detail: str
    language: str
    detail_language: str
    source: str
    source_title: str
    source_link: str
    dated: str
    confidence_word: str

    @property
    def foreign(self) -> bool:
        return self.language != reader()

    @property
    def detail_foreign(self) -> bool:
        return bool(self.detail) and self.detail_language != reader()


def reader() -> str:
    return get_language() or "en"


def shown(fact: Fact) -> Shown:
    """The value and where it comes from; the fact needs its `source` (select_related)."""
    own = typed_value(fact)
    words = source_words(fact)
    if own and words and _says_the_same(own, fact, words):
        words = ""
    value, language = (own, reader()) if own else (_with_year(words, fact), fact.language)
    rest = [ANSWERED.sub("", words) if fact.yes is not None else words] if own else []
    detail = ". ".join(text.rstrip(".") for text in [*rest, fact.detail] if text)
    return Shown(
        fact=fact,
        label=str(topic_label(fact.topic)),
        value=capfirst(value) or gettext("Not stated"),
        detail=capfirst(detail) if detail.casefold() != value.casefold() else "",
        language=language if value else reader(),
        detail_language=fact.language,
        source=source_name(fact.source),
        source_title=fact.source.title,
        source_link=fact.source.link,
        dated=dated(fact),
        confidence_word=str(CONFIDENCE[fact.confidence]),
    )


def source_name(source: Source) -> str:
    """Short, for the line below a value: who published it. The title stands in full behind it."""
    name = source.publisher or source.title
    address = ADDRESS.match(name)
    name = BY_THE_WAY.sub("", name)
    return address["host"] if address else Truncator(name).chars(LONGEST_NAME)


def _with_year(words: str, fact: Fact) -> str:
    if not words or not fact.year or str(fact.year) in words + fact.detail:
        return words
    return f"{words} ({fact.year})"


def dated(entry) -> str:
    """The date of the statement; where it has none, the day on which it was read."""
    if entry.as_of:
        return partial_date(entry.as_of)
    day = formats.date_format(entry.checked_on, "DATE_FORMAT")
    return gettext("date not stated; read on %(day)s") % {"day": day}


def stated(entry) -> str:
    """The same where there is little room."""
    return partial_date(entry.as_of) or gettext("not dated")


def source_words(fact: Fact) -> str:
    """The text, with the codes of the countries it names written out."""
    if not fact.codes or TOPICS[fact.topic].codes != "countries":
        return fact.text
    named = set(fact.codes)
    return CODE_IN_TEXT.sub(
        lambda found: country_name(found[0]) if found[0] in named else found[0], fact.text
    )


def typed_value(fact: Fact) -> str:
    """In the reader's language; nothing where only the source's words say it."""
    kind = TOPICS[fact.topic].kind if fact.topic in TOPICS else Kind.TEXT
    return TYPED[kind](fact)


def treaty_status(fact: Fact) -> str:
    if fact.yes:
        return gettext("Party")
    if fact.yes is False:
        signed = "signature" in fact.codes
        return gettext("Signed, not a party") if signed else gettext("Not a party")
    return ""


def tier_name(code: str) -> str:
    return str(TIERS.get(code, code))


def count(value) -> str:
    """A number as it is written here; UNODC's small counts in words."""
    if value == FEWER_THAN_FIVE:
        return gettext("fewer than 5")
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def amount(number: Decimal, unit: str) -> str:
    """ "30 days", "3 months", "142 people": the number with its unit."""
    is_whole = number == int(number)
    how_many = int(number) if is_whole else 2  # a part of one is said like several
    texts = {
        "days": ngettext("%(n)s day", "%(n)s days", how_many),
        "weeks": ngettext("%(n)s week", "%(n)s weeks", how_many),
        "months": ngettext("%(n)s month", "%(n)s months", how_many),
        "years": ngettext("%(n)s year", "%(n)s years", how_many),
        "people": ngettext("%(n)s person", "%(n)s people", how_many),
        "cases": ngettext("%(n)s case", "%(n)s cases", how_many),
    }
    said = count(int(number) if is_whole else Decimal(number).normalize())
    return texts.get(unit, "%(n)s") % {"n": said}


def rank_of_figure(pair) -> tuple:
    code, value = pair
    return (-(value if value != FEWER_THAN_FIVE else 1), code)


def _text(fact):
    return ""


def _number(fact):
    if fact.number is None:
        return ""
    said = amount(fact.number, fact.unit)
    return f"{said}, {fact.year}" if fact.year else said


def _clock(fact):
    if fact.yes is False:
        return gettext("None in law")
    return amount(fact.number, fact.unit) if fact.number is not None else ""


def _yes_no(fact):
    if fact.yes is None:
        return ""
    return gettext("Yes") if fact.yes else gettext("No")


def _codes(fact):
    listed = TOPICS[fact.topic].codes
    if listed == "countries":
        # The words say more than the countries: who travels, how, in which direction.
        return "" if fact.text else ", ".join(country_name(code) for code in fact.codes)
    labels = dict(CODE_LISTS[listed].choices) if listed in CODE_LISTS else {}
    return ", ".join(str(labels.get(code, code)) for code in fact.codes)


def _treaty(fact):
    name = str(dict(Treaty.choices).get(fact.subject, fact.subject))
    status = treaty_status(fact) or gettext("Not found")
    since = partial_date(fact.on)
    return f"{name}: {status}, {since}" if since else f"{name}: {status}"


def _tier(fact):
    return f"{tier_name(fact.subject)}, {fact.year}" if fact.year else tier_name(fact.subject)


def _figures(fact):
    figures = fact.figures or {}
    if fact.topic == "detected":
        parts = [f"{BREAKDOWN[key]} {count(figures[key])}" for key in BREAKDOWN if key in figures]
    else:
        first = sorted(figures.items(), key=rank_of_figure)[:MOST_COUNTRIES]
        parts = [f"{country_name(code)} {count(value)}" for code, value in first]
    said = ", ".join(parts)
    return f"{fact.year}: {said}" if fact.year and said else said


TYPED = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.CLOCK: _clock,
    Kind.YES_NO: _yes_no,
    Kind.CODES: _codes,
    Kind.TREATY: _treaty,
    Kind.TIER: _tier,
    Kind.FIGURES: _figures,
}


def _says_the_same(own, fact, words):
    """True where the source's words add nothing to the typed value."""
    said = words.strip().casefold()
    if said == own.casefold() or said in PLAIN_YES_NO:
        return True
    kind = TOPICS[fact.topic].kind
    if kind in (Kind.TIER, Kind.FIGURES, Kind.TREATY):
        return True
    if TOPICS[fact.topic].codes in ("roles", "memberships"):
        return True
    if fact.topic == "forms":
        return set(LISTED.split(said)) <= _english_forms()
    if fact.number is not None:
        number = f"{fact.number:f}".rstrip("0").rstrip(".")
        bare = said.replace(",", "").replace(" ", "")
        return bare in (number, f"{number}{fact.unit}", f"{number}{fact.unit.rstrip('s')}")
    return False


@cache
def _english_forms() -> set[str]:
    """The labels as the words of the seed have them."""
    with override("en"):
        return {str(label).casefold() for label in Form.labels}
