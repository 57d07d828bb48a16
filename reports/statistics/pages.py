"""A ready table as pages and files show it: read from what was said, with words."""

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.models import SaidCell, Snapshot
from reports.statistics.cubes import CUBES, JOURNEYS, Cube
from reports.statistics.protect import TOTAL


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


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    label: str
    cells: list
    width: float | None  # of the bar; none where the number is not said

    @property
    def is_sum(self):
        return self.code == TOTAL


@dataclass(frozen=True, slots=True)
class Shown:
    cube: Cube
    columns: list  # (code, words)
    lines: list

    @property
    def about(self):
        if self.cube.people == JOURNEYS:
            return _("People")
        return pgettext("figures", "Referrals")


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
    cells = {
        (cube, row, column): Cell(number, as_of, month)
        for cube, row, column, number, as_of in said.filter(
            snapshot=snapshot, cube__in=table.cubes
        ).values_list("cube", "row", "column", "number", "as_of")
    }
    return [
        shown(CUBES[name], cells)
        for name in table.cubes
        if (name, TOTAL, TOTAL) in cells
    ]  # fmt: skip


def shown(cube, cells):
    whole = pgettext("figures", "Total")
    columns = [*(cube.columns or {}).items(), (TOTAL, whole)]
    rows = [*cube.rows.items(), (TOTAL, whole)]
    sums = {row: cells[cube.name, row, TOTAL].number for row, _words in rows}
    most = max((n or 0 for row, n in sums.items() if row != TOTAL), default=0) or 1
    lines = []
    for row, words in rows:
        line = [cells[cube.name, row, column] for column, _words in columns]
        width = None if sums[row] is None or row == TOTAL else round(100 * sums[row] / most, 1)
        lines.append(Line(row, str(words), line, width))
    return Shown(cube, [(code, str(words)) for code, words in columns], lines)


def month_text(month):
    return formats.date_format(month, "YEAR_MONTH_FORMAT")
