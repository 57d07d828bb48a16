"""
Percentages beside the numbers, where practice asks for a rate (how many referrals are accepted, how many people lose contact).

A rate is worked out from numbers that are said, of one month, and from nothing else: whoever reads the table could do it. So it says
nothing that the table does not say.
"""

from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)  # as far as rounding goes


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`, each a sum of (1 or -1, cell)."""

    code: str
    label: str
    part: tuple
    whole: tuple

    @property
    def cells(self):
        return {cell for _factor, cell in (*self.part, *self.whole)}


def percent(rate: Rate, numbers: dict) -> int | None:
    """A whole percent, halves upwards; none where one of the numbers is not said, or nobody was asked. `numbers`: {cell: number or None}."""
    if any(numbers.get(cell) is None for cell in rate.cells):
        return None
    part, whole = (
        sum(factor * numbers[cell] for factor, cell in terms) for terms in (rate.part, rate.whole)
    )
    return int(Fraction(100 * part, whole) + HALF) if whole else None


def told(rates, numbers) -> list:
    """(rate, percent) of those that can be said."""
    found = [(rate, percent(rate, numbers)) for rate in rates]
    return [(rate, number) for rate, number in found if number is not None]
