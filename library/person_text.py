"""
What the person reads or hears: short sentences in the first person, in nine languages, one file a text.

Where a record is put together from codes, the text also holds the words for them (`words`): they are read, and reviewed, with it.

A text counts as reviewed in a language only once somebody in a named role has read this very version. Until then an
interpreter is needed, and the page says so. When a text changes, raise `version`: all its reviews end with that.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shell.formats import direction

FOLDER = Path(__file__).parent / "person_texts"
# In their own language and script, in which the person looks for them.
LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "el": "Ελληνικά",
    "pl": "Polski",
    "sq": "Shqip",
    "ar": "العربية",
    "uk": "Українська",
}


class PersonTextError(Exception):
    """A text that cannot be used. Names the file and the language."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text in one language."""

    language: str
    title: str
    lines: tuple[str, ...]
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # group -> code -> word

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def language_name(self) -> str:
        return LANGUAGES[self.language]


@dataclass(frozen=True, slots=True)
class PersonText:
    code: str
    number: int
    version: int
    stage: str
    said: dict[str, Said]

    def title_for(self, language: str) -> str:
        """For the reader of our pages, whose language may be none of the nine."""
        return (self.said.get(language) or self.said["en"]).title


def read(path: Path) -> PersonText:
    """Raises `PersonTextError`: a language is missing, or says more or less than the others."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        said = {code: _said(code, raw[code]) for code in LANGUAGES}
        found = PersonText(raw["code"], raw["number"], raw["version"], raw["stage"], said)
    except (tomllib.TOMLDecodeError, KeyError) as problem:
        raise PersonTextError(f"{path.name}: {problem}") from problem
    wanted = len(said["en"].lines)
    for each in said.values():
        if len(each.lines) != wanted or not all(each.lines):
            raise PersonTextError(f"{path.name}: {each.language} has not the {wanted} lines")
        unlike = _named(said["en"]) ^ _named(each)
        if unlike:
            raise PersonTextError(f"{path.name}: {each.language}: {', '.join(sorted(unlike))}")
    return found


def _said(code: str, raw: dict) -> Said:
    return Said(code, raw["title"], tuple(raw["lines"]), raw.get("words", {}))


def _named(said: Said) -> set[str]:
    """The words that it has; an empty one it has not."""
    return {
        f"{group}.{code}" for group, words in said.words.items() for code in words if words[code]
    }


@cache
def person_texts() -> tuple[PersonText, ...]:
    found = [read(path) for path in FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda each: each.number))


def texts_of_stage(stage: str) -> list[PersonText]:
    """What is read with the person in this stage of the procedure."""
    return [each for each in person_texts() if each.stage == stage]


def person_text(code: str) -> PersonText | None:
    return next((each for each in person_texts() if each.code == code), None)
