from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.arrivals import add_months, arrive
from referral.actions.travel import depart
from referral.models import Journey, JourneyEvent, MoveNotAllowed, Task, Visit
from referral.stages import CaseStatus, JourneyStatus, Stage
from tests import world
from tests.referral import returning

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 21), 1, date(2026, 12, 21)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_end_where_the_shorter_month_ends(day, months, expected):
    assert add_months(day, months) == expected


def events(two, kind):
    with world.acting(two.milan):
        return JourneyEvent.objects.filter(journey=two.journey, kind=kind).count()


@pytest.mark.rule(30)
def test_the_greeter_taps_once_and_both_sides_see_it():
    two = returning.travelling()
    with world.acting(two.tirana):
        assert arrive(two.there)

    assert (two.journey.stage, two.journey.status) == (Stage.REINTEGRATION, JourneyStatus.ACTIVE)
    assert two.journey.arrived_at is not None
    assert (two.there.status, two.there.stage) == (CaseStatus.REINTEGRATION, Stage.REINTEGRATION)
    assert two.case.status == CaseStatus.IN_TRANSIT
    assert events(two, "arrived") == 1


@pytest.mark.rule(30)
def test_arrived_twice_is_arrived_once(client):
    two = returning.travelling()
    page = reverse("journey_arrive", args=[two.reference])
    world.sign_in(client, two.tirana)

    answers = [client.post(page), client.post(page)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert events(two, "arrived") == 1
    with world.acting(two.tirana):
        assert Visit.objects.count() == 4


def test_visits_and_the_first_72_hours_are_planned_from_the_day_of_arrival():
    two = returning.travelling()
    with world.acting(two.tirana):
        arrive(two.there)
    today = timezone.localdate()

    with world.acting(two.tirana):
        visits = dict(Visit.objects.values_list("months", "due_on"))
        tasks = Task.objects.filter(case=two.there, kind="visit").values_list("due_on", flat=True)
        assert visits == {months: add_months(today, months) for months in (1, 3, 6, 12)}
        assert set(tasks) == set(visits.values())
        assert (Task.objects.get(kind="arrival_care").due_on - today).days == 3


def test_the_sending_side_cannot_say_arrived_while_somebody_waits_there():
    two = returning.travelling()

    with world.acting(two.milan), pytest.raises(MoveNotAllowed):
        arrive(two.case)


def test_the_sending_side_notes_what_the_other_confirmed(client):
    two = returning.travelling()
    with world.acting(two.tirana):
        arrive(two.there)
    world.sign_in(client, two.milan)

    shown = client.get(reverse("case_travel", args=[two.reference]))
    client.post(reverse("journey_arrive", args=[two.reference]))

    assert "Note the arrival" in shown.content.decode()
    assert (two.case.status, two.case.stage) == (CaseStatus.ARRIVED, Stage.REINTEGRATION)
    assert events(two, "arrived") == 1


@pytest.mark.asvs("2.3.1")
def test_nobody_arrives_who_did_not_leave(client):
    two = returning.approved()
    world.sign_in(client, two.tirana)

    answer = client.post(reverse("journey_arrive", args=[two.reference]))

    assert answer.status_code == 409


def test_nobody_leaves_before_the_approval_or_before_the_day():
    two = returning.both_sides()
    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="not approved"):
        depart(two.case)
    two = returning.approved()
    planned_later(two)
    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="later day"):
        depart(two.case)


def planned_later(two):
    with world.acting(two.milan):
        later = timezone.localdate() + timedelta(days=3)
        Journey.objects.filter(reference=two.reference).update(travel_on=later)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.SERVICE_WORKER])
def test_only_a_case_manager_taps(client, role):
    two = returning.travelling()
    world.sign_in(client, world.member(two.tirana.organisation, role))

    assert client.post(reverse("journey_arrive", args=[two.reference])).status_code == 403


def test_a_stranger_gets_404(client):
    two = returning.travelling()
    world.sign_in(client, world.member(world.organisation("Dar Amal", "MA")))

    assert client.post(reverse("journey_arrive", args=[two.reference])).status_code == 404
