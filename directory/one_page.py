"""A country on one side of A4: the best statement on each topic, numbers with their state, numbered sources."""

from dataclasses import dataclass, field

from babel.languages import get_official_languages
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from directory.contacts import Age, lines_among
from directory.models import ContactKind, Source
from directory.names import locale
from directory.numbers import Number, each_once, number_of
from directory.profile import Profile
from directory.topics import topic_label
from directory.values import Shown, dated

MOST_LINES = 5
MOST_WORDS = 24  # of a detail: what does not fit stands on the profile
# Topics of the page and how many statements of each it has room for.
ROOM = {
    "identifies": 2,
    "nrm": 1,
    "first_responders": 1,
    "residence_permit": 1,
    "work_right": 1,
    "non_punishment": 1,
    "child_rule": 1,
    "law": 1,
    "nap": 1,
    "role": 1,
    "forms": 1,
    "return_programme": 2,
    "return_procedure": 1,
    "travel_document": 1,
    "child_return": 1,
    "reintegration": 1,
}
# The blocks of letters that `shell.pdf` has fonts for: Latin to Arabic, Devanagari and Bengali, Thai, Georgian,
# Ethiopic, further Latin and Greek.
WITH_FONT = [
    (0x0020, 0x06FF),
    (0x0900, 0x09FF),
    (0x0E00, 0x0E7F),
    (0x10A0, 0x10FF),
    (0x1200, 0x139F),
    (0x1E00, 0x206F),
]


@dataclass
class Cited:
    """Sources in the order in which the page names them."""

    numbers: dict = field(default_factory=dict)
    sources: list[tuple[int, Source, str]] = field(default_factory=list)

    def number(self, entry) -> int:
        key = (entry.source_id, dated(entry))
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers) + 1
            self.sources.append((self.numbers[key], entry.source, key[1]))
        return self.numbers[key]


@dataclass(frozen=True)
class Statement:
    label: str
    value: str
    detail: str
    language: str
    source: int


@dataclass(frozen=True)
class OnePage:
    profile: Profile
    own_names: str
    emergency: list[tuple[Number, int]]
    lines: list[tuple[Number, int]]
    more_lines: int
    bodies: list[tuple[Number, int]]
    recovery: tuple[str, int | None]
    statements: list[Statement]
    treaties: list[tuple[str, str, str, int | None]]
    missing: list[str]
    sources: list[tuple[int, Source, str]]


def one_page_of(profile: Profile) -> OnePage:
    cited = Cited()
    lines = lines_among(profile.contacts, Age.ADULT)
    bodies = profile.numbers(
        ContactKind.COORDINATOR, ContactKind.FOCAL_POINT, ContactKind.AUTHORITY
    )
    strip = profile.recovery
    return OnePage(
        profile=profile,
        own_names=own_names(profile.country.iso2),
        emergency=cite_numbers(each_once([each.contact for each in profile.emergency])[:4], cited),
        lines=cite_numbers([number_of(line) for line in lines[:MOST_LINES]], cited),
        more_lines=max(0, len(lines) - MOST_LINES),
        bodies=cite_numbers(bodies[:3], cited),
        recovery=(
            ": ".join(text for text in (strip.value, strip.small) if text),
            cited.number(strip.shown.fact) if strip.shown else None,
        ),
        statements=[
            statement(each, cited)
            for topic, room in ROOM.items()
            for each in profile.of(topic)[:room]
        ],
        treaties=[treaty_line(row, cited) for row in profile.treaties],
        missing=[str(topic_label(topic)) for topic in ROOM if not profile.of(topic)],
        sources=cited.sources,
    )


def cite_numbers(numbers: list[Number], cited: Cited) -> list[tuple[Number, int]]:
    return [(number, cited.number(number.contact)) for number in numbers]


def statement(each: Shown, cited: Cited) -> Statement:
    return Statement(
        label=each.label,
        value=each.value,
        detail=Truncator(each.detail).words(MOST_WORDS),
        language=each.detail_language,
        source=cited.number(each.fact),
    )


def treaty_line(row, cited: Cited):
    """Label, status, since, number of the source."""
    if not row.facts:
        return row.label, _("Not found"), "", None
    each, status, since, _tone = row.facts[0]
    return row.label, status, since, cited.number(each.fact)


def own_names(iso2: str) -> str:
    """The name of the country in its official languages, as far as we have letters for them."""
    found = []
    for language in get_official_languages(iso2):
        own = locale(language.replace("_", "-"))
        name = own.territories.get(iso2, "")
        if own.language != language.split("_")[0] or not name or name in found:
            continue
        if has_letters(name):
            found.append(name)
    return " · ".join(found[:3])


def has_letters(name: str) -> bool:
    return all(any(low <= ord(letter) <= high for low, high in WITH_FONT) for letter in name)
