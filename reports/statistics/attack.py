"""
A reader who keeps every release and subtracts. It knows what was published, that rows add up, and nothing else.

Works another way than `protect.py`: equations are solved, in whole fractions, so that one finds what the other forgot.
"""

from collections import defaultdict
from fractions import Fraction

from reports.statistics.protect import ALL, lines
from reports.suppress import OUTSIDE


def attack(months: list[dict], least: int = OUTSIDE) -> dict[str, int]:
    """`months`: {table: {cell: number, or None where it was not said anew}} of the same people. How much was recovered."""
    found = {"cells": 0, "recovered": 0, "differences": 0, "small": 0}
    known = []
    for month in months:
        unknown = [(name, cell) for name, table in month.items() for cell in table if table[cell] is None]  # fmt: skip
        solved = solve(month)
        found["cells"] += len({at_all(*one) for one in unknown})
        found["recovered"] += len(solved)
        said = {(name, cell): n for name, table in month.items() for cell, n in table.items() if n is not None}  # fmt: skip
        found["small"] += sum(0 < n < least for n in said.values())
        for before in known:
            steps = (said[one] - before[one] for one in said.keys() & before.keys())
            found["differences"] += sum(0 < abs(step) < least for step in steps)
        known.append(said | solved)
    return found


def at_all(name, cell):
    """The sum of everybody is one unknown, in whichever table it stands."""
    return ("", ALL) if cell == ALL else (name, cell)


def solve(month) -> dict:
    """The unknowns that have one value only."""
    bounds, equations = {}, []
    everybody = next((table[ALL] for table in month.values() if table[ALL] is not None), None)
    for name, table in month.items():
        table = table | {ALL: everybody}  # said in one table, it is known in all
        for line in lines(table):
            equation = defaultdict(Fraction)
            for place, cell in enumerate(line):
                sign = -1 if place == len(line) - 1 else 1
                if table[cell] is None:
                    equation[at_all(name, cell)] += sign
                    bounds[at_all(name, cell)] = None
                else:
                    equation[None] += sign * table[cell]
            equations.append(equation)
    solved = eliminate(equations)
    return solved | squeeze(equations, bounds.keys() - solved.keys())


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


def squeeze(equations, unknown, rounds=20) -> dict:
    """Nobody is counted less than zero times: bounds that meet are an answer, too."""
    low, high = dict.fromkeys(unknown, Fraction(0)), dict.fromkeys(unknown)
    for _round in range(rounds):
        before = (dict(low), dict(high))
        for equation in equations:
            for name in [one for one in equation if one in low and equation[one]]:
                tighten(equation, name, low, high)
        if (low, high) == before:
            break
    return {name: low[name] for name in unknown if high[name] == low[name]}


def tighten(equation, name, low, high):
    rest = [(n, f) for n, f in equation.items() if n not in (name, None) and f]
    if any(n not in low for n, _factor in rest):
        return  # known from elsewhere: elimination had its turn
    factor, constant = equation[name], equation.get(None, Fraction(0))
    ends = [-constant / factor, -constant / factor]  # least, most
    for other, by in rest:
        slope = -by / factor
        for place in (0, 1):
            bound = (low if (slope > 0) == (place == 0) else high)[other]
            ends[place] = None if bound is None or ends[place] is None else ends[place] + slope * bound  # fmt: skip
    if ends[0] is not None:
        low[name] = max(low[name], ends[0])
    if ends[1] is not None and (high[name] is None or ends[1] < high[name]):
        high[name] = ends[1]
