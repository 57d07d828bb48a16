"""
A reader who keeps every release and subtracts. It knows what was published, that rows add up, and nothing else.

Works another way than `protect.py`: equations are solved, in whole fractions, so that one finds what the other forgot.
"""

from collections import defaultdict
from fractions import Fraction
from math import ceil, floor

from reports.statistics.protect import ALL, lines
from reports.statistics.rates import HALF
from reports.suppress import OUTSIDE


def attack(months: list[dict], least: int = OUTSIDE, same=(), percents=None) -> dict[str, int]:
    """
    `months`: {table: {cell: number, or None where it was not said anew}} of the same people. `same`: groups of (table, cell) that are one
    number. `percents`: of each month, {table: [(rate, percent)]}. How much was recovered.
    """
    found = {"cells": 0, "recovered": 0, "differences": 0, "small": 0}
    known = []
    for place, month in enumerate(months):
        unknown = [(name, cell) for name, table in month.items() for cell in table if table[cell] is None]  # fmt: skip
        at = named_once(month, same)
        solved = solve(month, at, percents[place] if percents else {})
        found["cells"] += len({at(*one) for one in unknown})
        found["recovered"] += len(solved)
        said = {(name, cell): n for name, table in month.items() for cell, n in table.items() if n is not None}  # fmt: skip
        found["small"] += sum(0 < n < least for n in said.values())
        for before in known:
            steps = (said[one] - before[one] for one in said.keys() & before.keys())
            found["differences"] += sum(0 < abs(step) < least for step in steps)
        known.append(said | solved)
    return found


def named_once(month, same):
    """The sum of everybody is one number, in whichever table it stands; and so are those of each group of `same`."""
    alike = {one: group[0] for group in same for one in group}
    return lambda name, cell: ("", ALL) if cell == ALL else alike.get((name, cell), (name, cell))


def solve(month, at, percents=()) -> dict:
    """The unknowns that have one value only."""
    said = {at(name, cell): n for name, table in month.items() for cell, n in table.items() if n is not None}  # fmt: skip

    def expression(name, terms):
        """Numbers that are known stand under None."""
        found = defaultdict(Fraction)
        for factor, cell in terms:
            one = at(name, cell)
            if one in said:
                found[None] += factor * said[one]
            else:
                found[one] += factor
        return found

    equations = [
        expression(name, [*((1, cell) for cell in parts), (-1, whole)])
        for name, table in month.items()
        for *parts, whole in lines(table)
    ]
    atleast = [
        expression(name, terms)
        for name, told in dict(percents).items()
        for rate, percent in told
        for terms in between(rate, percent)
    ]
    solved = eliminate(equations)
    unknown = {one for found in [*equations, *atleast] for one in found if one is not None}
    return solved | squeeze(equations, atleast, unknown - solved.keys())


def between(rate, percent):
    """A printed percent, as two sums that are not less than nothing: it was rounded, and by no more than a half."""
    low, high = percent - HALF, percent + HALF
    yield [(100 * f, c) for f, c in rate.part] + [(-low * f, c) for f, c in rate.whole]
    yield [(-100 * f, c) for f, c in rate.part] + [(high * f, c) for f, c in rate.whole]


def eliminate(equations) -> dict:
    """Gauss and Jordan: rows with one unknown left are answers."""
    rows, done = [dict(one) for one in equations], []
    while rows:
        row = rows.pop()
        pivot = next((name for name, factor in row.items() if name is not None and factor), None)
        if pivot is None:
            continue
        row = {name: factor / row[pivot] for name, factor in row.items() if factor}
        rows = [without(other, row, pivot) for other in rows]
        done = [(at, without(other, row, pivot)) for at, other in done] + [(pivot, row)]
    return {
        pivot: -row.get(None, Fraction(0))
        for pivot, row in done
        if not any(factor for name, factor in row.items() if name not in (pivot, None))
    }


def without(row, by, pivot):
    factor = row.get(pivot, 0)
    if not factor:
        return row
    return {name: row.get(name, 0) - factor * by.get(name, 0) for name in row.keys() | by.keys()}


def squeeze(equations, atleast, unknown, rounds=20) -> dict:
    """Nobody is counted less than zero times, and everybody as a whole: bounds that meet are an answer, too."""
    atleast = atleast + equations + [{n: -f for n, f in one.items()} for one in equations]
    low, high = dict.fromkeys(unknown, Fraction(0)), dict.fromkeys(unknown)
    for _round in range(rounds):
        before = (dict(low), dict(high))
        for found in atleast:
            for name in [one for one in found if one in low and found[one]]:
                tighten(found, name, low, high)
        if (low, high) == before:
            break
    return {name: low[name] for name in unknown if high[name] == low[name]}


def tighten(found, name, low, high):
    """`found` is not less than nothing: how far can one of its numbers go, with the others as far as they can?"""
    rest = [(n, f) for n, f in found.items() if n not in (name, None) and f]
    if any(n not in low for n, _factor in rest):
        return  # known from elsewhere: elimination had its turn
    most = [(high if factor > 0 else low)[other] for other, factor in rest]
    if None in most:
        return
    left = found.get(None, Fraction(0)) + sum(f * m for (_n, f), m in zip(rest, most, strict=True))
    end = -left / found[name]
    if found[name] > 0:
        low[name] = max(low[name], Fraction(ceil(end)))
    elif high[name] is None or floor(end) < high[name]:
        high[name] = Fraction(floor(end))
