"""A boy of 16 and the man who says that he is the cousin: a word is a contact, a document two people saw is a guardian."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests import world
from tests.journey.steps import a_contact_is_recorded, the_guardian_is_appointed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule(20),
    pytest.mark.rule(21),
    pytest.mark.rule(22),
]


@pytest.fixture
def people():
    casa = world.organisation("Casa Verde", "IT", city="Milan")
    return {"milan": world.member(casa), "milan_supervisor": world.member(casa, Role.SUPERVISOR)}


def who_decides(desk, reference):
    """The answers to “Who decides” that a new conversation about consent offers."""
    desk.page.goto(f"{desk.server}{reverse('consent_new', args=[reference])}?none=1")
    fields = desk.page.locator("main [name='given_by']").all()
    return {field.get_attribute("value") for field in fields}


def test_the_word_of_a_cousin_is_not_an_appointment(desks, people):
    desk = desks(True)
    milan = desk["milan"]
    reference = a_contact_is_recorded(milan, age_band="9-17")

    milan.go("case_guardian", reference).sees("Nobody has been appointed yet", "never wait")
    assert who_decides(milan, reference) == {"public_body"}
    # What a cousin says of the family opens no way to it: the risk of contact is looked at first.
    milan.sees("First comes the best-interests assessment")
    milan.go("case_child", reference).sees("Check of the risk of contact", "Waits for")

    the_guardian_is_appointed(milan, desk["milan_supervisor"], reference)
    assert desk["milan_supervisor"].status("case_guardian", reference) == 404
    assert who_decides(milan, reference) == {"public_body", "guardian"}

    milan.go("case_guardian", reference).follow("main a[href$='/end/']").send(
        "End it now", reason="suspected"
    )
    milan.go("case_guardian", reference).sees("Nobody has been appointed yet", "Ended")
    assert who_decides(milan, reference) == {"public_body"}
