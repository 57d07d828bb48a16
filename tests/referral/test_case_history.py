"""What happened, and who looked."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.models import Identity
from tests import world
from tests.referral import placed, returning

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canary Canarina"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def reference(worker):
    case = world.contact(worker)
    with world.acting(worker):
        Identity(case=case, name_said=CANARY).save(force_insert=True)
        return case.journey.reference


def history(client, membership, reference):
    return world.sign_in(client, membership).get(reverse("case_history", args=[reference]))


def test_a_look_stands_there_with_who_and_which_class(client, worker, reference):
    before = history(client, worker, reference)
    with world.acting(worker):
        assert Identity.objects.get().name_said == CANARY
    after = history(client, worker, reference)

    assert before.context["looks"] == []
    [look] = after.context["looks"]
    assert (look["who"], look["what"]) == (worker.user.short_name, "Name and identity")
    assert CANARY not in after.text
    assert "Contact recorded" in after.text


def test_looks_of_another_case_stay_there(client, worker, reference):
    other = world.contact(worker)
    with world.acting(worker):
        Identity(case=other, name_said=CANARY).save(force_insert=True)
        assert Identity.objects.get(case=other).name_said

    assert history(client, worker, reference).context["looks"] == []


def test_who_may_read_it(client, worker, reference):
    colleague = world.member(worker.organisation)
    stranger = world.member(world.organisation("Qendra Drita", "AL"))
    admin = world.member(worker.organisation, Role.ORGANISATION_ADMIN)

    assert history(client, colleague, reference).status_code == 404
    assert history(client, stranger, reference).status_code == 404
    assert history(client, admin, reference).status_code == 403


def test_what_was_given_up_stands_there_with_role_and_reason(client):
    two = returning.both_sides()
    returning.sign(two.milan, two.reference, "G2", "waived")
    returning.sign(two.milan, two.reference, "G9", "informed_refusal", explained=True)
    office = placed.assigned(two.case, two.milan, Role.FOCAL_POINT)

    ours = history(client, two.milan, two.reference)
    theirs = history(client, two.tirana, two.reference)
    said = [(one["gate"][:2], str(one["role"]), one["why"]) for one in ours.context["given_up"]]

    assert said == [(kind, "Case manager", "canary evidence") for kind in ("G9", "G2")]
    # A role that does not read evidence sees the code alone.
    seen = history(client, office, two.reference)
    assert [one["why"] for one in seen.context["given_up"]] == ["", ""]
    # The other side sees that it was, and by which role; the words stay in the own case.
    assert [one["why"] for one in theirs.context["given_up"]] == ["", ""]
    assert "canary evidence" not in theirs.text
    assert "Freely waived" in theirs.text
