"""
Standard operating procedures: who does what, when, how, with which tool, and one sentence that could be said.

One file a stage, `library/procedures/<code>.toml`, in English, translated when shown. When a procedure changes, raise
`version`, set `dated`, and keep the former file beside it as `<code>.<version>.toml`: what was done is shown under the
version that held on that day. Then run `manage.py write_procedure_texts` and translate.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent / "procedures"
FEWEST, MOST = 3, 5  # points of a measure
WORDS_A_MINUTE = 180


class ProcedureError(Exception):
    """A procedure that cannot be used. Names the file and the measure."""


class People(StrEnum):
    ADULT = "adult"
    CHILD = "child"
    FOREIGN = "foreign"


PEOPLE = {
    People.ADULT: pgettext_lazy("procedure for", "An adult"),
    People.CHILD: pgettext_lazy("procedure for", "A child"),
    People.FOREIGN: pgettext_lazy("procedure for", "A foreign national"),
}
WHO = {
    "frontline": _("First-line worker"),
    "case_manager": _("Case manager"),
    "authority": _("Competent authority"),
    "consular": _("Consular staff"),
    "lawyer": _("Lawyer or legal adviser"),
    "health": _("Health worker"),
    "organiser": _("Return organiser"),
    "receiver": _("Receiving organisation"),
    "supervisor": _("Supervisor"),
    "guardian": _("Guardian"),
    "panel": _("Best-interests panel"),
    "service": _("Service provider"),
    "coordinator": _("National coordinator"),
    "child_protection": _("Child protection"),
}
MEASURE = {"code", "title", "who", "when", "how", "say", "minutes", "source"}
MEASURE_MAY = {"tools", "gates", "people", "done", "child", "foreign"}
PROCEDURE = {"code", "number", "version", "dated", "title", "lead", "people", "measures"}
TEXTS = ("title", "lead", "when", "how", "say", "child", "foreign")


@dataclass(frozen=True, slots=True)
class Measure:
    """
    `number` as in 2.4, `minutes` what doing it takes. `done` names what in a case shows that it was done; empty where nothing
    does. One of a country's own has the `country`, its `edition` there, the day since when, and the language it is written in.
    """

    code: str
    number: str
    title: str
    who: tuple[str, ...]
    when: str
    how: tuple[str, ...]
    say: str
    minutes: int
    source: str
    tools: tuple[str, ...]
    gates: tuple[str, ...]
    people: frozenset[People]
    done: str
    child: tuple[str, ...]
    foreign: tuple[str, ...]
    country: str = ""
    edition: int = 0
    dated: date | None = None
    language: str = ""
    """Of the text as it is shown here, for one of a country's own: not always the reader's."""
    languages: tuple[str, ...] = ()
    """All that it is written in."""

    @property
    def is_in_another_language(self) -> bool:
        """Nobody has translated it into the language of this page."""
        return bool(self.language) and self.language != (get_language() or "en")

    def points(self, people: People) -> tuple[str, ...]:
        """What to do, and what more there is for a child or a foreign national."""
        more = {People.CHILD: self.child, People.FOREIGN: self.foreign}
        return self.how + more.get(people, ())

    def reading_minutes(self, people: People) -> int:
        return reading_minutes(self.words(people))

    def words(self, people: People) -> int:
        texts = (self.title, self.when, self.say, *self.points(people))
        return sum(len(str(text).split()) for text in texts)

    @property
    def who_names(self) -> list[str]:
        return [WHO[code] for code in self.who]


@dataclass(frozen=True, slots=True)
class Procedure:
    code: str
    number: int
    version: int
    dated: date
    title: str
    lead: str
    people: tuple[People, ...]
    measures: tuple[Measure, ...]

    def measures_for(self, people: People) -> list[Measure]:
        return [measure for measure in self.measures if people in measure.people]

    def measure(self, code: str) -> Measure | None:
        return next((each for each in self.measures if each.code == code), None)

    def reading_minutes(self, people: People) -> int:
        return reading_minutes(sum(each.words(people) for each in self.measures_for(people)))


def reading_minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


def read(path: Path) -> Procedure:
    """Raises `ProcedureError`, which names the file and the measure."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        expect_keys(raw, PROCEDURE, frozenset(), "the file")
        people = tuple(People(each) for each in raw["people"])
        measures = tuple(
            measure_of(each, f"{raw['number']}.{place}", people)
            for place, each in enumerate(raw["measures"], 1)
        )
    except (tomllib.TOMLDecodeError, ProcedureError, ValueError, KeyError) as problem:
        raise ProcedureError(f"{path.name}: {problem}") from problem
    codes = [measure.code for measure in measures]
    if len(set(codes)) < len(codes):
        raise ProcedureError(f"{path.name}: a measure is there twice")
    return Procedure(
        raw["code"],
        raw["number"],
        raw["version"],
        raw["dated"],
        gettext_lazy(raw["title"]),
        gettext_lazy(raw["lead"]),
        people,
        measures,
    )


def measure_of(raw: dict, number: str, people: tuple[People, ...]) -> Measure:
    where = f"measure {raw.get('code')}"
    expect_keys(raw, MEASURE, MEASURE_MAY, where)
    if not FEWEST <= len(raw["how"]) <= MOST:
        raise ProcedureError(f"{where}: {FEWEST} to {MOST} points, not {len(raw['how'])}")
    if unknown := set(raw["who"]) - set(WHO):
        raise ProcedureError(f"{where}: nobody is called {sorted(unknown)}")
    return Measure(
        code=raw["code"],
        number=number,
        title=gettext_lazy(raw["title"]),
        who=tuple(raw["who"]),
        when=gettext_lazy(raw["when"]),
        how=said(raw["how"]),
        say=gettext_lazy(raw["say"]),
        minutes=raw["minutes"],
        source=raw["source"],
        tools=tuple(raw.get("tools", ())),
        gates=tuple(raw.get("gates", ())),
        people=frozenset(People(each) for each in raw.get("people", people)),
        done=raw.get("done", ""),
        child=said(raw.get("child", ())),
        foreign=said(raw.get("foreign", ())),
    )


def said(texts) -> tuple[str, ...]:
    return tuple(gettext_lazy(text) for text in texts)


def expect_keys(raw: dict, needed: set, may: set | frozenset, where: str) -> None:
    if missing := needed - set(raw):
        raise ProcedureError(f"{where}: {sorted(missing)} is missing")
    if unknown := set(raw) - needed - may:
        raise ProcedureError(f"{where}: nobody reads {sorted(unknown)}")


def read_folder(folder: Path = FOLDER) -> list[Procedure]:
    found = [read(path) for path in sorted(folder.glob("*.toml"))]
    keys = [(each.code, each.version) for each in found]
    if len(set(keys)) < len(keys):
        raise ProcedureError("a version of a procedure is there twice")
    return found


@cache
def _shelf() -> tuple[Procedure, ...]:
    return tuple(read_folder())


def procedures() -> list[Procedure]:
    """The newest version of each stage, in order."""
    newest = {each.code: each for each in sorted(_shelf(), key=lambda each: each.version)}
    return sorted(newest.values(), key=lambda each: each.number)


def procedure(code: str, on: date | None = None) -> Procedure:
    """
    The procedure of a stage: the newest, or the one that held on a day.

    What was done before the first version is shown under the first. Raises `LookupError` where there is none.
    """
    versions = sorted((each for each in _shelf() if each.code == code), key=lambda e: e.version)
    if not versions:
        raise LookupError(f"There is no procedure {code}.")
    if on is None:
        return versions[-1]
    held = [each for each in versions if each.dated <= on]
    return held[-1] if held else versions[0]
