"""
Rows of which each stands for at least so many people (k-anonymity; CTDC asks for 11). Imports nothing of ours.

All columns count: whatever is asked of the table, the answer is nobody or at least so many. Where too few are alike, the last column is
given up for them, then the one before; who has nobody alike in the first column is left out.
"""

import random
from collections import Counter

LEAST = 11


def alike(rows: list[tuple], least: int = LEAST) -> list[tuple]:
    """In an order that says nothing."""
    found, left = [], list(rows)
    for kept in range(len(rows[0]) if rows else 0, 0, -1):
        left = [row[:kept] for row in left]
        many = Counter(left)
        found += [row for row in left if many[row] >= least and any(row)]
        left = [row for row in left if many[row] < least]
    width = len(rows[0]) if rows else 0
    random.SystemRandom().shuffle(found)
    return [(*row, *[""] * (width - len(row))) for row in found]
