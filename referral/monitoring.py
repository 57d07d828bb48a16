"""The visits of a case as one course: the index of each, what changed since the one before, and the lines of the chart. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments.visit import AT_RISK, DIMENSIONS, SUSTAINABLE, band

LABELS = {
    "economic": gettext_lazy("Living"),
    "social": gettext_lazy("Among others"),
    "psychosocial": gettext_lazy("Within"),
}
# The drawing: a percent is a hundredth of its height.
WIDTH, HEIGHT, LEFT, TOP = 460, 160, 34, 10
STEADY = 5  # percent: less is no change worth a word


@dataclass(frozen=True, slots=True)
class Figures:
    """One visit that reached the person. `index`: nothing while a dimension is missing."""

    months: int
    economic: int | None
    social: int | None
    psychosocial: int | None

    @property
    def index(self) -> int | None:
        found = [getattr(self, name) for name in DIMENSIONS]
        return None if None in found else round(sum(found) / len(found))

    @property
    def band(self) -> tuple[str, str, str] | None:
        return None if self.index is None else band(self.index / 100)


@dataclass(frozen=True, slots=True)
class Change:
    """A dimension now, and since it was last known."""

    label: str
    now: int | None
    by: int | None

    @property
    def word(self) -> str:
        if self.by is None:
            return ""
        if abs(self.by) < STEADY:
            return _("as before")
        return _("better than before") if self.by > 0 else _("worse than before")

    @property
    def tone(self) -> str:
        if self.by is None or abs(self.by) < STEADY:
            return ""
        return "ok" if self.by > 0 else "due"


def changes(course: Iterable[Figures]) -> list[Change]:
    """The last visit, dimension by dimension. What was not answered is not compared."""
    course = list(course)
    if not course:
        return []
    found = []
    for name in DIMENSIONS:
        now = getattr(course[-1], name)
        before = [value for one in course[:-1] if (value := getattr(one, name)) is not None]
        by = now - before[-1] if now is not None and before else None
        found.append(Change(str(LABELS[name]), now, by))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    label: str
    points: tuple[tuple[int, int], ...]
    segments: tuple[tuple[int, int, int, int], ...]


def chart(course: Iterable[Figures]) -> dict:
    """Coordinates for the server-drawn chart. A gap stays a gap: nothing is drawn across a visit that says nothing."""
    course = list(course)
    if len(course) < 2:
        return {}
    last = max(one.months for one in course) or 1
    return {
        "width": WIDTH,
        "height": HEIGHT + TOP + 30,
        "left": LEFT,
        "right": WIDTH - 10,
        "base": TOP + HEIGHT,
        "lines": [_line(name, course, last) for name in DIMENSIONS],
        "marks": [
            {"at": _y(round(limit * 100)), "text": f"{round(limit * 100)} %"}
            for limit in (SUSTAINABLE, AT_RISK)
        ],
        "months": [{"at": _x(one.months, last), "months": one.months} for one in course],
    }


def _line(name: str, course: list[Figures], last: int) -> Line:
    places = [
        None if getattr(one, name) is None else (_x(one.months, last), _y(getattr(one, name)))
        for one in course
    ]
    return Line(
        name,
        str(LABELS[name]),
        tuple(place for place in places if place),
        tuple((*start, *end) for start, end in pairwise(places) if start and end),
    )


def _x(months: int, last: int) -> int:
    return LEFT + 10 + round((WIDTH - LEFT - 40) * months / last)


def _y(percent: int) -> int:
    return TOP + round(HEIGHT * (100 - percent) / 100)
