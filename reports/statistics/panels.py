"""Cubes that a reader wants beside each other, as one table of a page. Files have each cube whole."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.statistics.codes import BANDS, PLANNED, SERVICES, SPENT
from reports.statistics.cube import BUDGETS, VISITS
from reports.statistics.pages import Cell, Line, Panel
from reports.statistics.protect import TOTAL

NOTHING = Cell(0, None, None)


def panels(found) -> list:
    """What stands on the page, in the order of the cubes: the first one of a group brings the others along."""
    made, groups = [], set()
    by_name = {one.code: one for one in found}
    for one in found:
        group = one.cube.group
        if one.code == "capacity":
            made.append(capacity(one, by_name.get("kind")))
        elif not group:
            made.append(replace(one, lines=[line for line in one.lines if not is_empty(line)]))
        elif group not in groups:
            groups.add(group)
            made.append(JOINED[group]([other for other in found if other.cube.group == group]))
    return made


def is_empty(line):
    """A part of which there is nobody: files have it, a page does not need it. Nothing is said by that: a 0 is said anyway."""
    return bool(line.part) and all(cell.number == 0 for cell in line.cells)


def cells_of(one) -> dict:
    return {(row, column): cell for row, _words, column, _label, cell in one.places()}


def budget(cubes):
    """Of each family what is planned, and how much of it is spent."""
    whole = pgettext("figures", "Total")
    columns = [*PLANNED.items(), *SPENT.items(), (TOTAL, whole)]
    lines = []
    for one in cubes:
        cells = cells_of(one)
        row = [cells[code, TOTAL] for code in PLANNED] + [cells[TOTAL, code] for code in SPENT]
        lines.append((one, [*row, cells[TOTAL, TOTAL]]))
    most = max((row[-1].number or 0 for _one, row in lines), default=0) or 1
    return Panel(
        BUDGETS,
        _("Budget by family of measures"),
        pgettext("figures", "People"),
        [(code, str(words)) for code, words in columns],
        [
            Line(one.code, str(one.cube.label), row, None if row[-1].number is None else round(100 * row[-1].number / most, 1))
            for one, row in lines
        ],
        _(
            "People for whom something of the family is planned or paid, in plans of reintegration, by the sum for one person in the"
            " currency of the programme. A person may stand in several families. Lines that were cancelled do not count."
        ),
    )  # fmt: skip


def index(cubes):
    """How people are after the return; the bar is the share that is on its way."""
    lines = []
    for one in cubes:
        cells = cells_of(one)
        row = [cells[code, TOTAL] for code in [*BANDS, TOTAL]]
        well, everybody = row[0].number, row[-1].number
        lines.append(Line(one.code, str(one.cube.label), row, round(100 * well / everybody, 1) if well is not None and everybody else None))  # fmt: skip
    return Panel(
        VISITS,
        _("How people are after the return"),
        pgettext("figures", "People"),
        [(code, str(words)) for code, words in [*BANDS.items(), (TOTAL, pgettext("figures", "Total"))]],
        lines,
        _(
            "By the year of the visit: people who were reached and answered in all three dimensions. The bar is the share that is on its"
            " way. Form H of this mechanism; three dimensions as in IOM’s reintegration sustainability approach, items and limits are ours"
            " and not validated."
        ),
    )  # fmt: skip


def capacity(one, asked):
    """What there is beside what was asked: services that nobody offers and nobody asked for are left out."""
    there = {(line.code, code): cell for line in one.lines for (code, _w), cell in zip(one.columns, line.cells, strict=True)}  # fmt: skip
    wanted = cells_of(asked) if asked else {}
    lines = []
    for code, words in [*one.cube.rows.items(), (TOTAL, pgettext("figures", "Total"))]:
        demand = wanted.get(("service", code), NOTHING)
        row = [there.get((code, "bodies"), NOTHING), there.get((code, "places"), NOTHING), demand]
        if code == TOTAL or any(cell.number != 0 for cell in row):
            lines.append(Line(code, str(words), row))
    for code in ("several", "unnamed"):
        if wanted.get(("service", code), NOTHING).number != 0:
            row = [None, None, wanted["service", code]]
            lines.insert(-1, Line(code, str(SERVICES[code]), row))
    return Panel(
        "capacity",
        _("What there is, and what was asked"),
        "",
        [*one.columns, ("asked", _("Times asked"))],
        with_widths(lines),
        _(
            "Organisations of the country that take referrals, with their places, as they entered them; who offers several services stands"
            " with all places under each. Asked: referrals sent from this country for a service in the year."
        ),
    )


def with_widths(lines):
    most = max((line.cells[2].number or 0 for line in lines if not line.is_sum), default=0) or 1
    return [
        line if line.is_sum or line.cells[2].number is None
        else Line(line.code, line.label, line.cells, round(100 * line.cells[2].number / most, 1))
        for line in lines
    ]  # fmt: skip


JOINED = {BUDGETS: budget, VISITS: index}
