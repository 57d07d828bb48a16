"""Invented people through 24 months, for the program that attacks the releases. No database."""

from reports.statistics import rates
from reports.statistics.cube import JOURNEYS
from reports.statistics.cubes import CUBES, same_cells
from reports.statistics.protect import TOTAL, Said, hide_together, with_sums
from reports.suppress import OUTSIDE

MONTHS = 24
# Enough countries for rows and parts of every size.
CODES = ("AA", "BB", "CC", "DD")
SEEN = {(row, code) for row in ("eu", "other") for code in CODES}


def shapes_of(people) -> dict:
    """{cube: (rows, columns)} of the cubes that count these people."""
    return {
        cube.name: (cube.row_codes((code, TOTAL) for code in CODES), cube.column_codes(SEEN))
        for cube in CUBES.values()
        if cube.people == people
    }


SHAPES = shapes_of(JOURNEYS)


def same_of(shapes) -> list:
    return same_cells([name for name in shapes if name in CUBES])


def guarded(tables, earlier, least):
    return hide_together(tables, earlier, least, same_of(tables))


def percents(seen, told=rates.told) -> list:
    """Of each month what its tables print as a percent."""
    return [{name: told(CUBES[name].rates, table) for name, table in month.items()} for month in seen]  # fmt: skip


def releases(chance, months=MONTHS, least=OUTSIDE, shapes=SHAPES, protect=guarded) -> list:
    """What a reader sees of each month: {cube: {cell: number, or None}}. People come, and now and then a code is corrected."""
    most = chance.choice([1, 4, 15, 60])
    places = {name: cells_of(*shape) for name, shape in shapes.items()}
    weights = {name: [chance.random() ** 4 for _ in cells] for name, cells in places.items()}
    people, earlier, seen = [], {}, []
    for _month in range(months):
        people += [person(chance, places, weights) for _n in range(chance.randrange(most + 1))]
        correct(chance, people, places)
        tables = count(people, shapes)
        held = protect(tables, earlier, least)
        for name, table in tables.items():
            earlier.setdefault(name, []).append(Said(table, held[name]))
        seen.append(
            {
                name: {cell: None if cell in held[name] else n for cell, n in table.items()}
                for name, table in tables.items()
            }
        )
    return seen


def cells_of(rows, columns) -> list:
    """Where somebody can stand: not in a sum."""
    if isinstance(columns, dict):
        return [(row, part) for row in rows for part in columns.get(row) or [TOTAL]]
    return [(row, column) for row in rows for column in columns]


def person(chance, places, weights):
    one = {name: chance.choices(cells, weights[name])[0] for name, cells in places.items()}
    return agreeing(chance, one, places)


def agreeing(chance, one, places):
    """Where two tables have a number in common, a person stands in both or in none of them."""
    for name in [name for name in one if name in CUBES and CUBES[name].same]:
        fitting = [cell for cell in places[name] if fits(one, name, cell)]
        if one[name] not in fitting:
            one[name] = chance.choice(fitting)
    return one


def fits(one, name, cell):
    return all(
        lies_in(cell, whole) == lies_in(one[other], there)
        for whole, (other, there) in CUBES[name].same.items()
    )


def lies_in(cell, whole):
    return all(code in (at, TOTAL) for at, code in zip(cell, whole, strict=True))


def correct(chance, people, places):
    for one in people:
        if chance.random() < 0.01:
            name = chance.choice(list(places))
            one[name] = chance.choice(places[name])
            agreeing(chance, one, places)


def count(people, shapes):
    found = {name: {} for name in shapes}
    for one in people:
        for name, cell in one.items():
            found[name][cell] = found[name].get(cell, 0) + 1
    return {name: with_sums(found[name], *shapes[name]) for name in shapes}
