"""A mother with a child of two: one household, one day, two files; they are asked for together and depart together."""

from datetime import timedelta

import pytest
from django.utils import timezone

from referral.actions.answers import accept
from referral.models import Referral
from tests import world
from tests.referral import family as families
from tests.referral import returning, sharing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(24)]

AGREED = ["summary", "services", "travel", "identity", "whereabouts"]


@pytest.fixture
def people():
    drita = world.organisation("Qendra Drita", "AL", services=["housing", "reception"])
    milan = world.member(world.organisation("Casa Verde", "IT", city="Milan"))
    return {"milan": milan, "tirana": world.member(drita)}


def linked_by(milan, mother, child):
    milan.go("household_link", mother).send(other=child, this_is="parent", other_is="child")
    milan.go("case_household", child).sees(mother, "Nobody departs without the others")


def the_parent_is_looked_at(milan, child):
    today = timezone.localdate().isoformat()
    milan.go("child_step_new", child, "assessment").send(
        result="go_on",
        heard="too_young",
        text="Invented reasons",
        kind="interests_assessment",
        issuer="Casa Verde",
        seen_by="A. Invented",
    )
    milan.go("case_parent", child).send(
        suspected="no",
        basis="authorisation",
        number="INVENTED 9",
        issuer="Invented notary",
        dated_on=today,
        seen_by="A. Invented",
        doubt="none",
    )
    milan.sees("stand in for a full determination")


def both_are_asked_for(milan, mother, family, drita):
    """One form; each has agreed alone, the parent for the child."""
    sharing.agree(family.milan, family.mother, drita, AGREED, refused=["health"])
    families.agreed_by_parent(family, drita, AGREED)
    milan.page.goto(f"{milan.server}/cases/{mother}/refer/?receiver={drita.pk}")
    milan.choose(along=str(family.child.pk))
    milan.choose(services=["housing"])
    milan.send(f"Send to {drita.name}")


def the_other_side_is_ready(tirana, family):
    """It accepts both, and gives its level of risk for each."""
    with world.acting(tirana) as actor:
        for referral in Referral.objects.received_by(actor):
            accept(referral=referral, contact_name="A. Invented")
    for case in family.both:
        returning.sign(tirana, case.journey.reference, "G3", level="low")


def the_day_is_set_for_both(milan, mother, child):
    leaves = timezone.localtime() + timedelta(minutes=5)
    milan.go("household_day", child).send(
        "Set the day for all",
        leaves_at=leaves.strftime("%Y-%m-%dT%H:%M"),
        arrives_at=(leaves + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
    )
    for reference, escort in ((mother, "alone"), (child, "family")):
        milan.go("case_travel", reference).send("Save the plan", escort=escort)
        assert not milan.has("leaves_at")


def test_a_mother_with_a_child_of_two(desks, people):
    desk = desks(True)
    milan, tirana = desk["milan"], desk["tirana"]
    family = families.apart(people["milan"])
    mother, child = (case.journey.reference for case in family.both)

    linked_by(milan, mother, child)
    the_parent_is_looked_at(milan, child)
    both_are_asked_for(milan, mother, family, people["tirana"].organisation)
    tirana.go("inbox").sees("Comes with 1 other")
    assert mother not in tirana.text()

    the_other_side_is_ready(people["tirana"], family)
    families.to_return(family)
    the_day_is_set_for_both(milan, mother, child)
    milan.go("gate_sign", child, "G10").send(outcome="passed", kind="with_parent")
    families.gates_passed(family, but={family.child.pk: ["G10"]})
    milan.go("case_travel", mother).sees("Everybody of the household departs").send(
        "Departed", still_wishes=True
    )
    for reference in (mother, child):
        milan.go("case_overview", reference).sees("Travelling")
