"""Clocks of bodies when the clocks change: hours run on, working days keep the time of day, each body by its own country's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from directory.working_days import day_in
from directory.zones import zones
from referral.due import ALARM_AFTER, is_watched
from referral.escalation import told_by_now
from referral.models import Referral
from referral.stages import ReferralKind, Urgency
from tests.testing_database import owner_cursor

SECOND = timedelta(seconds=1)
# The last Friday before the change, ten in the morning in Rome.
SPRING = datetime(2026, 3, 27, 10, tzinfo=ZoneInfo("Europe/Rome")).astimezone(UTC)
AUTUMN = datetime(2026, 10, 23, 10, tzinfo=ZoneInfo("Europe/Rome")).astimezone(UTC)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "sent", "third_day"),
    [
        # Wednesday at ten by the clock on the wall: an hour sooner by the sun, an hour later in autumn.
        ("IT", SPRING, "2026-04-01T08:00"),
        ("IT", AUTUMN, "2026-10-28T09:00"),
        # Eleven in Kyiv is ten in Rome, before and after: both change on the same Sunday.
        ("UA", SPRING, "2026-04-01T08:00"),
        # Tunis never changes: the same request is due there at another moment than in Rome.
        ("TN", SPRING, "2026-04-01T09:00"),
        ("TN", AUTUMN, "2026-10-28T08:00"),
    ],
)
def test_working_days_keep_the_time_of_day_of_the_body(country, sent, third_day):
    due = utc(third_day)

    assert "coordination" not in told_by_now(country, Urgency.DAY, sent, due - SECOND)
    assert "coordination" in told_by_now(country, Urgency.DAY, sent, due)


@pytest.mark.parametrize("sent", [SPRING + timedelta(days=1), AUTUMN + timedelta(days=1)])
@pytest.mark.parametrize("country", ["IT", "TN"])
def test_hours_run_on_over_the_change(country, sent):
    """From Saturday noon: 24 hours later is eleven or one o'clock on Sunday, never 23 or 25 hours."""
    day_later = sent + timedelta(hours=24)

    assert "body" not in told_by_now(country, Urgency.DAY, sent, day_later - SECOND)
    assert "body" in told_by_now(country, Urgency.DAY, sent, day_later)


def test_three_days_without_a_word_are_72_hours():
    for sent in (SPRING, AUTUMN):
        referral = Referral(kind=ReferralKind.TRANSFER, sent_at=sent)
        assert not is_watched(referral, sent + timedelta(hours=72) - SECOND)
        assert is_watched(referral, sent + timedelta(hours=72))
    assert timedelta(hours=2) == ALARM_AFTER  # of elapsed time


def test_the_database_and_the_pages_have_the_same_day_everywhere(db):
    """Around midnight and around both changes, in every country of the list: tasks of the worker and of the doors are due on one day."""
    moments = [
        utc(text)
        for text in (
            "2026-03-28T22:59:59", "2026-03-28T23:00", "2026-03-29T00:59:59", "2026-03-29T01:00", "2026-03-29T21:59:59",
            "2026-03-29T22:00", "2026-10-24T21:59:59", "2026-10-24T22:00", "2026-10-25T00:30", "2026-10-25T22:59:59",
            "2026-10-25T23:00", "2026-12-31T23:30",
        )
    ]  # fmt: skip
    countries = sorted(zones())
    with owner_cursor() as cursor:
        cursor.execute(
            "SELECT c, m, desk_private.day_in(c, m) FROM unnest(%s::text[]) c, unnest(%s::timestamptz[]) m",
            [countries, moments],
        )
        found = cursor.fetchall()

    assert len(found) == len(countries) * len(moments)
    # Morocco decides its clock year by year: the two may hold different editions of the same list.
    assert {c for c, m, day in found if day != day_in(c, m)} <= {"MA", "EH"}
    days = {(c, m.astimezone(UTC)): day for c, m, day in found}
    night = utc("2026-03-29T22:00")
    assert (
        days["IT", night] > days["IT", night - SECOND]
    )  # Monday has begun in Rome, and not yet in Tunis
    assert days["TN", night] < days["IT", night] == days["UA", night]
