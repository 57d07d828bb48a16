"""The search field: references, countries, tools and pages. Never a name, never beyond what is open."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referral.models import Identity, Note
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canarina"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def reference(worker):
    case = world.contact(worker)
    with world.acting(worker):
        Identity(case=case, name_said=CANARY).save(force_insert=True)
        Note(case=case, data_class="account", text=CANARY, by=worker.user).save(force_insert=True)
        return case.journey.reference


def find(client, membership, text, **headers):
    return world.sign_in(client, membership).get(reverse("search"), {"q": text}, headers=headers)


def labels(page):
    return [entry["label"] for group in page.context["groups"] for entry in group["entries"]]


@pytest.mark.parametrize(
    "typed", [lambda r: r, lambda r: r.lower(), lambda r: r[4:9], lambda r: r.replace("-", "")[3:7]]
)
def test_four_characters_of_a_reference_are_enough(client, worker, reference, typed):
    assert reference in labels(find(client, worker, typed(reference)))


def test_three_are_not(client, worker, reference):
    assert reference not in labels(find(client, worker, reference[4:7]))


def test_a_name_is_never_found(client, worker, reference):
    page = find(client, worker, CANARY)

    assert page.context["groups"] == []


def test_what_is_not_open_is_not_found(client, worker, reference):
    for other in (world.member(worker.organisation), world.member(world.organisation("X", "AL"))):
        assert labels(find(client, other, reference)) == []


def test_countries_tools_and_actions(client, worker):
    assert "Albania" in labels(find(client, worker, "al"))
    assert "New contact" in labels(find(client, worker, "new"))
    assert labels(find(client, worker, "consent"))


def test_procedures_are_found_by_their_words(client, worker):
    page = find(client, worker, "screening INTERV")

    assert "Screening interview" in labels(page)
    assert reverse("measure_detail", args=["identification", "screening"]) in page.text
    assert labels(find(client, worker, "interview of nobody")) == []


def test_the_palette_gets_the_list_alone(client, worker, reference):
    page = find(client, worker, reference, HX_Request="true")

    assert reference in page.text
    assert "<html" not in page.text


def test_nothing_typed_finds_nothing(client, worker):
    assert find(client, worker, " ").context["groups"] == []


def test_queries_do_not_follow_the_number_of_cases(client, worker, reference):
    world.sign_in(client, worker)
    address = reverse("search") + "?q=" + reference[4:9]
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    world.contact(worker)
    with CaptureQueriesContext(connection) as more:
        client.get(address)

    assert len(more) == len(few)
