"""
Rows of the list, its map and its filters, drawn once and kept in the memory of the process: what each shows is all
in its arguments, so that a change of the directory makes another row.
"""

from functools import lru_cache

from django.template.loader import render_to_string

from directory.countries import country
from directory.forms.country_filter import CountryFilter
from directory.map import drawn, steps
from directory.overview import Overview
from directory.topics import Treaty

ROWS_KEPT, MAPS_KEPT, FILTERS_KEPT = 4000, 30, 100  # about 1, 45 and 12 kB each


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


@lru_cache(maxsize=FILTERS_KEPT)
def filter_fields(language: str, chosen: tuple[tuple[str, str], ...]) -> str:
    form = CountryFilter(initial=dict(chosen))
    return render_to_string("directory/country_filter_fields.html", {"form": form})
