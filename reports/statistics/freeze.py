"""
The statistics' own part, as the database role `trm_stats`: a month frozen once, its cubes counted, and what may be said of them.

Numbers before small ones are held back never leave that role: the web has no right to the tables in which they stand.
"""

from collections import defaultdict
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from reports.models import CubeCell, SaidCell, Snapshot
from reports.statistics.cubes import CUBES, JOURNEYS, REFERRALS, UNION
from reports.statistics.protect import TOTAL, Said, hide_together, with_sums
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
        cursor.execute("SELECT freeze_month(%s, %s, %s)", [month, now, UNION])
        made = cursor.fetchone()[0]
    if made:
        snapshot = Snapshot.objects.only("id", "month").get(month=month)
        count_cubes(snapshot)
        say(snapshot)
    return made


def count_cubes(snapshot):
    with connection.cursor() as cursor:
        for cube in CUBES.values():
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
    rows = []
    for country, year in sorted({(country, year) for country, year, _cube, _snap in counted}):
        for inside, least in ((False, OUTSIDE), (True, INSIDE)):
            for people in (JOURNEYS, REFERRALS):
                rows += cells(snapshot, country, year, people, inside, least, counted, said)
    SaidCell.objects.bulk_create(rows, batch_size=2000)


def counted_before(years):
    """{(country, year, cube, snapshot): {(row, column): number}}, this month among them."""
    found = defaultdict(dict)
    for snap, country, year, cube, row, column, number in CubeCell.objects.filter(
        year__in=years
    ).values_list("snapshot", "country", "year", "cube", "row", "column", "number"):
        found[country, year, cube, snap][row, column] = number
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
            if as_of == month:
                fresh.add((row, column))
                self.last[country, year, cube, inside][row, column] = (number, as_of)


def cells(snapshot, country, year, people, inside, least, counted, said):
    cubes = [cube for cube in CUBES.values() if cube.people == people]
    tables = {cube.name: full(counted, country, year, cube, snapshot.pk) for cube in cubes}
    if not any(table[TOTAL, TOTAL] for table in tables.values()) and not any(
        said.fresh[country, year, cube.name, inside] for cube in cubes
    ):
        return
    earlier = {}
    for cube in cubes:
        earlier[cube.name] = []
        for snap, fresh in said.fresh[country, year, cube.name, inside].items():
            table = full(counted, country, year, cube, snap)
            earlier[cube.name].append(Said(table, frozenset(table.keys() - fresh)))
    for name, held in hide_together(tables, earlier, least).items():
        last = said.last[country, year, name, inside]
        for (row, column), number in tables[name].items():
            one = (number, snapshot.month)
            if (row, column) in held:
                one = last.get((row, column), (None, None))
            yield SaidCell(
                snapshot=snapshot,
                country=country,
                year=year,
                cube=name,
                row=row,
                column=column,
                inside=inside,
                number=one[0],
                as_of=one[1],
            )


def full(counted, country, year, cube, snap):
    numbers = counted.get((country, year, cube.name, snap), {})
    return with_sums(numbers, list(cube.rows), cube.column_codes)
