"""
Rows of which each stands for at least so many people (k-anonymity; CTDC asks for 11). Imports nothing of ours.

All columns count: whatever is asked of the table, the answer is nobody or at least so many. Where too few are alike, the last column is
given up for them, then the one before; who has nobody alike in the first column is left out.
"""

from collections import Counter
from secrets import SystemRandom

LEAST = 11


def alike(rows: list[tuple], least: int = LEAST) -> list[tuple[int, tuple]]:
    """(place of the row, what stays of it), in an order that says nothing."""
    width = len(rows[0]) if rows else 0
    found, left = [], dict(enumerate(rows))
    for kept in range(width, 0, -1):
        left = {place: row[:kept] for place, row in left.items()}
        many = Counter(left.values())
        found += [one for one in left.items() if many[one[1]] >= least and any(one[1])]
        left = {place: row for place, row in left.items() if many[row] < least}
    SystemRandom().shuffle(found)
    return [(place, (*row, *[""] * (width - len(row)))) for place, row in found]
