"""The rule of the traffic lights: what is there, divided by what should be there by now."""

from datetime import date
from decimal import Decimal

import pytest

from plans.lights import of_activity, of_indicator
from plans.models import Activity, Edition, Indicator, IndicatorValue, Progress

EDITION = Edition(begins_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
HALF = date(2026, 7, 2)


@pytest.mark.parametrize(
    ("percent", "status", "light"),
    [
        (45, "on_track", "green"),  # exactly 90 per cent of what should be there
        (44, "on_track", "amber"),
        (30, "on_track", "amber"),
        (29, "on_track", "red"),
        (60, "delayed", "amber"),
        (10, "done", "green"),
        (10, "dropped", "none"),
        (None, None, "red"),
    ],
)
def test_an_activity(percent, status, light):
    activity = Activity(begins_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    progress = Progress(percent=percent, status=status) if status else None

    assert of_activity(activity, EDITION, progress, HALF) == light


def test_what_is_not_due_has_no_light():
    assert of_activity(Activity(begins_on=date(2026, 10, 1)), EDITION, None, HALF) == "none"


@pytest.mark.parametrize(
    ("start", "target", "value", "light"),
    [
        (0, 100, 45, "green"),
        (0, 100, 30, "amber"),
        (0, 100, 29, "red"),
        (9, 1, 5, "green"),  # less is better: the way down
        (9, 1, 9, "red"),
        (50, 50, 50, "green"),  # keep what there was
        (50, 50, 40, "amber"),
        (0, 0, 1, "red"),
        (None, 100, 50, "green"),
        (0, None, 50, "none"),
    ],
)
def test_an_indicator(start, target, value, light):
    def number(each):
        return None if each is None else Decimal(each)

    indicator = Indicator(baseline=number(start), target=number(target))
    measured = IndicatorValue(value=Decimal(value), on=HALF)

    assert of_indicator(indicator, EDITION, measured) == light
    assert of_indicator(indicator, EDITION, None) == "none"
