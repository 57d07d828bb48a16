"""Refer: only what was agreed to, shown exactly as it will be sent, sent once."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.models import JourneyParty, PackagePart, Referral
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return sharing.two_sides()


def address(case, receiver=None):
    query = f"?country={receiver.country}&receiver={receiver.pk}" if receiver else ""
    return reverse("refer", args=[case.journey.reference]) + query


def answers(receiver, classes, **more):
    return {
        "do": "send",
        "shown_for": str(receiver.pk),
        "country": receiver.country,
        "receiver": str(receiver.pk),
        "kind": "transfer",
        "services": ["housing"],
        "urgency": "normal",
        "classes": [str(c) for c in classes],
        **more,
    }


def sent_by(worker):
    with world.acting(worker):
        return list(Referral.objects.prefetch_related("parts"))


def test_what_was_agreed_to_is_sent_once(client, two):
    worker, partner = two
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, sharing.ORDINARY)
    world.sign_in(client, worker)
    form = answers(
        partner.organisation,
        sharing.ORDINARY,
        idempotency_key="6b2f2b0e-7f0f-4a5c-8a1f-3a2b9f1f0c11",
    )

    assert client.get(address(case)).status_code == 200
    page = client.get(address(case, partner.organisation)).content.decode()
    first = client.post(address(case), form)
    second = client.post(address(case), form)

    assert sharing.CANARY in page
    assert "Canary road" not in page
    assert "+39" not in page
    assert first.status_code == second.status_code == 302
    [referral] = sent_by(worker)
    assert referral.status == "sent"
    confirmation = client.get(first.url).content.decode()
    assert sharing.CANARY in confirmation
    assert "Canary road" not in confirmation
    with world.acting(worker):
        assert (
            JourneyParty.objects.filter(country="AL", organisation=None).count() == 0
        )  # not ours to see
    coordinator = world.member(world.organisation("Office", "AL"), Role.NATIONAL_COORDINATOR)
    with world.acting(coordinator):
        assert JourneyParty.objects.filter(country="AL", organisation=None).count() == 1


def test_what_was_switched_off_stays_as_a_line(client, two):
    worker, partner = two
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, sharing.ORDINARY, refused=["health"])
    world.sign_in(client, worker)

    on = [c for c in sharing.ORDINARY if c != "identity"]
    page = client.post(
        address(case), answers(partner.organisation, on, do="preview")
    ).content.decode()

    assert sharing.CANARY not in page
    for words in [
        "You switched this off",
        "The person did not agree",
        "Hidden until they accept",
        "Never part of a referral",
        "The person was not asked",
    ]:
        assert words in page
    assert sent_by(worker) == []


def test_a_class_forced_into_the_form_is_not_sent(client, two):
    worker, partner = two
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, ["summary"])
    world.sign_in(client, worker)

    client.post(address(case), answers(partner.organisation, ["summary", "identity"]))

    [referral] = sent_by(worker)
    assert {part.data_class for part in referral.parts.all()} == {"summary"}


def test_a_form_that_was_refused_can_be_sent_again(client, two):
    worker, partner = two
    case = sharing.filled(worker)
    world.sign_in(client, worker)
    form = answers(partner.organisation, ["summary"], idempotency_key=str(uuid.uuid4()))

    assert client.post(address(case), form).status_code == 409
    sharing.agree(worker, case, partner.organisation, ["summary"])
    assert client.post(address(case), form).status_code == 302

    assert [r.status for r in sent_by(worker)] == ["sent"]


def test_without_consent_nothing_can_be_sent(client, two):
    worker, partner = two
    case = sharing.filled(worker)
    world.sign_in(client, worker)

    page = client.get(address(case, partner.organisation)).content.decode()
    answer = client.post(address(case), answers(partner.organisation, ["summary"]))

    assert "Nothing can be sent yet" in page
    assert answer.status_code == 409
    assert sent_by(worker) == []


def test_the_fragment_is_the_same_as_the_page(client, two):
    worker, partner = two
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, ["summary", "identity"])
    world.sign_in(client, worker)

    query = f"?country=AL&receiver={partner.organisation.pk}"
    fragment = client.get(reverse("refer_preview", args=[case.journey.reference]) + query)

    assert fragment.status_code == 200
    assert sharing.CANARY in fragment.content.decode()
    assert b"<html" not in fragment.content


def test_a_high_risk_waits_for_a_second_person(client, two):
    worker, partner = two
    case = sharing.filled(worker, risk_level="high")
    second = world.member(worker.organisation, Role.SUPERVISOR)
    sharing.agree(worker, case, partner.organisation, ["summary", "risk", "identity"])
    world.sign_in(client, worker)

    form = answers(partner.organisation, ["summary", "risk", "identity"])
    assert client.post(address(case), form).status_code == 422
    answer = client.post(address(case), form | {"second": str(second.user.pk)})
    assert answer.status_code == 302
    assert [r.status for r in sent_by(worker)] == ["draft"]
    with world.acting(partner):
        assert Referral.objects.count() == 0
    assert client.post(answer.url).status_code == 409

    world.sign_in(client, second)
    page = client.get(answer.url)
    assert page.status_code == 200
    assert sharing.CANARY not in page.content.decode()
    assert client.post(answer.url).status_code == 302
    assert client.get(answer.url).status_code == 404
    assert [r.status for r in sent_by(worker)] == ["sent"]


@pytest.mark.rule(9)
def test_from_an_asylum_claim_bodies_of_the_state_are_not_shown(client, two):
    worker, partner = two
    consulate = world.organisation("Invented consulate", "IT", "consulate", represents="AL")
    case = sharing.filled(worker, safety_flags=["no_authority_of_origin"])
    world.sign_in(client, worker)

    page = client.get(address(case)).content.decode()

    assert "Invented consulate" not in page
    assert client.get(address(case, consulate)).status_code == 200


@pytest.mark.parametrize("page", ["refer", "refer_preview", "case_referrals"])
def test_others_find_nothing(client, two, page):
    worker, partner = two
    case = sharing.opened(worker)
    where = reverse(page, args=[case.journey.reference])

    assert world.sign_in(client, world.member(worker.organisation)).get(where).status_code == 404
    assert world.sign_in(client, partner).get(where).status_code == 404
    operator = world.member(worker.organisation, Role.ORGANISATION_ADMIN)
    assert world.sign_in(client, operator).get(where).status_code == 403


def test_taken_back_before_the_answer(client, two):
    worker, partner = two
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, ["summary", "identity"])
    referral = sharing.sent(worker, case, partner.organisation, ["summary", "identity"])
    world.sign_in(client, worker)

    where = reverse("referral_withdraw", args=[referral.pk])
    assert client.get(where).status_code == 200
    assert client.post(where).status_code == 302

    with world.acting(partner):
        assert Referral.objects.get().status == "withdrawn"
        assert PackagePart.objects.count() == 0
    world.sign_in(client, partner)
    page = client.get(reverse("referral_detail", args=[referral.pk])).content.decode()
    assert "Closed by sender" in page
    assert case.journey.reference not in page
