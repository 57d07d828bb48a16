from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.models import JourneyEvent, Travel
from tests import world
from tests.referral import placed, returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    two = returning.both_sides()
    returning.ask_to_return(two)
    return two


def plan(**given):
    now = timezone.localtime()
    return {
        "leaves_at": now.strftime("%Y-%m-%dT%H:%M"),
        "arrives_at": (now + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M"),
        "escort": "alone",
        "greeter": "Canary greeter",
        "code_word": "canary word",
        "version": 0,
    } | given


def url(two, name="case_travel"):
    return reverse(name, args=[two.reference])


def test_the_plan_sets_the_day_of_the_journey(client, two):
    world.sign_in(client, two.milan)

    assert client.post(url(two), plan()).status_code == 302

    assert two.journey.travel_on == timezone.localdate()
    assert two.journey.arrives_by is not None
    with world.acting(two.milan):
        assert Travel.objects.get().greeter == "Canary greeter"
        assert JourneyEvent.objects.filter(kind="travel_planned").count() == 1


def test_the_other_side_sees_the_day_and_nothing_else(client, two):
    world.sign_in(client, two.milan).post(url(two), plan())
    page = world.sign_in(client, two.tirana).get(url(two)).content.decode()

    assert "Canary greeter" not in page
    assert "canary word" not in page


@pytest.mark.rule(6)
def test_paper_is_unsafe_until_the_person_says_otherwise(client, two):
    world.sign_in(client, two.milan)

    shown = client.get(url(two))
    refused = client.post(url(two), plan(emergency_card="on", paper_is_safe="no"))
    taken = client.post(url(two), plan(emergency_card="on", paper_is_safe="yes"))

    assert shown.context["form"]["paper_is_safe"].value() == "no"
    assert (refused.status_code, taken.status_code) == (422, 302)


def test_two_who_plan_at_once_see_both_versions(client, two):
    world.sign_in(client, two.milan)
    client.post(url(two), plan())

    answer = client.post(url(two), plan(greeter="Somebody else"))

    assert answer.status_code == 409
    assert "Somebody else" in answer.content.decode()


def test_the_stage_decides_whether_there_is_a_page(client):
    milan = world.member(world.organisation())
    case = sharing.opened(milan)
    page = reverse("case_travel", args=[case.journey.reference])

    assert world.sign_in(client, milan).get(page).status_code == 404
    placed.at_stage(milan, case, 3)
    assert world.sign_in(client, milan).get(page).status_code == 200


def test_colleague_stranger_and_wrong_role(client, two):
    colleague = world.member(two.milan.organisation)
    stranger = world.member(world.organisation("Dar Amal", "MA"))
    nurse = world.member(two.milan.organisation, Role.HEALTH)

    found = [
        world.sign_in(client, who).get(url(two)).status_code for who in (colleague, stranger, nurse)
    ]

    assert found == [404, 404, 403]


def test_departure_asks_the_person_again(client):
    two = returning.approved()
    world.sign_in(client, two.milan)

    without = client.post(url(two, "journey_depart"), {})
    asked = client.post(url(two, "journey_depart"), {"still_wishes": "on"})
    again = client.post(url(two, "journey_depart"), {"still_wishes": "on"})

    assert (without.status_code, asked.status_code, again.status_code) == (422, 302, 409)
    assert two.journey.status == "in_transit"


def test_a_gate_that_closed_since_the_approval_stops_the_departure(client):
    two = returning.approved()
    returning.sign(two.milan, two.reference, "G1", outcome="blocked")
    world.sign_in(client, two.milan)

    answer = client.post(url(two, "journey_depart"), {"still_wishes": "on"})

    assert answer.status_code == 409
    assert two.case.status == "return_approved"


def test_the_greeters_page_has_one_button(client):
    two = returning.travelling()
    page = world.sign_in(client, two.tirana).get(url(two)).content.decode()

    assert reverse("journey_arrive", args=[two.reference]) in page
    page = world.sign_in(client, two.milan).get(url(two)).content.decode()
    assert reverse("journey_arrive", args=[two.reference]) not in page
