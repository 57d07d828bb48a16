"""From which country to which, for all countries that are told: each row is a table of its own, and columns have no sum."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.models import SaidCell
from reports.statistics.cubes import CUBES
from reports.statistics.pages import Cell, shown, width
from reports.statistics.protect import TOTAL
from shell.formats import country_name

PLACE = CUBES["place"]
MOST = 10  # ways that are drawn
NOBODY = Cell(0, None, None)


@dataclass(frozen=True, slots=True)
class Row:
    country: str
    cells: list
    whole: Cell


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    number: int
    width: float


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: list  # countries
    rows: list
    ways: list  # the most frequent ones over a border


def told(year) -> dict:
    """{country: its table}, as the newest month of that year said it to everybody."""
    said = SaidCell.objects.filter(cube=PLACE.name, year=year, inside=False)
    newest = said.order_by("-snapshot__month").values_list("snapshot", "snapshot__month").first()
    if newest is None:
        return {}
    snapshot, month = newest
    found = {}
    for country, row, column, number, as_of in said.filter(snapshot=snapshot).values_list(
        "country", "row", "column", "number", "as_of"
    ):
        place = PLACE.said_place(row, column)
        if place:
            found.setdefault(country, {})[PLACE.name, *place] = Cell(number, as_of, month)
    return {country: shown(PLACE, found[country]) for country in sorted(found, key=country_name)}


def matrix(tables) -> Matrix:
    cells = {country: ways_of(country, one) for country, one in tables.items()}
    columns = sorted(
        {to for ways in cells.values() for to in ways if to != TOTAL}, key=country_name
    )
    rows = [
        Row(country, [ways.get(to, NOBODY) for to in columns], ways[TOTAL])
        for country, ways in cells.items()
    ]
    return Matrix(columns, rows, most_frequent(cells))


def ways_of(country, one) -> dict:
    """{country to which: cell}. What nobody was ever sent to does not stand there, and is nothing."""
    sums = {row: cell for row, _w, column, _c, cell in one.places() if column == TOTAL}
    return {country if row == "inside" else row: cell for row, cell in sums.items()}


def most_frequent(cells) -> list:
    pairs = [
        (cell.number, country, to)
        for country, ways in cells.items()
        for to, cell in ways.items()
        if to not in (TOTAL, country) and cell.number
    ]
    pairs.sort(key=lambda one: (-one[0], *one[1:]))
    most = pairs[0][0] if pairs else 1
    return [
        Way(_("%(one)s to %(other)s") % {"one": country_name(one), "other": country_name(other)}, number, width("", Cell(number, None, None), most))
        for number, one, other in pairs[:MOST]
    ]  # fmt: skip
