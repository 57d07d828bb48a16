"""
The words around a plan in the person's own language: short, in the first person, nothing that names a desk or a reason.

They are a text for persons like the others (`library/person_texts/plan.toml`): read by an interpreter until somebody in a named
role has reviewed this version in this language, and the page says so.
"""

from dataclasses import dataclass

from library.person_text import LANGUAGES, PersonText, person_text

TEXT = "plan"


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    goal: str
    step: str
    who: str
    until: str
    me: str
    we: str
    provider: str
    partner: str
    family: str
    nobody: str
    again: str
    change: str
    late: str

    def of_who(self, code: str) -> str:
        names = {"person": self.me, "worker": self.we, "provider": self.provider}
        names |= {"partner": self.partner, "family": self.family, "nobody": self.nobody}
        return names.get(code, "")


def words_in(language: str) -> Words:
    """Raises `KeyError` where the text does not know the language."""
    said = plan_text().said[language]
    return Words(said.title, *said.lines)


def plan_text() -> PersonText:
    return person_text(TEXT)


def languages() -> list[tuple[str, str]]:
    return list(LANGUAGES.items())
