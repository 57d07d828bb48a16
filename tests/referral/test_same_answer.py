"""Back and send again, or two presses: one effect, and the second answer is the first."""

from uuid import uuid4

import pytest
from django.urls import reverse

from directory.models import Pin
from referral.models import Case, RefusedContact, UsedKey
from tests import world
from tests.referral.test_contact_new import answers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def desk(client, worker):
    return world.sign_in(client, worker)


def twice(desk, at, sent):
    key = {"idempotency_key": str(uuid4())}
    return [desk.post(at, sent | key) for _sending in range(2)]


def test_a_count_of_a_refusal_is_made_once(desk, worker):
    said_no = answers(agreed="no")
    del said_no["idempotency_key"]
    first, second = twice(desk, reverse("contact_new"), said_no)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url == reverse("contact_refused")
    with world.acting(worker):
        assert RefusedContact.objects.count() == 1
        assert Case.objects.count() == 0


def test_a_toggle_stays_where_the_first_press_put_it(desk, worker):
    first, second = twice(desk, reverse("country_pin", args=["al"]), {})

    assert first.url == second.url
    with world.acting(worker):
        assert Pin.objects.count() == 1


def test_a_new_page_is_a_new_press(desk, worker):
    for _page in range(2):
        desk.post(reverse("country_pin", args=["al"]), {"idempotency_key": str(uuid4())})

    with world.acting(worker):
        assert Pin.objects.count() == 0


def test_answers_that_do_not_fit_use_no_key(desk, worker):
    case = world.contact(worker)
    with world.acting(worker):
        at = reverse("case_note_new", args=[case.journey.reference])
    key = {"idempotency_key": str(uuid4()), "data_class": "services"}

    assert desk.post(at, key | {"text": ""}).status_code == 422
    assert desk.post(at, key | {"text": "mended"}).status_code == 302
    with world.acting(worker):
        assert UsedKey.objects.count() == 1


@pytest.mark.parametrize("key", ["", "no key", "0" * 4000])
def test_a_broken_key_is_none(desk, key):
    at = reverse("country_pin", args=["al"])

    assert desk.post(at, {"idempotency_key": key}).status_code == 302
