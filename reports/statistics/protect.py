"""
What a table may say: small numbers, and what they could be worked out from, are held back.

A table is {(row, column): number} with its sums under `TOTAL`. A list has the one column `TOTAL`. A number that is held back in
one month may have been said in an earlier one: that one goes on standing. So what two months say differs by nothing, or by as many
as a number needs to be said at all (security C-70 and C-72; docs/adr, "Figures that stand until enough has changed").
"""

from dataclasses import dataclass

from reports.suppress import OUTSIDE

TOTAL = "*"
ALL = (TOTAL, TOTAL)


@dataclass(frozen=True, slots=True)
class Said:
    """A table as it was in an earlier month, and the cells that were held back then."""

    table: dict
    held: frozenset


def with_sums(numbers: dict, rows, columns) -> dict:
    """Every cell of the table, also those without anybody, and every sum. `columns` of a list with parts: {row: its parts}."""
    if isinstance(columns, dict):
        return with_parts(numbers, rows, columns)
    table = {}
    for row in rows:
        for column in columns:
            table[row, column] = numbers.get((row, column), 0)
        if list(columns) != [TOTAL]:
            table[row, TOTAL] = sum(table[row, column] for column in columns)
    for column in {*columns, TOTAL}:
        table[TOTAL, column] = sum(table[row, column] for row in rows)
    return table


def with_parts(numbers: dict, rows, parts: dict) -> dict:
    """
    A list of which some rows are the sum of parts of their own. A part lies on one line, its row on two: what is said of tables
    holds here as well.
    """
    table = {}
    for row in rows:
        for part in parts.get(row, ()):
            table[row, part] = numbers.get((row, part), 0)
        own = numbers.get((row, TOTAL), 0)
        table[row, TOTAL] = own + sum(table[row, part] for part in parts.get(row, ()))
    table[ALL] = sum(table[row, TOTAL] for row in rows)
    return table


def lines(table) -> list[list]:
    """What adds up: the cells of each row and of each column, with its sum at the end."""
    found = {}
    for row, column in table:
        found.setdefault(("row", row), []).append((row, column))
        # Parts of two rows that have one name stand in no line together.
        if (TOTAL, column) in table:
            found.setdefault(("column", column), []).append((row, column))
    return [
        sorted(line, key=lambda cell, kind=kind: cell[kind == "row"] == TOTAL)
        for (kind, _name), line in found.items()
        if len(line) > 1
    ]


def hide(table: dict, earlier: list[Said] = (), least: int = OUTSIDE, hold=()) -> frozenset:
    """The cells that this month does not say. `hold`: further ones."""
    held = {cell for cell in table if is_small(cell, table, earlier, least)} | set(hold)
    everything = lines(table)
    while True:
        more = next(partners(table, held, everything, earlier, least), None)
        if more is None:
            return frozenset(held)
        held.add(more)


def hide_together(tables: dict, earlier: dict, least: int = OUTSIDE, same=()) -> dict:
    """
    Tables of the same people: a number that stands in several of them is said in all of these or in none. The sum of everybody stands in
    all; `same`: further groups of (table, cell). Where such a number is said, nothing else leads from one table to another; where it is
    held back, each table has a way round of its own, so that the same step can be taken in all of them.
    """
    groups = [[(name, ALL) for name in tables], *same]
    found = {name: hide(table, earlier.get(name, ()), least) for name, table in tables.items()}
    while True:
        hold = {}
        for group in groups:
            if any(cell in found[name] for name, cell in group):
                for name, cell in group:
                    hold.setdefault(name, set()).add(cell)
        open_yet = {name for name, cells in hold.items() if cells - found[name]}
        if not open_yet:
            return found
        for name in open_yet:
            more = found[name] | hold[name]
            found[name] = hide(tables[name], earlier.get(name, ()), least, more)


def is_small(cell, table, earlier, least):
    """Few people, or few more or fewer than in a month that said it."""
    number = table[cell]
    return few(number, least) or any(
        few(number - said.table[cell], least) for said in earlier if cell not in said.held
    )


def few(number, least):
    return 0 < abs(number) < least


def partners(table, held, everything, earlier, least):
    """Further cells without which one that is held back, or a handful of them, could be worked out."""
    for line in everything:
        if is_thin(line, table, held, earlier, least):
            yield from smallest(line, table, held)
    ends = ends_of(table, everything)
    for cell in sorted(held):
        alone = side_of(cell, held, ends)
        if alone is not None:
            joining = [c for c, (one, two) in ends.items() if (one in alone) != (two in alone)]
            yield from smallest(joining, table, held)


def smallest(cells, table, held):
    """With somebody in it, first a part and only then a sum; one without anybody only where nothing else is left."""
    free = [cell for cell in cells if cell not in held]
    if free:
        yield min(free, key=lambda c: (not table[c], c.count(TOTAL), table[c], c))


def is_thin(line, table, held, earlier, least):
    """What is held back here together are few people, by the sum less the rest; or few more than an earlier month's."""
    *_parts, whole = line
    if whole in held:
        return False
    if few(sum(table[cell] for cell in line if cell in held), least):
        return True
    return any(
        few(sum(table[cell] - said.table[cell] for cell in unsaid), least)
        for said in earlier
        if whole not in said.held
        for unsaid in [[cell for cell in line if cell in held or cell in said.held]]
    )


def ends_of(table, everything):
    """The two lines that each cell lies on; the cell of a list lies on one, and its other end is open; a sum alone on none."""
    found = {cell: [] for cell in table}
    for number, line in enumerate(everything):
        for cell in line:
            found[cell].append(number)
    return {cell: (*on, None, None)[:2] for cell, on in found.items()}


def side_of(cell, held, ends):
    """
    The lines on one side of a cell that the sums give away; None where they do not.

    Lines are places, cells that are held back are ways between the two lines they lie on. A cell can be changed together with others
    so that every sum stays exactly when there is a way round without it.
    """
    start, goal = ends[cell]
    reached, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for other in held:
            one, two = ends[other]
            if other == cell or at not in (one, two):
                continue
            after = two if at == one else one
            if after not in reached:
                reached.add(after)
                waiting.append(after)
    return None if goal in reached else reached
