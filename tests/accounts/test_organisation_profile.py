import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

PROFILE = {
    "services": ["housing", "legal"],
    "takes": ["women", "children"],
    "languages": ["it", "sq"],
    "capacity": 12,
    "places_free": 3,
    "usual_answer_days": 2,
    "accepts_referrals": "on",
}


def save(client, **answers):
    given = {**PROFILE, "version": 1, **answers}
    return client.post(reverse("organisation_profile"), given)


def test_the_profile_is_saved_and_right_today(as_admin, casa_verde):
    assert save(as_admin).status_code == 302

    casa_verde.refresh_from_db()
    assert casa_verde.services == ["housing", "legal"]
    assert (casa_verde.capacity, casa_verde.places_free) == (12, 3)
    assert (casa_verde.verified_on, casa_verde.version) == (timezone.localdate(), 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"places_free": 13},
        {"capacity": -1},
        {"services": ["magic"]},
        {"takes": ["cats"]},
        {"languages": ["xx-no"]},
    ],
)
def test_wrong_answers_are_refused_and_the_others_kept(as_admin, casa_verde, wrong):
    response = save(as_admin, **wrong)

    assert response.status_code == 422
    assert re.search(r'name="usual_answer_days" value="2"', response.content.decode())
    casa_verde.refresh_from_db()
    assert casa_verde.version == 1


def test_somebody_saved_first(as_admin, casa_verde):
    save(as_admin)

    response = save(as_admin, capacity=20, places_free=3)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Someone else saved first" in page
    assert ">12</label>" in page
    assert ">20</label>" in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert version == "2"

    chosen = {"choice-capacity": "theirs", "usual_answer_days": 5}
    assert save(as_admin, version=version, capacity=20, **chosen).status_code == 302
    casa_verde.refresh_from_db()
    assert (casa_verde.capacity, casa_verde.usual_answer_days) == (12, 5)


def test_still_right_in_one_tap(as_admin, casa_verde):
    Organisation.objects.update(verified_on="2020-01-01")

    assert as_admin.post(reverse("organisation_confirm")).status_code == 302

    casa_verde.refresh_from_db()
    assert casa_verde.verified_on == timezone.localdate()
    assert as_admin.get(reverse("organisation_confirm")).status_code == 405


def test_only_the_own_organisation_changes(as_admin):
    other = world.organisation("Maison Claire", services=[])

    save(as_admin, organisation=other.pk)

    other.refresh_from_db()
    assert other.services == []


def test_name_and_country_are_not_changed_here(as_admin, casa_verde):
    save(as_admin, name="Other", country="FR", is_active="", kind="police")

    casa_verde.refresh_from_db()
    assert (casa_verde.name, casa_verde.country, casa_verde.kind) == ("Casa Verde", "IT", "ngo")
