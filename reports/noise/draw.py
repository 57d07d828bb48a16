"""
Noise on the numbers of a fixed cube: discrete Laplace (two-sided geometric), drawn by OpenDP from the randomness of the operating system.

OpenDP is an extra ("privacy" in pyproject.toml), so it is looked for when it is wanted: 50 MB that nobody else loads.
"""

import importlib
import importlib.util
import math
from decimal import Decimal
from functools import cache

EPSILONS = (Decimal("0.25"), Decimal("0.50"), Decimal("1.00"))
# By how much one person changes the numbers of a table, all its cells together, at most: in it or not in it with up to two records (whom two
# organisations registered without knowing of each other), or counted under another code (one cell less, another one more).
SENSITIVITY = 2
SURELY = 0.95
LIBRARY = "opendp"


def is_installed() -> bool:
    return importlib.util.find_spec(LIBRARY) is not None


def mechanism(epsilon, sensitivity=SENSITIVITY):
    """What adds the noise; OpenDP itself says what it spends, and it is not taken when that is more."""
    dp = importlib.import_module(f"{LIBRARY}.prelude")
    dp.enable_features("contrib")
    whole_numbers = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    made = dp.m.make_laplace(*whole_numbers, scale=sensitivity / float(epsilon))
    if made.map(sensitivity) > float(epsilon):
        raise ValueError("this noise spends more than was agreed")
    return made


def with_noise(numbers: dict, epsilon, sensitivity=SENSITIVITY) -> dict:
    """{cell: number} again, each with noise of its own, and as many cells: a 0 that stayed away would tell that nobody is there."""
    cells = sorted(numbers)
    drawn = mechanism(epsilon, sensitivity)([numbers[cell] for cell in cells])
    return dict(zip(cells, drawn, strict=True))


@cache
def margin(epsilon, sensitivity=SENSITIVITY, cells=1) -> int:
    """
    How far a number, or a sum of so many numbers, is from the true one in at least 95 of 100 cases.

    The noise of a sum is the difference of two negative binomial numbers: counted out exactly, not taken from a bell curve.
    """
    share = math.exp(-float(epsilon) / sensitivity)
    chance = [(1 - share) ** cells]
    up_to = [chance[0]]
    while up_to[-1] < 1 - 1e-9:
        place = len(chance)
        chance.append(chance[-1] * share * (cells + place - 1) / place)
        up_to.append(up_to[-1] + chance[-1])
    found = 0
    while within(chance, up_to, found) < SURELY:
        found += 1
    return found


def within(chance, up_to, most) -> float:
    """The chance that two such numbers are at most `most` apart."""
    last = len(up_to) - 1
    return sum(
        one * (up_to[min(place + most, last)] - (up_to[place - most - 1] if place > most else 0))
        for place, one in enumerate(chance)
    )
