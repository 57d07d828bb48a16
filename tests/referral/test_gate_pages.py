import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.gates.standing import gates_of
from referral.models import Evidence, GateSignature, MoveNotAllowed, Referral
from tests import world
from tests.referral import guardians, placed, returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)


def page(client, name, reference, *more):
    return client.get(reverse(name, args=[reference, *more]))


def answers(**given):
    return {"kind": "conversation", "dated_on": "2026-11-01", "text": "canary evidence"} | given


@pytest.fixture
def milan():
    return world.member(world.organisation())


@pytest.fixture
def case(milan):
    return sharing.opened(milan)


@pytest.fixture
def ref(case):
    return case.journey.reference


def signed(milan, kind):
    with world.acting(milan):
        return list(GateSignature.objects.filter(kind=kind).order_by("signed_at"))


def test_all_gates_are_listed_and_the_persons_own_have_no_date(client, milan, ref):
    returning.sign(milan, ref, "G1")
    returning.sign(milan, ref, "G6")
    world.sign_in(client, milan)

    rows = page(client, "case_gates", ref).context["rows"]

    assert len(rows) == 11
    assert "Since" not in rows[0]["detail"]
    assert "Since" in rows[5]["detail"]
    assert rows[1]["badge"] == "The person’s time"


@pytest.mark.parametrize("name", ["case_gates", "gate_detail", "gate_sign"])
def test_who_comes_in(client, milan, case, ref, name):
    more = [] if name == "case_gates" else ["G6"]
    with_grant = placed.assigned(case, milan, Role.CASE_MANAGER)
    without = world.member(milan.organisation)
    stranger = world.member(world.organisation("Dar Amal", "MA"))
    coordinator = world.member(world.organisation("Ministry", "IT"), Role.NATIONAL_COORDINATOR)

    found = [
        page(world.sign_in(client, who), name, ref, *more).status_code
        for who in (milan, with_grant, without, stranger, coordinator)
    ]

    assert found == [200, 200, 404, 404, 403]


@pytest.mark.rule(29)
def test_signing_writes_evidence_and_signature_once(client, milan, ref):
    world.sign_in(client, milan)
    data = answers(
        outcome="passed",
        kind="advice",
        issuer="A lawyer",
        idempotency_key="7c9e6679-7425-40de-944b-e07fc1f90ae7",
    )
    url = reverse("gate_sign", args=[ref, "G7"])

    assert [client.post(url, data).status_code for _time in range(2)] == [302, 302]

    assert len(signed(milan, "G7")) == 1
    with world.acting(milan):
        assert Evidence.objects.get(gate="G7").text == "canary evidence"


def test_a_refusal_counts_only_when_it_was_explained(client, milan, ref):
    world.sign_in(client, milan)
    url = reverse("gate_sign", args=[ref, "G4"])

    ticks = dict.fromkeys(["explained", "contacts_given", "has_capacity"], "on")

    first = client.post(url, answers(outcome="informed_refusal"))
    wordless = client.post(url, answers(outcome="informed_refusal", text="", **ticks))
    second = client.post(url, answers(outcome="informed_refusal", **ticks))

    assert (first.status_code, wordless.status_code, second.status_code) == (422, 422, 302)
    assert "what the person said to it" in wordless.content.decode()
    assert signed(milan, "G4")[0].outcome == "informed_refusal"


def test_a_valid_document_is_asked_for_first(client, milan, ref):
    world.sign_in(client, milan)
    url = reverse("gate_sign", args=[ref, "G6"])

    without = client.post(url, answers(has_document="no", kind="passport"), follow=True)
    assert "the person applies alone" in without.content.decode()
    assert signed(milan, "G6") == []

    client.post(url, answers(has_document="yes", kind="passport", valid_until="2036-01-01"))
    assert signed(milan, "G6")[0].outcome == "passed"


def test_only_a_court_order_blocks_the_legal_gate(client, milan, ref):
    world.sign_in(client, milan)
    url = reverse("gate_sign", args=[ref, "G7"])

    assert client.post(url, answers(outcome="blocked", kind="advice")).status_code == 422
    assert client.post(url, answers(outcome="blocked", kind="court_order")).status_code == 302


@pytest.mark.rule(20)
def test_for_a_child_nobody_but_the_guardian_signs_the_decision(client, milan):
    case = sharing.opened(milan, child=True)
    guardian = placed.assigned(case, milan, Role.GUARDIAN)
    placed.at_stage(milan, case, 3)
    url = reverse("gate_sign", args=[case.journey.reference, "G1"])

    world.sign_in(client, milan).post(url, answers(outcome="passed"))
    assert signed(milan, "G1") == []
    refused = world.sign_in(client, guardian).post(url, answers(outcome="passed"))
    assert refused.status_code == 409
    assert signed(milan, "G1") == []
    guardians.appointed(milan, case)
    world.sign_in(client, guardian).post(url, answers(outcome="passed"))
    assert len(signed(milan, "G1")) == 1


def test_a_child_needs_an_escort_in_the_plan(client, milan):
    case = sharing.opened(milan, child=True)
    world.sign_in(client, milan)

    answer = client.post(
        reverse("gate_sign", args=[case.journey.reference, "G11"]),
        answers(outcome="passed", kind="travel_plan"),
    )

    assert answer.status_code == 409
    assert "never travels alone" in answer.content.decode()


def signed_long_ago(by, case):
    old = GateSignature(
        journey=case.journey,
        kind="G8",
        organisation=by.organisation,
        side=case.side,
        role=by.role,
        by=by.user,
        outcome="passed",
        signed_at=timezone.now() - timedelta(days=15),
        evidence=uuid.uuid4(),
    )
    with world.acting(by):
        old.save(force_insert=True)
    return old


def test_still_true_is_one_tap(client, milan, case, ref):
    old = signed_long_ago(milan, case)
    world.sign_in(client, milan)

    shown = page(client, "gate_detail", ref, "G8").content.decode()
    client.post(reverse("gate_confirm", args=[ref, "G8"]))

    assert "Still true" in shown
    assert signed(milan, "G8")[1].evidence == old.evidence
    assert client.post(reverse("gate_confirm", args=[ref, "G8"])).status_code == 409


def test_nobody_confirms_what_another_organisation_signed(client):
    two = returning.both_sides()
    old = signed_long_ago(two.milan, two.case)

    answer = world.sign_in(client, two.tirana).post(
        reverse("gate_confirm", args=[two.reference, "G8"])
    )

    assert answer.status_code == 409
    assert "The organisation that signed before confirms it" in answer.text
    assert signed(two.milan, "G8") == [old]


def test_the_other_side_reads_no_evidence_and_no_reason(client):
    two = returning.both_sides()
    returning.sign(two.milan, two.reference, "G8", outcome="blocked")
    world.sign_in(client, two.tirana)

    listed = page(client, "case_gates", two.reference)
    detail = page(client, "gate_detail", two.reference, "G8").content.decode()

    assert listed.context["rows"][7]["badge"] == "Open"
    assert "canary" not in listed.content.decode() + detail
    assert "stands in the way now" not in detail


def test_a_service_beside_the_journey_does_not_sign_the_decision():
    two = returning.both_sides()
    shelter = world.member(world.organisation("Shelter", "IT"))
    sharing.agree(two.milan, two.case, shelter.organisation)
    referral = sharing.sent(two.milan, two.case, shelter.organisation, kind="service")
    with world.acting(shelter):
        accept(referral=Referral.objects.get(pk=referral.pk), contact_name="Desk")

    with pytest.raises(MoveNotAllowed, match="holds the journey"):
        returning.sign(shelter, two.reference, "G1")
    assert returning.sign(shelter, two.reference, "G8").outcome == "passed"


def test_the_level_of_a_former_holder_no_longer_counts():
    two = returning.both_sides()
    returning.sign(two.tirana, two.reference, "G3", level="extreme")
    returning.sign(two.milan, two.reference, "G3", level="low")
    with world.acting(two.milan):
        assert gates_of(two.journey)["G3"].state == "blocked"
    with world.acting(two.tirana):
        two.journey.legs.filter(organisation=two.tirana.organisation).update(held_to=timezone.now())

    with world.acting(two.milan):
        assert gates_of(two.journey)["G3"].state == "waiting"


def test_queries_do_not_grow_with_signatures(client, milan, ref):
    def signed_and_counted():
        for kind in ("G1", "G2", "G6", "G7", "G8", "G9"):
            returning.sign(milan, ref, kind)
        with CaptureQueriesContext(connection) as queries:
            page(client, "case_gates", ref)
        return len(queries)

    world.sign_in(client, milan)
    page(client, "case_gates", ref)

    assert signed_and_counted() == signed_and_counted()


def test_an_unknown_gate_is_not_found(client, milan, ref):
    world.sign_in(client, milan)

    assert page(client, "gate_detail", ref, "G12").status_code == 404
