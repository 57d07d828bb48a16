"""
Where the nearest guidance is, when nothing was found about a country: of its region first, then of the world.

The documents stand in `data/guidance.csv`; each address was seen with its title.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "guidance.csv"
MOST = 2


@dataclass(frozen=True, slots=True)
class Guidance:
    """A document for every country (`group` empty) or for the members of one organisation of states."""

    sections: tuple[str, ...]
    group: str
    title: str
    publisher: str
    address: str
    dated: str


@cache
def documents() -> tuple[Guidance, ...]:
    """In the order of the file: the closest first."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Guidance(**{**row, "sections": tuple(row["sections"].split())})
            for row in csv.DictReader(file)
        )


def nearest_guidance(section: str, groups: set[str]) -> list[Guidance]:
    """At most two documents on this section for a member of these organisations of states."""
    fitting = [
        each
        for each in documents()
        if section in each.sections and (not each.group or each.group in groups)
    ]
    return fitting[:MOST]
