"""
The statistics' own part, as the database role `trm_stats`: a month frozen once, its cubes counted, and what may be said of them.

Numbers before small ones are held back never leave that role: the web has no right to the tables in which they stand.
"""

import json
from collections import defaultdict
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from directory.working_days import holidays, known
from directory.zones import zones
from reports.models import CubeCell, SaidCell, Snapshot
from reports.statistics.codes import UNION
from reports.statistics.cube import BODIES, JOURNEYS, REFERRALS
from reports.statistics.cubes import CUBES, same_cells
from reports.statistics.protect import ALL, TOTAL, Said, hide_together, with_sums
from reports.suppress import INSIDE, OUTSIDE

ROWS_OF = {JOURNEYS: "reports_frozenjourneys", REFERRALS: "reports_frozenreferrals"}


def last_whole_month(now=None) -> date:
    today = (now or timezone.now()).date()
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


@transaction.atomic
def take_snapshot(month: date | None = None, now=None) -> int:
    """How many frozen rows were written; 0 where the month stands already. An earlier month than the last is refused."""
    now = now or timezone.now()
    month = month or last_whole_month(now)
    if month > last_whole_month(now):
        raise ValueError("a month is frozen after its end")
    newest = Snapshot.objects.order_by("-month").values_list("month", flat=True).first()
    if newest and month < newest:
        return 0
    with connection.cursor() as cursor:
        calendar = {"free": free_days(month), "zones": zones()}
        values = [month, now, UNION, json.dumps(calendar)]
        cursor.execute("SELECT freeze_month(%s, %s, %s, %s)", values)
        made = cursor.fetchone()[0]
    if made:
        snapshot = Snapshot.objects.only("id", "month").get(month=month)
        count_cubes(snapshot)
        say(snapshot)
    return made


def free_days(month) -> dict:
    """{country: its holidays} of the years that a month counts, and of the weeks after it."""
    years = range(month.year - 1, month.year + 2)
    return {
        country: sorted(day.isoformat() for year in years for day in holidays(country, year))
        for country in known()
    }


def count_cubes(snapshot):
    with connection.cursor() as cursor:
        for cube in CUBES.values():
            if not cube.field:
                continue  # counted by `freeze_month`
            across = cube.across or f"'{TOTAL}'::text"
            cursor.execute(
                'INSERT INTO reports_cubecell (snapshot_id, country, year, cube, row, "column", number)'  # noqa: S608 -- our own names
                f" SELECT snapshot_id, country, year, %s, {cube.field}, {across}, sum(number)"
                f" FROM {ROWS_OF[cube.people]} WHERE snapshot_id = %s GROUP BY 1, 2, 3, 5, 6",
                [cube.name, snapshot.pk],
            )


def say(snapshot):
    """Each country's tables of this year and of the year before. Earlier years stand as they were said last."""
    years = [snapshot.month.year - 1, snapshot.month.year]
    counted = counted_before(years)
    said = SaidBefore(years)
    groups = dict.fromkeys(cube.people for cube in CUBES.values() if cube.people != BODIES)
    rows = []
    for country, year in sorted({(country, year) for country, year, _cube in counted}):
        for inside, least in ((False, OUTSIDE), (True, INSIDE)):
            for people in groups:
                rows += cells(snapshot, country, year, people, inside, least, counted, said)
            rows += facts(snapshot, country, year, inside, counted)
    SaidCell.objects.bulk_create(rows, batch_size=2000)


def counted_before(years):
    """{(country, year, cube): {snapshot: {(row, column): number}}}, this month among them."""
    found = defaultdict(lambda: defaultdict(dict))
    for snap, country, year, cube, row, column, number in CubeCell.objects.filter(
        year__in=years
    ).values_list("snapshot", "country", "year", "cube", "row", "column", "number"):
        place = CUBES[cube].place(row, column) if cube in CUBES else (row, column)
        table = found[country, year, cube][snap]
        table[place] = table.get(place, 0) + number
    return found


class SaidBefore:
    """What earlier months said: the cells that were said anew, and the last number of each."""

    def __init__(self, years):
        self.fresh = defaultdict(lambda: defaultdict(set))
        self.last = defaultdict(dict)
        cells = SaidCell.objects.filter(year__in=years).order_by("snapshot__month")
        for snap, month, country, year, cube, row, column, inside, number, as_of in cells.values_list(
            "snapshot", "snapshot__month", "country", "year", "cube", "row", "column", "inside", "number", "as_of"
        ):  # fmt: skip
            fresh = self.fresh[country, year, cube, inside][snap]
            place = CUBES[cube].said_place(row, column) if cube in CUBES else (row, column)
            if as_of == month and place:
                fresh.add(place)
                self.last[country, year, cube, inside][place] = (number, as_of)


def cells(snapshot, country, year, people, inside, least, counted, said):
    cubes = [cube for cube in CUBES.values() if cube.people == people]
    tables, earlier = {}, {}
    for cube in cubes:
        full = tables_of(counted, country, year, cube)
        tables[cube.name] = full(snapshot.pk)
        earlier[cube.name] = [
            Said(table, frozenset(table.keys() - fresh))
            for snap, fresh in said.fresh[country, year, cube.name, inside].items()
            for table in [full(snap)]
        ]
    if not any(table[ALL] for table in tables.values()) and not any(earlier.values()):
        return
    for name, held in hide_together(tables, earlier, least, same_cells(tables)).items():
        last = said.last[country, year, name, inside]
        for cell, number in tables[name].items():
            one = last.get(cell, (None, None)) if cell in held else (number, snapshot.month)
            yield said_cell(snapshot, country, year, name, cell, inside, *one)


def tables_of(counted, country, year, cube):
    """Snapshot → the whole table: the same cells in every month, also those of countries that came or went."""
    months = counted.get((country, year, cube.name), {})
    seen = {cell for numbers in months.values() for cell in numbers}
    rows, columns = cube.row_codes(seen), cube.column_codes(seen)
    return lambda snap: with_sums(months.get(snap, {}), rows, columns)


def facts(snapshot, country, year, inside, counted):
    """What there is: nobody stands behind these numbers, and what one body has of two services does not add up."""
    for cell, number in counted.get((country, year, "capacity"), {}).get(snapshot.pk, {}).items():
        yield said_cell(snapshot, country, year, "capacity", cell, inside, number, snapshot.month)


def said_cell(snapshot, country, year, cube, cell, inside, number, as_of):
    row, column = cell
    return SaidCell(
        snapshot=snapshot,
        country=country,
        year=year,
        cube=cube,
        row=row,
        column=column,
        inside=inside,
        number=number,
        as_of=as_of,
    )
