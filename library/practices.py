"""A practice in the language of the reader where there is one, else as it was written, and what that is called."""

from dataclasses import dataclass

from django.utils.translation import get_language

from library.models import Practice, PracticeTranslation
from library.taxonomy import BODIES, THEMES

TEXTS = ("title", "tried", "result", "watch")
LINES = (
    "place",
    "by_whom",
    "period",
    "known_from",
)  # as it was written, where nobody translated them


@dataclass(frozen=True)
class Said:
    """`translation` is empty where the original is shown; `is_foreign`: it is not in the reader's language."""

    practice: Practice
    language: str
    title: str
    tried: str
    result: str
    watch: str
    lines: dict  # name → (text, its language)
    translation: PracticeTranslation | None
    is_foreign: bool

    @property
    def is_of_former_version(self) -> bool:
        """What was tried was written anew since somebody translated or read it."""
        made, practice = self.translation, self.practice
        if made is None or practice.drafted_by_id is None or practice.published_at is None:
            return False
        return (
            max(made.translated_at, made.reviewed_at or made.translated_at) < practice.published_at
        )

    @property
    def needs_review(self) -> bool:
        """Translated here and not yet read by a second person. What ships was read before."""
        made = self.translation
        return bool(made and made.translated_by_id and not made.reviewed_by_id)

    @property
    def themes(self) -> list:
        return [THEMES.get(code, code) for code in self.practice.themes]

    @property
    def bodies(self) -> list:
        return [BODIES.get(code, code) for code in self.practice.bodies]


def said(practice: Practice, language: str | None = None) -> Said:
    wanted = (language or get_language() or "en")[:2]
    source, translation = practice, None
    if practice.language != wanted:
        found = {each.language: each for each in practice.translations.all()}
        translation = found.get(wanted)
        source = translation or practice
    texts = {name: getattr(source, name) for name in TEXTS}
    lines = {
        name: (text, source.language)
        if (text := getattr(source, name))
        else (getattr(practice, name), practice.language)
        for name in LINES
    }
    return Said(
        practice,
        source.language,
        **texts,
        lines=lines,
        translation=translation,
        is_foreign=source.language != wanted,
    )
