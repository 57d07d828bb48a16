"""A table with noise as pages and files show it: nothing below zero, sums of what was drawn, and how far each may be off."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reports.noise.draw import margin
from reports.noise.release import budget, spent
from reports.noise_models import NoiseSpent
from reports.statistics import pages, sheets
from reports.statistics.protect import TOTAL, with_sums

COLUMNS = {"margin_95": "#indicator+num+margin", "epsilon": "#meta+epsilon"}


@dataclass(frozen=True, slots=True)
class Left:
    year: int
    spent: object
    whole: object

    @property
    def left(self):
        return max(self.whole - self.spent, 0)


def left_of(years) -> list[Left]:
    whole = budget()
    return [Left(year, spent(year), whole) for year in years]


def years(month) -> list[int]:
    """Of whom a frozen month tells, and earlier ones of which something was spent."""
    told = set(NoiseSpent.objects.values_list("year", flat=True))
    if month:
        told |= {month.year, month.year - 1}
    return sorted(told, reverse=True)


def numbers(release) -> dict:
    """What was drawn, with its sums, as the suppressed tables add up; below zero there is nobody."""
    cube = release.about
    drawn = {(one.row, one.column): one.number for one in release.cells.all()}
    whole = with_sums(drawn, list(cube.rows), cube.column_codes())
    return {cell: max(number, 0) for cell, number in whole.items()}


def table(release) -> pages.Shown:
    cells = {
        (release.cube, row, column): pages.Cell(number, release.month, release.month)
        for (row, column), number in numbers(release).items()
    }
    # A percentage of two numbers with noise may be off by far more than either, so none stands there.
    return replace(pages.shown(release.about, cells), shares=[])


def parts(cube, cell) -> int:
    """Of how many drawn numbers this one is the sum."""
    row, column = cell
    rows = len(cube.rows) if row == TOTAL else 1
    return rows * (len(cube.column_codes()) if column == TOTAL else 1)


def margin_of(release, cell) -> int:
    return margin(release.epsilon, release.sensitivity, parts(release.about, cell))


def margins(release) -> list:
    """(what, within how much) from a single number to the sum of all."""
    cube = release.about
    one_row, one_column = next(iter(cube.rows)), cube.column_codes()[0]
    sums = [(_("The sum of all"), (TOTAL, TOTAL))]
    if cube.columns:
        sums = [
            (_("The sum of a row"), (one_row, TOTAL)),
            (_("The sum of a column"), (TOTAL, one_column)),
            *sums,
        ]
    return [
        (_("Each number"), margin_of(release, (one_row, one_column))),
        # noise has no side: a difference is off as a sum is
        (_("The difference of two numbers"), margin(release.epsilon, release.sensitivity, 2)),
        *((words, margin_of(release, cell)) for words, cell in sums),
    ]


def sheet(release) -> tuple[list, list, list]:
    """(names, tags, rows), as of the other ready tables, with the margin and the epsilon in each row instead of percentages."""
    found = table(release)
    rows = [
        [
            *sheets.as_ours(release.country, release.year, found.cube, *place)[:-1],
            margin_of(release, (place[0], place[2])),
            f"{release.epsilon}",
        ]
        for place in found.places()
    ]
    head = {n: tag for n, tag in sheets.HEAD.items() if n != sheets.PERCENT} | COLUMNS
    return list(head), list(head.values()), rows
