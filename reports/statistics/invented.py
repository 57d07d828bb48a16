"""Invented people through 24 months, for the program that attacks the releases. No database."""

from reports.statistics.cubes import CUBES, JOURNEYS
from reports.statistics.protect import Said, hide_together, with_sums
from reports.suppress import OUTSIDE

MONTHS = 24
SHAPES = {
    cube.name: (list(cube.rows), cube.column_codes)
    for cube in CUBES.values()
    if cube.people == JOURNEYS
}


def releases(chance, months=MONTHS, least=OUTSIDE, shapes=SHAPES, protect=hide_together) -> list:
    """What a reader sees of each month: {cube: {cell: number, or None}}. People come, and now and then a code is corrected."""
    most = chance.choice([1, 4, 15, 60])
    weights = {
        name: ([chance.random() ** 3 for _ in rows], [chance.random() ** 2 for _ in columns])
        for name, (rows, columns) in shapes.items()
    }
    people, earlier, seen = [], {}, []
    for _month in range(months):
        people += [person(chance, shapes, weights) for _n in range(chance.randrange(most + 1))]
        correct(chance, people, shapes)
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


def person(chance, shapes, weights):
    return {
        name: (chance.choices(rows, weights[name][0])[0], chance.choices(columns, weights[name][1])[0])
        for name, (rows, columns) in shapes.items()
    }  # fmt: skip


def correct(chance, people, shapes):
    for one in people:
        if chance.random() < 0.01:
            name = chance.choice(list(shapes))
            rows, columns = shapes[name]
            one[name] = (chance.choice(rows), chance.choice(columns))


def count(people, shapes):
    found = {name: {} for name in shapes}
    for one in people:
        for name, cell in one.items():
            found[name][cell] = found[name].get(cell, 0) + 1
    return {name: with_sums(found[name], *shapes[name]) for name in shapes}
