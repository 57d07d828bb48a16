"""Until when carriers usually take somebody who is pregnant (rules of practice 25). Pure."""

from datetime import date, timedelta

import pytest

from referral.carriers import Carrier, due_from_week, limit, week_on

pytestmark = pytest.mark.rule(25)

DUE = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("carrier", "multiple", "days_before", "certificate_before"),
    [
        (Carrier.AIR, False, 28, 84),
        (Carrier.AIR, True, 56, 84),
        (Carrier.SEA, False, 63, 84),
    ],
)
def test_the_latest_day_follows_from_the_due_date(
    carrier, multiple, days_before, certificate_before
):
    found = limit(carrier, DUE, multiple=multiple)

    assert (DUE - found.not_after).days == days_before
    assert (DUE - found.certificate_from).days == certificate_before


def test_no_rule_is_invented_for_train_and_road():
    assert limit(Carrier.RAIL, DUE, multiple=False) is None
    assert limit(Carrier.ROAD, DUE, multiple=True) is None


def test_the_week_gives_the_due_date_and_back():
    today = date(2026, 11, 28)
    due = due_from_week(30, today)

    assert (due - today).days == 70
    assert week_on(due, today) == 30
    assert week_on(due, today + timedelta(days=6)) == 30
    assert week_on(due, today + timedelta(days=7)) == 31
