"""Scheduled work runs as the worker role, which sees no case."""

from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.utils import timezone

from config import database
from referral.actions.arrivals import arrive
from referral.due import run_due
from referral.models import Case, Journey, JourneyEvent, Notice, Referral, Task
from tests import testing_database, world
from tests.referral import returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)


def as_worker():
    return as_role("trm_worker")


@contextmanager
def as_role(name):
    connection.close()
    former = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    role = database.parameters(name, settings.CLUSTER)
    connection.settings_dict.update({name: role[name] for name in former})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(former)


def late(hours):
    return timezone.now() + timedelta(hours=6 + hours)


def rung(two):
    with world.acting(two.milan):
        events = JourneyEvent.objects.filter(kind="arrival_missed").count()
    tasks = []
    for side in (two.milan, two.tirana):
        with world.acting(side):
            tasks.append(Task.objects.filter(kind="missed_arrival").count())
    return events, tasks


@pytest.mark.rule(30)
def test_the_alarm_rings_once_for_both_sides():
    two = returning.travelling()
    with as_worker():
        first = run_due(late(2.1))
        run_due(late(2.2))
        run_due(late(3))

    assert first["missed arrivals"] == 1
    assert rung(two) == (1, [1, 1])


def test_it_does_not_ring_early_and_not_after_the_arrival():
    two = returning.travelling()
    with as_worker():
        run_due(late(1.5))
    assert rung(two) == (0, [0, 0])

    with world.acting(two.tirana):
        arrive(two.there)
    with as_worker():
        run_due(late(30))
    assert rung(two) == (0, [0, 0])


def test_the_arrival_ends_the_alarm_of_each_side():
    two = returning.travelling()
    with as_worker():
        run_due(late(3))

    with world.acting(two.tirana):
        arrive(two.there)
        assert not Task.objects.filter(kind="missed_arrival", done_at=None).exists()
    with world.acting(two.milan):
        assert Task.objects.filter(kind="missed_arrival", done_at=None).exists()
        arrive(two.case)
        assert not Task.objects.filter(kind="missed_arrival", done_at=None).exists()


def test_after_a_day_it_reminds_once_more():
    two = returning.travelling()
    with as_worker():
        for hours in (3, 25, 26):
            run_due(late(hours))

    with world.acting(two.milan):
        kinds = list(Notice.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds.count("missed_arrival") == 1
    assert kinds.count("missed_arrival_24h") == 1


@pytest.mark.rule(30)
def test_after_another_departure_everything_rings_anew():
    two = returning.travelling()
    with as_worker():
        for hours in (3, 25):
            run_due(late(hours))
    with testing_database.acting_as_owner():
        journey = Journey.objects.get(pk=two.case.journey_id)
        JourneyEvent.objects.create(journey=journey, kind="departed", country="IT", at=late(26))
    with as_worker():
        run_due(late(27))

    with world.acting(two.milan):
        kinds = list(Notice.objects.values_list("kind", flat=True))
    assert [kinds.count(kind) for kind in ("missed_arrival", "missed_arrival_24h")] == [2, 2]


def test_the_sending_side_learns_of_the_arrival():
    two = returning.travelling()
    with world.acting(two.tirana):
        arrive(two.there)
    with as_worker():
        run_due()
        run_due()

    with world.acting(two.milan):
        assert Notice.objects.filter(kind="arrived").count() == 1


def test_an_answer_that_did_not_come_is_noted_and_can_still_come():
    milan, tirana = sharing.two_sides()
    case = sharing.filled(milan)
    sharing.agree(milan, case, tirana.organisation)
    referral = sharing.sent(milan, case, tirana.organisation)
    with as_worker():
        run_due(timezone.now() + timedelta(days=30))

    with world.acting(milan):
        found = Referral.objects.get(pk=referral.pk)
        assert (found.status, found.can_move_to("accepted")) == ("expired", True)
        assert Notice.objects.filter(kind="referral_expired").count() == 1


def test_the_worker_sees_no_case():
    returning.both_sides()
    with as_worker(), pytest.raises(ProgrammingError):
        Case.objects.count()


def test_the_command_says_numbers_and_no_names():
    returning.travelling()
    out = StringIO()
    with as_worker():
        call_command("worker", "--once", stdout=out)

    assert "TRM-" not in out.getvalue()
