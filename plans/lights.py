"""
Traffic lights. What should be there by now is a straight line from the beginning to the end; what is there is divided by it.

At least 90 per cent of it: green. 60 to 89: amber. Less: red. Nothing due or nothing measured yet: no light.
Source: `domain/trm.md` 9.1.
"""

from datetime import date
from decimal import Decimal

from plans.words import Light, Status

GREEN, AMBER = Decimal("0.9"), Decimal("0.6")


def light(ratio) -> Light:
    if ratio is None:
        return Light.NONE
    if ratio >= GREEN:
        return Light.GREEN
    return Light.AMBER if ratio >= AMBER else Light.RED


def share(begins: date, ends: date, on: date) -> Decimal:
    """How much of the time has passed, 0 to 1."""
    whole = (ends - begins).days
    if whole <= 0:
        return Decimal(1 if on >= ends else 0)
    return min(Decimal(1), max(Decimal(0), Decimal((on - begins).days) / whole))


def of_activity(activity, edition, progress, on: date) -> Light:
    """`progress`: its newest report, or None."""
    status = progress.status if progress else Status.NOT_STARTED
    if status == Status.DROPPED:
        return Light.NONE
    if status == Status.DONE:
        return Light.GREEN
    begins = activity.begins_on or edition.begins_on
    ends = activity.ends_on or edition.ends_on
    expected = share(begins, ends, on)
    if expected <= 0:
        return Light.NONE
    found = light(Decimal(progress.percent if progress else 0) / 100 / expected)
    is_late = status == Status.DELAYED and found == Light.GREEN
    return Light.AMBER if is_late else found


def of_indicator(indicator, edition, value) -> Light:
    """`value`: the newest, judged for the end of its period; or None."""
    if value is None or value.value is None or indicator.target is None:
        return Light.NONE
    start = indicator.baseline or Decimal(0)
    begins = date(indicator.baseline_year, 12, 31) if indicator.baseline_year else edition.begins_on
    ends = date(indicator.target_year, 12, 31) if indicator.target_year else edition.ends_on
    way = indicator.target - start
    if way == 0:
        return light(kept(value.value, indicator.target))
    expected = way * share(begins, ends, value.on)
    if expected == 0:
        return Light.NONE
    return light((value.value - start) / expected)


def kept(value, target):
    """The target is to keep what there was: below it counts as a share, above it is reached."""
    if target == 0:
        return Decimal(1) if value == 0 else Decimal(0)
    return value / target
