"""The first day as an adult, from a birth date as exact as it is (rules of practice 23). Pure."""

from datetime import date

import pytest

from referral.ageing import adult_days, birthday, needs_reason

pytestmark = pytest.mark.rule(23)


@pytest.mark.parametrize(
    ("written", "latest", "earliest", "exactness"),
    [
        ("2009-03-07", "2027-03-07", "2027-03-07", "day"),
        ("2009-03", "2027-03-31", "2027-03-01", "month"),
        ("2009", "2027-12-31", "2027-01-01", "year"),
        ("2009~", "2028-12-31", "2026-01-01", "estimated"),
        ("2009-03~", "2027-12-31", "2027-01-01", "estimated"),
        ("2008-02-29", "2026-03-01", "2026-03-01", "day"),
        ("2008-02", "2026-03-01", "2026-02-01", "month"),
    ],
)
def test_the_doubt_is_the_childs(written, latest, earliest, exactness):
    days = adult_days(written)

    assert (days.latest.isoformat(), days.earliest.isoformat()) == (latest, earliest)
    assert days.exactness == exactness


@pytest.mark.parametrize("nothing", ["", "~", "soon", "2009-02-30", "2009-13"])
def test_what_is_no_date_says_nothing(nothing):
    assert adult_days(nothing) is None


def test_birthday_of_a_leap_day():
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        ("", "2010-03-07", False),
        ("2010-03-07", "2010-03-07", False),
        ("2010-03-07", "2010-03-08", True),
        ("2010-03-07", "", True),
        ("1980-01-01", "2010-03-07", True),
        ("1980-01-01", "1981-01-01", False),
    ],
)
def test_another_birth_date_of_a_child_needs_a_reason(before, after, asked, time_machine):
    time_machine.move_to("2026-11-28")
    assert needs_reason(before, after) is asked
