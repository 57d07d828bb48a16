"""
Rows of the list and the map, drawn once and kept in the memory of the process: what a row shows is all in its
arguments, so that a change of the directory makes another row.
"""

from functools import lru_cache

from django.template.loader import render_to_string

from directory.countries import country
from directory.map import drawn, steps
from directory.overview import Overview
from directory.topics import Treaty

ROWS_KEPT, MAPS_KEPT = 4000, 30  # about 1 kB and 45 kB each


@lru_cache(maxsize=ROWS_KEPT)
def row(language: str, overview: Overview, is_pinned: bool, is_ticked: bool) -> str:
    """`language` is the active one; it only tells rows of two languages apart."""
    context = {
        "country": country(overview.iso2),
        "overview": overview,
        "is_pinned": is_pinned,
        "is_ticked": is_ticked,
        "treaties": len(Treaty),
    }
    return render_to_string("directory/country_row.html", context)


def world_map(language: str, overviews: dict[str, Overview], lit: frozenset | None) -> str:
    return _map(language, steps(overviews), lit)


@lru_cache(maxsize=MAPS_KEPT)
def _map(language: str, steps_of: tuple[int, ...], lit: frozenset | None) -> str:
    return render_to_string("directory/country_shapes.html", {"shapes": drawn(steps_of, lit)})
