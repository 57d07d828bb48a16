"""A pregnant woman of 19 who wants to go home in three weeks, on a phone: it steers with her consent, and nobody reads why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import world
from tests.journey.steps import a_contact_is_recorded, the_wish_is_recorded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(25)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people():
    casa = world.organisation("Casa Verde", "IT", city="Milan")
    world.organisation("Betulla", "IT", takes=["women", "pregnant"])
    world.organisation("Rovere", "IT", takes=["women"])
    return {"milan": world.member(casa)}


def plan_in(milan, reference, days):
    leaves = timezone.localtime() + timedelta(days=days)
    milan.go("case_travel", reference).send(
        "Save the plan",
        document="valid",
        leaves_at=leaves.strftime("%Y-%m-%dT%H:%M"),
        arrives_at=(leaves + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        means="air",
        escort="alone",
    )
    return milan.go("case_travel", reference)


def test_a_pregnant_woman_of_19_wants_to_go_home_in_three_weeks(desks, people):
    milan = desks(True, **PHONE)["milan"]
    reference = a_contact_is_recorded(milan, age_band="18-20")
    milan.go("case_pregnancy", reference).send(
        week="30", multiple="no", steers_travel="yes", steers_search="yes", record_in_hand="yes"
    )

    milan.go("refer", reference).sees("Betulla")
    assert "Rovere" not in milan.text()
    milan.go("case_plan", reference).follow("main a[href$='suggest=registration']").send()
    milan.go("case_plan", reference).sees("registered with the civil registry")

    the_wish_is_recorded(milan, reference)
    told = milan.go("case_pregnancy", reference).text()  # written by who hears it, read by health
    assert "What was said last" not in told
    plan_in(milan, reference, days=21).sees("Travel not after", "asks for a certificate")

    # Beside the risk assessment, which nobody has begun.
    milan.go("gate_sign", reference, "G8").fill(outcome="passed", kind="own_statement")
    milan.page.locator("main button.btn-primary").click()
    milan.sees("The own statement is not enough")
    milan.send(outcome="passed", kind="certificate", issuer="Invented hospital")
    milan.go("gate_detail", reference, "G8").sees("Passed")

    plan_in(milan, reference, days=50)
    milan.go("gate_detail", reference, "G8").sees("Cannot go ahead", "Travel not after")
