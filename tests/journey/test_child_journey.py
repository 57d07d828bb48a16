"""A child’s whole way: a guardian’s own case, the panel’s gate, an escort. Nothing of it goes on one adult’s word."""

import pytest

from accounts.roles import Role
from tests import world
from tests.journey.steps import (
    NAME,
    a_contact_is_recorded,
    consent_is_recorded,
    plan_travel,
    refer,
    sign,
    the_childs_way_is_kept,
    the_guardian_is_appointed,
    the_other_side_accepts,
    the_person_travels,
    the_record_is_written,
    the_return_is_approved,
    the_wish_is_recorded,
)

pytestmark = pytest.mark.django_db(transaction=True)

DECIDES = {"given_by": "public_body", "assent": "yes"}


@pytest.fixture
def people():
    casa = world.organisation("Casa Verde", "IT", city="Milan")
    drita = world.organisation("Qendra Drita", "AL", services=["housing", "reception"])
    office = world.organisation(
        "Guardians of Milan", "IT", kind="guardianship", services=["guardianship"]
    )
    return {
        "milan": world.member(casa),
        "milan_supervisor": world.member(casa, Role.SUPERVISOR),
        "tirana": world.member(drita),
        "guardian": world.member(office, Role.GUARDIAN),
    }


@pytest.mark.rule(20)
@pytest.mark.rule(21)
@pytest.mark.rule(22)
def test_a_child_returns_with_a_guardian_and_an_escort(desks, people):
    desk = desks(True)
    milan, tirana, guardian = desk["milan"], desk["tirana"], desk["guardian"]
    reference = a_contact_is_recorded(milan, age_band="9-17")
    the_record_is_written(milan, reference)

    office, drita = people["guardian"].organisation, people["tirana"].organisation
    consent_is_recorded(milan, reference, office, **DECIDES)
    refer(milan, reference, office, kind="guardian", services=["guardianship"])
    the_other_side_accepts(guardian, reference)
    the_guardian_is_appointed(milan, desk["milan_supervisor"], reference)
    consent_is_recorded(milan, reference, drita, **DECIDES | {"given_by": "guardian"})
    refer(milan, reference, drita)
    the_other_side_accepts(tirana, reference)
    assert NAME not in guardian.page.title()

    the_wish_is_recorded(milan, reference)
    milan.go("gate_sign", reference, "G2").send(outcome="passed", kind="dates")
    sign(milan, reference, "G3", "G6", "G7", "G8", "G9")
    sign(tirana, reference, "G3")
    plan_travel(milan, reference, escort="worker")
    sign(milan, reference, "G11")
    too_early = guardian.go("gate_sign", reference, "G10").fill(outcome="passed", issuer="Panel")
    too_early.page.locator("main button.btn-primary").click()
    guardian.sees("First comes the best-interests assessment")
    the_childs_way_is_kept(milan, desk["milan_supervisor"], reference)
    sign(guardian, reference, "G10", "G4", "G1")
    milan.go("case_gates", reference).sees("11 of 11 passed")
    the_return_is_approved(milan, desk, reference)
    the_person_travels(milan, tirana, reference)


def test_a_child_does_not_travel_on_the_case_managers_word(desks, people):
    desk = desks(True)
    milan = desk["milan"]
    reference = a_contact_is_recorded(milan, age_band="9-17")

    for gate in ("G1", "G4", "G10"):
        milan.go("gate_sign", reference, gate).sees("Somebody else signs this gate")
