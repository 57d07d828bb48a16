"""One adult’s whole way from Milan to Tirana, in two browsers at once, with and without JavaScript; the coordinator watches."""

import pytest

from accounts.roles import Role
from tests import world
from tests.journey.steps import (
    NAME,
    WORDS,
    a_contact_is_recorded,
    both_sides_close,
    consent_is_recorded,
    refer,
    the_other_side_accepts,
    the_person_travels,
    the_record_is_written,
    the_return_is_prepared,
    visits_follow,
    what_the_gates_rest_on,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    casa = world.organisation("Casa Verde", "IT", city="Milan")
    drita = world.organisation(
        "Qendra Drita", "AL", city="Tirana", services=["housing", "reception", "legal"]
    )
    coordination = world.organisation("Coordination", "IT", kind="coordination")
    return {
        "milan": world.member(casa),
        "milan_supervisor": world.member(casa, Role.SUPERVISOR),
        "tirana": world.member(drita),
        "tirana_supervisor": world.member(drita, Role.SUPERVISOR),
        "coordinator": world.member(coordination, Role.NATIONAL_COORDINATOR),
    }


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(True, id="with script", marks=pytest.mark.in_test_all),
        pytest.param(False, id="without script"),
    ],
)
def test_an_adult_returns_from_milan_to_tirana(desks, people, script):
    desk = desks(script)
    milan, tirana, coordinator = desk["milan"], desk["tirana"], desk["coordinator"]
    reference = a_contact_is_recorded(milan)
    the_record_is_written(milan, reference)
    coordinator.go("journey_list").sees(reference)
    assert tirana.status("case_overview", reference) == 404

    consent_is_recorded(milan, reference, people["tirana"].organisation)
    refer(milan, reference, people["tirana"].organisation)
    the_other_side_accepts(tirana, reference)
    coordinator.go("journey_detail", reference).sees("Albania")

    if script:
        what_the_gates_rest_on(milan, reference)
    the_return_is_prepared(milan, tirana, desk, reference)
    the_person_travels(milan, tirana, reference)
    visits_follow(tirana, reference)
    both_sides_close(desk, reference)

    coordinator.go("journey_detail", reference)
    assert tirana.status("case_overview", reference) == 200
    for page in coordinator.seen:
        assert NAME not in page
        assert WORDS not in page
