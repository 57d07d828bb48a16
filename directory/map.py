"""The map of countries as shapes of a picture; the same facts are in the list. `data/README.md` names the source."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse

from directory.countries import country_name
from directory.overview import Completeness, Overview

DATA = Path(__file__).parent / "data" / "map.csv"


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, or a dot at x and y for whatever is too small to be drawn."""

    iso2: str
    x: str
    y: str
    path: str


@dataclass(frozen=True, slots=True)
class Drawn:
    shape: Shape
    step: Completeness
    is_dimmed: bool

    @property
    def url(self) -> str:
        return reverse("country_detail", args=[self.shape.iso2.lower()])

    @property
    def marks(self) -> str:
        return f"m{self.step.value} dim" if self.is_dimmed else f"m{self.step.value}"

    @property
    def title(self) -> str:
        return f"{country_name(self.shape.iso2)}: {self.step.label}"


@cache
def shapes() -> tuple[Shape, ...]:
    """Dots last: they lie on top."""
    with DATA.open(encoding="utf-8", newline="") as file:
        found = [Shape(**row) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda shape: not shape.path))


def steps(overviews: dict[str, Overview]) -> tuple[int, ...]:
    """Of every shape, in their order."""
    return tuple(int(overviews[shape.iso2].completeness) for shape in shapes())


def drawn(steps_of: tuple[int, ...], lit=None) -> list[Drawn]:
    """Every shape with its step; `lit`: the codes that a filter leaves, all where there is none."""
    return [
        Drawn(shape, Completeness(step), lit is not None and shape.iso2 not in lit)
        for shape, step in zip(shapes(), steps_of, strict=True)
    ]
