"""A ready table as pages and files show it: read from what was said, with words."""

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import pgettext

from reports.models import SaidCell, Snapshot
from reports.statistics.cube import BODIES, COUNTRIES, JOURNEYS, REFERRALS, Cube
from reports.statistics.cubes import CUBES
from reports.statistics.protect import TOTAL
from reports.statistics.rates import percent


@dataclass(frozen=True, slots=True)
class Cell:
    number: int | None
    as_of: object
    month: object  # of the release

    @property
    def text(self):
        return "" if self.number is None else str(self.number)

    @property
    def is_older(self):
        return self.as_of is not None and self.as_of != self.month


NOT_SAID = Cell(None, None, None)


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    label: str
    cells: list
    width: float | None = None  # of the bar; none where the number is not said
    part: str = ""  # a part of the row `code`

    @property
    def is_sum(self):
        return self.code == TOTAL


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage of numbers that are said, all of them as of one month."""

    code: str
    label: str
    percent: int
    cell: Cell  # says the month


@dataclass(frozen=True, slots=True)
class Shown:
    cube: Cube
    columns: list  # (code, words)
    lines: list
    shares: list = ()

    @property
    def code(self):
        return self.cube.name

    @property
    def title(self):
        return self.cube.title

    @property
    def note(self):
        return self.cube.about

    @property
    def about(self):
        return {
            JOURNEYS: pgettext("figures", "People"),
            REFERRALS: pgettext("figures", "Referrals"),
        }.get(self.cube.people, "")

    def places(self):
        """(row, its words, column, its words, cell) of every cell, for files."""
        words = {line.code: line.label for line in self.lines if not line.part}
        for line in self.lines:
            columns = [(line.part, line.label)] if line.part else self.columns
            for (column, label), cell in zip(columns, line.cells, strict=True):
                yield line.code, words[line.code], column, label, cell


@dataclass(frozen=True, slots=True)
class Panel:
    """Several cubes as one table of a page."""

    code: str
    title: str
    about: str
    columns: list
    lines: list
    note: str = ""


def newest_month():
    return Snapshot.objects.order_by("-month").values_list("month", flat=True).first()


def told(inside=False):
    """{country: years, newest first} of which there are tables."""
    found = {}
    rows = SaidCell.objects.filter(inside=inside).order_by("country", "-year")
    for country, year in rows.values_list("country", "year").distinct():
        found.setdefault(country, []).append(year)
    return found


def tables(table, country, year, inside) -> list[Shown]:
    said = SaidCell.objects.filter(country=country, year=year, inside=inside)
    newest = said.order_by("-snapshot__month").values_list("snapshot", "snapshot__month").first()
    if newest is None:
        return []
    snapshot, month = newest
    found = cells(said.filter(snapshot=snapshot, cube__in=table.cubes)).get(month, {})
    return [one for name in table.cubes if (one := shown(CUBES[name], found)).lines]


def cells(said) -> dict:
    """{month: {(cube, row, column): Cell}} of what was said."""
    found = {}
    for month, cube, row, column, number, as_of in said.values_list(
        "snapshot__month", "cube", "row", "column", "number", "as_of"
    ):
        if place := CUBES[cube].said_place(row, column):
            found.setdefault(month, {})[cube, *place] = Cell(number, as_of, month)
    return found


def shown(cube, cells):
    whole = pgettext("figures", "Total")
    found = {at[1:]: cell for at, cell in cells.items() if at[0] == cube.name}
    if cube.parts is None:
        columns = [*(cube.columns or {}).items()]
        columns += [] if cube.people == BODIES else [(TOTAL, whole)]
    else:
        columns = [(TOTAL, whole)]
    named = [*cube.rows.items(), *countries(cube, found), (TOTAL, whole)]
    rows = [row for row in named if any((row[0], column) in found for column, _words in columns)]
    sums = {row: found.get((row, columns[-1][0])) for row, _words in rows}
    most = max((cell.number or 0 for row, cell in sums.items() if cell and row != TOTAL), default=0)
    lines = []
    for row, words in rows:
        line = [found.get((row, column), NOT_SAID) for column, _words in columns]
        lines.append(Line(row, str(words), line, width(row, sums[row], most)))
        lines += parts(cube, row, found)
    return Shown(cube, [(code, str(words)) for code, words in columns], lines, shares(cube, found))


def countries(cube, found):
    """Rows that are countries, by their names."""
    further = [(row, cube.row_words(row)) for row in cube.row_codes(found) if row not in cube.rows]
    return sorted(further, key=lambda one: one[1])


def shares(cube, found):
    told = []
    for rate in cube.rates:
        cells = [found[cell] for cell in rate.cells if cell in found]
        numbers = {cell: found[cell].number for cell in rate.cells if cell in found}
        number = percent(rate, numbers) if len({cell.as_of for cell in cells}) == 1 else None
        if number is not None:
            told.append(Share(rate.code, str(rate.label), number, cells[0]))
    return told


def width(row, cell, most):
    if row == TOTAL or cell is None or cell.number is None:
        return None
    return round(100 * cell.number / (most or 1), 1)


def parts(cube, row, found):
    """Of a row: in the order of the codes; countries by their names."""
    if row not in (cube.parts or {}):
        return []
    named = [(cube.part_words(row, part), part) for of, part in found if of == row and part != TOTAL]  # fmt: skip
    order = list(cube.parts[row]) if cube.parts[row] != COUNTRIES else []
    named.sort(key=lambda one: order.index(one[1]) if order else one[0])
    return [Line(row, label, [found[row, part]], part=part) for label, part in named]


def month_text(month):
    return formats.date_format(month, "YEAR_MONTH_FORMAT")
