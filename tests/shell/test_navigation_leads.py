"""Nobody is led to a page that refuses them: signing in, the navigation, the bar of a phone."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from shell import navigation
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = {
    Role.CONSULAR: "consulate",
    Role.VISA_SECTION: "consulate",
    Role.POLICE: "police",
    Role.NATIONAL_COORDINATOR: "coordination",
    Role.ANALYST: "coordination",
}


@pytest.mark.parametrize("role", list(Role))
def test_every_place_that_is_offered_opens(client, role):
    kind = KINDS.get(role, "ngo")
    more = {"represents": "AL"} if kind == "consulate" else {}
    member = world.member(world.organisation("House", "IT", kind, **more), role)
    world.sign_in(client, member)

    begins = client.get(reverse("start"), follow=True)
    assert begins.status_code == 200, begins.redirect_chain
    places = [*navigation.visible_items(role), *navigation.tab_bar(role)]
    refused = [one.url_name for one in places if client.get(one.url).status_code != 200]
    assert not refused
