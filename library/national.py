"""
Procedures as they are in one country: measures that ship, those that the country put in their place, and its own.

What the country published stays as it was, so a day in the past has the measure that held on it.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from accounts.kept import Kept
from library import done_by
from library.models import CountryMeasure, State
from library.procedure import Measure, People, Procedure, procedure, procedures

IN_USE = [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN]
ROWS = Kept(lambda country: CountryMeasure.objects.filter(country=country, state__in=IN_USE))


@dataclass(frozen=True, slots=True)
class Edition:
    """A measure of the country from a day on; the row of one that was taken away says so."""

    row: CountryMeasure
    number: int

    @property
    def day(self) -> date:
        return timezone.localtime(self.row.published_at).date()


class National:
    """What one country published. Asks the database once, whatever is asked of it."""

    def __init__(self, country: str):
        self.country = country
        self.found: dict[tuple[str, str], list[Edition]] = defaultdict(list)
        rows = ROWS.all(country=country) if country else ()
        for row in sorted(rows, key=lambda each: each.published_at):
            editions = self.found[row.procedure, row.code]
            editions.append(Edition(row, len(editions) + 1))

    def editions(self, code: str, name: str) -> list[Edition]:
        return self.found.get((code, name), [])

    def edition(self, code: str, name: str, on: date | None = None) -> Edition | None:
        """What held on a day, or holds now; nothing where the country had, or has, none."""
        begun = [each for each in self.editions(code, name) if on is None or each.day <= on]
        return None if not begun or begun[-1].row.removes else begun[-1]

    def procedure(self, code: str) -> Procedure:
        """As it holds now. Raises `LookupError` where there is none."""
        return self.of(procedure(code))

    def procedures(self) -> list[Procedure]:
        return [self.of(each) for each in procedures()]

    def of(self, found: Procedure) -> Procedure:
        ours = [self.now(found, each) for each in found.measures]
        own = [
            edition.row
            for (code, name) in self.found
            if code == found.code
            and not found.measure(name)
            and (edition := self.edition(code, name))
        ]
        measures = []
        for place, each in enumerate(ours, 1):
            measures.append(each)
            last = place == len(ours)
            behind = [
                row
                for row in own
                if row.after == each.code or last and not found.measure(row.after)
            ]
            measures += [
                measure_of(self.edition(found.code, row.code), f"{each.number}{letter}")
                for row, letter in zip(behind, "abcdefghijklmnopqrstuvwxyz", strict=False)
            ]
        return replace(found, measures=tuple(measures))

    def now(self, found: Procedure, ours: Measure) -> Measure:
        edition = self.edition(found.code, ours.code)
        return measure_of(edition, ours.number, ours) if edition else ours

    def held(self, code: str, name: str, on: date) -> tuple[Measure | None, int]:
        """The measure of that day, and the version of the procedure that ships of that day."""
        shipped = procedure(code, on)
        ours, edition = shipped.measure(name), self.edition(code, name, on)
        measure = measure_of(edition, ours.number if ours else "", ours) if edition else ours
        return measure, shipped.version


TEXTS = ("title", "when", "how", "child", "foreign", "say")


def measure_of(edition: Edition, number: str, ours: Measure | None = None) -> Measure:
    row = edition.row
    language = language_for(row)
    text = texts_in(row, language)
    tools = (ours.tools if ours else ()) or tuple(filter(None, [row.tool]))
    gates = (ours.gates if ours else ()) or tuple(filter(None, [row.gate]))
    return Measure(
        code=row.code,
        number=number,
        title=text["title"],
        who=tuple(row.who),
        when=text["when"],
        how=tuple(text["how"]),
        say=text["say"],
        minutes=row.minutes,
        source=row.source,
        tools=tools,
        gates=gates,
        people=frozenset(People(each) for each in row.people),
        done=(ours.done if ours else "") or done_by.key(row.tool, row.gate),
        child=tuple(text["child"]),
        foreign=tuple(text["foreign"]),
        country=row.country,
        edition=edition.number,
        dated=edition.day,
        language=language,
        languages=(row.language, *row.also),
    )


def language_for(row: CountryMeasure) -> str:
    """The reader's, else English, else the one that it was written in."""
    written = (row.language, *row.also)
    return next((one for one in (get_language(), "en") if one in written), row.language)


def texts_in(row: CountryMeasure, language: str) -> dict:
    if language == row.language:
        return {name: getattr(row, name) for name in TEXTS}
    return {**dict.fromkeys(TEXTS, ""), "how": [], "child": [], "foreign": [], **row.also[language]}


def as_row(country: str, code: str, ours: Measure) -> CountryMeasure:
    """The measure that ships, as a draft of the country begins: in the language of who writes."""
    return CountryMeasure(
        slug=slug_of(country, code, ours.code),
        country=country,
        procedure=code,
        code=ours.code,
        title=str(ours.title),
        people=sorted(ours.people),
        who=list(ours.who),
        when=str(ours.when),
        how=[str(each) for each in ours.how],
        child=[str(each) for each in ours.child],
        foreign=[str(each) for each in ours.foreign],
        say=str(ours.say),
        minutes=ours.minutes,
        source=ours.source,
    )


def slug_of(country: str, code: str, name: str) -> str:
    return f"{country.lower()}-{code}-{name}"[:80]
