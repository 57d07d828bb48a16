"""
What the table of each month said, over months: read again, and nothing worked out anew. Whoever kept the tables of every month could draw
the same lines, so they say nothing that those did not say. A month that does not say a number leaves a gap.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.lines import MOST
from reports.models import SaidCell
from reports.statistics import pages
from reports.statistics.cube import BODIES, Cube
from reports.statistics.cubes import CUBES
from reports.statistics.pages import NOT_SAID, month_text
from reports.statistics.protect import TOTAL


@dataclass(frozen=True, slots=True)
class Series:
    code: str
    label: str
    cells: list  # one of each month

    @property
    def said(self):
        return [cell for cell in self.cells if cell.number is not None]


@dataclass(frozen=True, slots=True)
class Course:
    """Of a cube the whole, and the largest of its rows."""

    cube: Cube
    about: str  # who is counted
    months: list
    series: list

    @property
    def code(self):
        return self.cube.name

    @property
    def rows(self):
        """(month, cells), for a table."""
        return list(zip(self.months, zip(*(one.cells for one in self.series), strict=True), strict=True))  # fmt: skip

    @property
    def has_somebody(self):
        return any(cell.number for one in self.series for cell in one.cells)

    @property
    def finding(self):
        """In words, for whoever does not see the lines."""
        first, *others = self.series
        said = change(first)
        if first.code == TOTAL and others:
            most = {"label": others[0].label, "number": others[0].cells[-1].number}
            said += " " + _("The largest row that is said: %(label)s, %(number)s.") % most
        return said


def change(series):
    first, last = series.said[0], series.said[-1]
    words = {
        "label": series.label,
        "first": first.number,
        "since": month_text(first.as_of),
        "last": last.number,
        "month": month_text(last.as_of),
    }
    if first.as_of == last.as_of:
        return _("%(label)s: %(last)s in %(month)s. No other month says a new number.") % words
    if first.number == last.number:
        return _("%(label)s: %(last)s in %(since)s, and again in %(month)s.") % words
    return _("%(label)s: from %(first)s in %(since)s to %(last)s in %(month)s.") % words


def told(table, country, year, inside) -> dict:
    """{month: {(cube, row, column): Cell}}, the oldest first."""
    said = SaidCell.objects.filter(country=country, year=year, inside=inside)
    return pages.cells(said.filter(cube__in=table.cubes).order_by("snapshot__month"))


def axis(found) -> list:
    """Every month from the first to the last that says something, also where none was frozen."""
    if not found:
        return []
    first, last = min(found), max(found)
    return [date(n // 12, n % 12 + 1, 1) for n in range(number_of(first), number_of(last) + 1)]


def number_of(month):
    return month.year * 12 + month.month - 1


def courses(table, found) -> list[Course]:
    months = axis(found)
    return [course(CUBES[name], months, found) for name in table.cubes] if months else []


def course(cube, months, found):
    newest = pages.shown(cube, found[months[-1]])
    # What one body has of two services does not add up, so bodies are counted here and not their places.
    column = next(iter(cube.columns)) if cube.people == BODIES else TOTAL

    def series(code, label):
        places = [found.get(month, {}).get((cube.name, code, column)) for month in months]
        return Series(code, str(label), [cell or NOT_SAID for cell in places])

    rows = [series(line.code, line.label) for line in newest.lines if not (line.part or line.is_sum)]  # fmt: skip
    rows = [one for one in rows if one.cells[-1].number]
    rows.sort(key=lambda one: -one.cells[-1].number)
    drawn = [series(TOTAL, pgettext("figures", "Total")), *rows[: MOST - 1]]
    return Course(cube, newest.about, months, [one for one in drawn if one.said])
