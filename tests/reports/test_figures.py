"""Each figure of the desk, counted a second time from the same invented histories."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from reports.counting import count_desk
from reports.figures import Period, Slice, corridors, desk_of, organisations, share_at
from reports.models import DeskCell
from reports.suppress import parts, shown
from tests import testing_database, world
from tests.referral.test_worker import as_worker
from tests.reports import histories

pytestmark = pytest.mark.django_db(transaction=True)


def coordinator(country):
    office = world.organisation(f"Ministry {country}", country, kind="coordination")
    return world.member(office, Role.NATIONAL_COORDINATOR)


def counted(now):
    with as_worker():
        return count_desk(now)


def said(desk):
    """`figures.Desk` in the shape of `histories.expected`."""
    days = {(kind, day): n for kind, one in desk.days.items() for day, n in one.items()}
    return {
        "stage": desk.by_stage,
        "open": desk.open_outlook,
        "ended": desk.closed_outlook,
        "came": desk.came_in,
        "closed": desk.closed_in,
        "flow": desk.flow,
        "owed": desk.owed,
        "owed_late": desk.owed_late,
        "days": Counter(days),
        "late": desk.answered_late,
    }


def same(one, other):
    return {name: +one[name] for name in one} == {name: +other[name] for name in other}


def test_each_figure_is_what_an_independent_count_finds():
    history, offices = histories.houses(), {c: coordinator(c) for c in histories.COUNTRIES}

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**31), number=st.integers(0, 25))
    def compare(seed, number):
        empty_histories(history)
        now = timezone.now()
        histories.invent(history, seed, now, number)
        counted(now)
        for country, office in offices.items():
            with world.acting(office):
                for part, period in looks(country):
                    first = period.first_month(timezone.localdate())
                    found = said(desk_of(country, part, period))
                    assert same(found, histories.expected(history, country, part, first, now))

    compare()


def looks(country):
    yield from ((Slice(), period) for period in Period)
    for organisation in sorted(organisations(country), key=str)[:3]:
        yield Slice(organisation=str(organisation)), Period.YEAR
    for found_in, goes_to in corridors(country)[:3]:
        yield Slice(found_in=found_in, goes_to=goes_to), Period.QUARTER


def empty_histories(history):
    history.journeys.clear()
    with testing_database.owner_cursor() as cursor:
        for table in ("reminder", "referral", "leg", "journeyparty", "journey"):
            cursor.execute(f"DELETE FROM referral_{table}")
        cursor.execute("DELETE FROM reports_deskcount")


@pytest.mark.rule(8)
def test_a_country_counts_what_it_sees_and_reads_no_other_countrys_numbers():
    history, now = histories.houses(), timezone.now()
    italy, spain = coordinator("IT"), coordinator("ES")
    manager = world.member(history.houses["IT"][0])
    histories.invent(history, 7, now, 20)
    counted(now)

    with world.acting(italy):
        assert set(DeskCell.objects.values_list("country", flat=True)) == {"IT"}
    for other in (spain, manager):
        with world.acting(other):
            assert not DeskCell.objects.exists()
    with world.acting(italy), pytest.raises(DatabaseError), transaction.atomic():
        DeskCell.objects.update(number=1)
    with world.acting(italy), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("SELECT refresh_desk(now())")


def test_they_are_counted_again_after_ten_minutes():
    history, now = histories.houses(), timezone.now()
    histories.invent(history, 1, now, 5)

    assert counted(now) > 0
    assert counted(now + timedelta(minutes=9)) == 0
    assert counted(now + timedelta(minutes=11)) > 0


@given(numbers=st.lists(st.integers(0, 30), max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_hidden_number_is_the_sum_less_the_rest(numbers):
    found = parts(numbers)

    assert all(one.number is None for one, n in zip(found, numbers, strict=True) if 0 < n < 5)
    hidden = [n for one, n in zip(found, numbers, strict=True) if one.number is None]
    assert len(hidden) != 1 or sum(numbers) == hidden[0]
    assert all(one.number == n for one, n in zip(found, numbers, strict=True) if one.is_open)


def test_less_than_five_never_reads_as_more_from_right_to_left():
    assert (shown(3).text, parts([3, 9])[1].text) == ("<5", "5+")
    with override("ar"):
        assert (shown(3).text, parts([3, 9])[1].text) == ("\u200e<5\u200e", "\u200e5+\u200e")
        assert shown(30).text == "30"


def test_small_numbers_and_middles():
    assert [shown(n).text for n in (0, 1, 4, 5)] == ["0", "<5", "<5", "5"]
    assert share_at(Counter({1: 1, 3: 8, 60: 1}), 0.5) == 3
    assert share_at(Counter(), 0.5) == 0
