"""What was written from memory carries a mark until a coordinator confirms it for the own country."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from instruments.models import PointConfirmation
from instruments.points import points_of, settled
from instruments.shelf import load
from tests import world

pytestmark = pytest.mark.django_db
MARK = "(to be confirmed by your coordinator)"
WHOLE = "Every point here is to be confirmed by your coordinator."


def coordinator(country="IT"):
    office = world.organisation("Coordination", country, "coordination")
    return world.member(office, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def here(client):
    return world.sign_in(client, coordinator())


def confirm(client, *numbers, code="screening_child"):
    boxes = {f"point_{number}": "on" for number in numbers}
    at = reverse("tool_points", args=[code])
    return client.post(at, {"idempotency_key": str(uuid4()), **boxes}, follow=True)


def marked(client, code="screening_child"):
    page = client.get(f"/tools/{code}/").text
    return page.count(WHOLE) + page.count(MARK)


def test_a_confirmed_section_loses_its_mark_in_this_country_only(here, client):
    points = points_of(load("screening_child"))
    first = [number for number, each in enumerate(points) if each.section == points[0].section]
    before = marked(here)

    page = confirm(here, *first)

    assert f"{len(first)} points are confirmed." in page.text
    assert "National coordinator, Coordination" in page.text
    assert marked(here) == before - 1
    assert marked(world.sign_in(client, coordinator("FR"))) == before


def test_one_of_several_stays_marked_alone(here):
    confirm(here, 0)

    tool = settled(load("screening_child"), "IT")
    assert len(points_of(tool)) == len(points_of(load("screening_child"))) - 1
    assert MARK in here.get("/tools/screening_child/").text


def test_when_all_is_confirmed_the_note_goes(here):
    count = len(points_of(load("options_counselling")))
    confirm(here, *range(count), code="options_counselling")

    assert marked(here, "options_counselling") == 0
    assert "come from memory" not in here.get("/tools/options_counselling/").text
    assert (
        "Nothing waits here" in here.get(reverse("tool_points", args=["options_counselling"])).text
    )


def test_nothing_ticked_is_asked_again(here):
    page = confirm(here)

    assert page.status_code == 422
    assert "Tick the points that you checked." in page.text


def test_said_twice_it_is_one_confirmation(here):
    confirm(here, 0)
    confirm(here, 0)  # now the box of the next point

    assert PointConfirmation.objects.count() == 2
    assert PointConfirmation.objects.values("point").distinct().count() == 2


def test_a_mistake_is_taken_back(here):
    confirm(here, 0)
    point = PointConfirmation.objects.get().point
    at = reverse("tool_point_back", args=["screening_child"])
    page = here.post(at, {"point": point, "idempotency_key": str(uuid4())}, follow=True)

    assert "The mark is back" in page.text
    assert not PointConfirmation.objects.exists()


def test_a_new_version_asks_again(here):
    confirm(here, 0)
    PointConfirmation.objects.update(version=99)

    assert settled(load("screening_child"), "IT") == load("screening_child")


def test_the_mark_goes_in_a_case_too(client):
    worker = world.member(world.organisation())
    case = world.contact(worker)
    with world.acting(worker):
        at = reverse("case_tool", args=[case.journey.reference, "screening_child"])
    page = world.sign_in(client, worker).get(at).text
    before = page.count(WHOLE)
    world.sign_in(client, coordinator())
    confirm(client, *range(len(points_of(load("screening_child")))))

    after = world.sign_in(client, worker).get(at).text
    assert before
    assert after.count(WHOLE) + after.count(MARK) == 0


def test_nobody_else_confirms(client):
    world.sign_in(client, world.member(world.organisation()))

    assert confirm(client, 0).status_code == 403
    assert not PointConfirmation.objects.exists()
