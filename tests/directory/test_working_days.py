"""Clocks of bodies: over weekends, holidays, the change of the clock, and in two time zones."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.checks import run_checks
from django.urls import reverse

from accounts.roles import Role
from directory.checks import check_holidays
from directory.working_days import (
    ending,
    holidays,
    is_working_day,
    known,
    orthodox_easter,
    western_easter,
    working_day_after,
    working_time_after,
)
from tests import world


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (2024, "2024-03-31", "2024-05-05"),
        (2025, "2025-04-20", "2025-04-20"),
        (2026, "2026-04-05", "2026-04-12"),
        (2027, "2027-03-28", "2027-05-02"),
        (2038, "2038-04-25", "2038-04-25"),
    ],
)
def test_both_easters(year, western, orthodox):
    assert (western_easter(year), orthodox_easter(year)) == (day(western), day(orthodox))


@pytest.mark.parametrize(
    ("country", "free"),
    [
        ("FR", "2026-05-25"),  # Whit Monday
        ("GR", "2026-02-23"),  # Clean Monday
        ("GR", "2026-04-13"),  # Easter Monday of that calendar
        ("IT", "2026-04-06"),
        ("IT", "2027-10-04"),
        ("PL", "2026-06-04"),  # Corpus Christi
        ("PL", "2026-12-24"),
        ("ES", "2026-04-03"),  # Good Friday
        ("AL", "2026-11-30"),  # the 28th is a Saturday, the 29th a Sunday: two days move
        ("AL", "2026-12-01"),
        ("MA", "2026-05-28"),
        ("MA", "2026-01-14"),
    ],
)
def test_a_holiday_is_no_working_day(country, free):
    assert not is_working_day(country, day(free))
    assert day(free).weekday() < 5


@pytest.mark.parametrize(
    ("country", "works"),
    [
        ("FR", "2026-04-13"),  # Monday after the other Easter
        ("GR", "2026-04-06"),
        ("IT", "2024-10-04"),  # a holiday only from 2026
        ("PL", "2024-12-24"),
        ("AL", "2026-12-02"),
        ("UA", "2026-08-24"),  # no holidays while martial law lasts
        ("XK", "2026-12-25"),  # nothing known: weekends only
    ],
)
def test_a_working_day(country, works):
    assert is_working_day(country, day(works))


def test_every_country_of_the_list_names_its_source():
    assert {"FR", "GR", "IT", "PL", "ES", "AL", "MA", "UA"} <= set(known())
    assert all(rules["source"] for rules in known().values())
    assert holidays("UA", 2026) == frozenset()


@pytest.mark.parametrize(
    ("country", "start", "days", "end"),
    [
        ("IT", "2026-11-27", 1, "2026-11-30"),  # Friday
        ("IT", "2026-11-28", 1, "2026-11-30"),  # Saturday
        ("AL", "2026-11-27", 1, "2026-12-02"),
        ("IT", "2026-12-23", 3, "2026-12-29"),  # 24, 28, 29
        ("PL", "2026-12-23", 3, "2026-12-30"),  # the 24th is free there
        ("FR", "2026-12-31", 1, "2027-01-04"),
        ("IT", "2026-12-25", 0, "2026-12-28"),
    ],
)
def test_counting_over_weekends_and_holidays(country, start, days, end):
    assert working_day_after(country, day(start), days) == day(end)


def at(zone, text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-27T10:00", "2026-03-30T10:00"),  # an hour is lost between
        ("2026-10-23T10:00", "2026-10-26T10:00"),  # an hour is won
    ],
)
def test_the_clock_changes_and_the_time_of_day_stays(start, end):
    due = working_time_after("IT", at("Europe/Rome", start), 1)

    assert due == at("Europe/Rome", end)
    assert due - at("Europe/Rome", start).astimezone(UTC) != at("Europe/Rome", end) - at(
        "Europe/Rome", start
    )  # the same wall time is another number of hours


def test_a_country_counts_by_its_own_clock():
    """Friday 23:30 in Kyiv is Friday 22:30 in Rome; half an hour later it is Saturday there and still Friday here."""
    evening, night = at("Europe/Rome", "2026-11-26T22:30"), at("Europe/Rome", "2026-11-26T23:30")

    assert working_time_after("IT", night, 1) == at("Europe/Rome", "2026-11-27T23:30")
    assert working_time_after("UA", evening, 1) == at("Europe/Kyiv", "2026-11-27T23:30")
    assert working_time_after("UA", night, 1) == at("Europe/Kyiv", "2026-11-30T00:30")


def test_dates_that_come_to_their_end_are_told_a_year_ahead():
    last = {rules["dates"][-1][:4] for rules in known().values() if rules.get("dates")}
    year = int(min(last))

    assert ending(date(year - 1, 12, 31)) == []
    told = ending(date(year, 1, 1))
    assert {each.country for each in told} >= {"AL", "MA"}
    assert {each.year for each in told} == {year}
    assert len(ending(date(year + 3, 6, 1))) == len(told)


def test_a_start_and_the_coordinator_are_told(client, monkeypatch, db):
    assert check_holidays(None) == []
    monkeypatch.setattr("directory.working_days.known", lambda: {"AL": {"dates": ["2020-03-20"]}})

    [advice] = [each for each in run_checks() if each.id == "directory.W001"]
    assert "AL" in advice.msg
    assert not advice.is_serious()
    coordinator = world.member(world.organisation(kind="coordination"), Role.NATIONAL_COORDINATOR)
    page = world.sign_in(client, coordinator).get(reverse("review_list")).text
    assert "Albania: moving holidays are known until the end of 2020" in page
