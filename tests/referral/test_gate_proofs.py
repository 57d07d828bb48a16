"""Each gate is signed from what proves it, says the one thing that is missing, and asks again when that changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.gates.signatures import sign_gate
from referral.actions.gates.standing import gates_of
from referral.actions.proofs import PROOFS
from referral.actions.risks import sign_risk
from referral.budgeting import budget_of
from referral.gates.state import State
from referral.models import (
    Assessment,
    BudgetLine,
    ConsentItem,
    Evidence,
    Legal,
    MoveNotAllowed,
    PlanGoal,
    Travel,
)
from tests import testing_database, world
from tests.referral import children, guardians, placed, proving, returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {"kind": "plan", "text": "canary"}


@pytest.fixture
def two():
    two = returning.both_sides()
    returning.ask_to_return(two)
    return two


def signs(case, kind, **more):
    return sign_gate(case, kind, **({"outcome": "passed", "evidence": dict(WORDS)} | more))


def refused(case, kind, match):
    with pytest.raises(MoveNotAllowed, match=match):
        signs(case, kind)


def state(two, kind):
    return gates_of(two.journey, two.case)[kind].state


def decide_again(case, instrument, proposal, decision="agree"):
    """As on the page: begun first, decided afterwards."""
    row = proving.decided(case, instrument, proposal, decision="")
    Assessment.objects.filter(pk=row.pk).update(decision=decision, finished_at=timezone.now())
    return row


@pytest.mark.rule(17)
def test_the_plan_rests_on_an_agreed_plan_with_a_signed_budget(two):
    with world.acting(two.milan):
        case = two.case
        refused(case, "G9", "not agreed with the person")
        PlanGoal(
            case=case, phase="reintegration", kind="housing", goal="Canary", status="agreed"
        ).save(force_insert=True)
        refused(case, "G9", "not agreed with the person")
        proving.read_together(case, said="not_yet")
        refused(case, "G9", "not agreed with the person")
        proving.read_together(case)
        refused(case, "G9", "budget of the plan is not signed")
        proving.budget(case)
        signs(case, "G9")
        assert state(two, "G9") == State.PASSED

        # The money changed.
        line = BudgetLine.objects.get(case=case)
        BudgetLine.objects.filter(pk=line.pk).update(unit_cost=70)
        assert state(two, "G9") == State.CHANGED
        refused(case, "G9", "budget of the plan is not signed")
        proving.sign_again(case)
        signs(case, "G9")
        # A payment to come changes nothing of what was agreed; a day of it neither.
        BudgetLine.objects.filter(pk=line.pk).update(planned_on=timezone.localdate(), version=3)
        assert state(two, "G9") == State.PASSED

        # The plan changed.
        PlanGoal(case=case, phase="reintegration", kind="work", goal="Canary").save(
            force_insert=True
        )
        assert state(two, "G9") == State.CHANGED
        refused(case, "G9", "changed since")
        proving.read_together(case)
        signs(case, "G9")
        proving.read_together(case, said="not_yet")
        assert state(two, "G9") == State.CHANGED
    with world.acting(two.tirana):
        assert gates_of(two.journey, two.there)["G9"].state == State.CHANGED


@pytest.mark.rule(1)
def test_a_refusal_of_the_plan_rests_on_its_words_alone(two):
    with world.acting(two.milan):
        signs(two.case, "G9", outcome="informed_refusal", explained=True)
        assert state(two, "G9") == State.PASSED


@pytest.mark.rule(17)
def test_safe_travel_rests_on_the_plan_and_the_finished_checklist(two):
    with world.acting(two.milan):
        case = two.case
        refused(case, "G11", "no hours yet")
        proving.way(case)
        refused(case, "G11", "checklist is not finished")
        for proposal, decision in (("open", "agree"), ("stopped", "otherwise"), ("ready", "")):
            proving.decided(case, "travel_checklist", proposal, decision)
            refused(case, "G11", "checklist is not finished")
        tool = decide_again(case, "travel_checklist", "ready")
        signature = signs(case, "G11")
        assert Evidence.objects.get(pk=signature.evidence).assessment_id == tool.pk

        # Another answer with the same tool, then other hours.
        decide_again(case, "travel_checklist", "ready")
        assert state(two, "G11") == State.CHANGED
        signs(case, "G11")
        assert state(two, "G11") == State.PASSED
    returning.plan(two, days=3)
    with world.acting(two.milan):
        assert state(two, "G11") == State.CHANGED
        signs(two.case, "G11")
    # On the way nothing is asked again.
    travelling(two)
    with world.acting(two.milan):
        Travel.objects.filter(case=two.case).update(version=9)
        assert state(two, "G11") == State.PASSED


def travelling(two):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "UPDATE referral_journey SET status = 'in_transit' WHERE reference = %s",
            [two.reference],
        )


@pytest.mark.rule(3)
def test_within_48_hours_the_travel_plan_is_enough():
    two = returning.both_sides()
    returning.ask_to_return(two, "urgent_dying")
    with world.acting(two.milan):
        refused(two.case, "G11", "no hours yet")
        proving.way(two.case)
        signs(two.case, "G11")


@pytest.fixture
def child():
    """On the way of a child up to the determination, with a guardian."""
    worker = world.member(world.organisation())
    case = sharing.opened(worker, child=True)
    placed.at_stage(worker, case, 3)
    guardians.appointed(worker, case)
    sharing.agree(worker, case, world.organisation("There", "AL"), classes=["summary"])
    children.up_to(worker, case, "family")
    return worker, case, placed.assigned(case, worker, Role.GUARDIAN)


@pytest.mark.rule(22)
def test_best_interests_rest_on_the_sheet_or_the_panels_document(child):
    worker, case, guardian = child
    document = {"issuer": "Invented panel", "dated_on": timezone.localdate()}
    with world.acting(guardian):
        for words in ({"kind": "determination"}, document | {"kind": "appointment"}):
            with pytest.raises(MoveNotAllowed, match="best-interests determination is missing"):
                signs(case, "G10", evidence=words)
        signs(case, "G10", evidence=document | {"kind": "determination"})
    with world.acting(worker):
        assert gates_of(case.journey, case)["G10"].state == State.PASSED
        # A sheet that was not ready proves nothing, and yet it is something new to look at.
        decide_again(case, "bid", "not_heard")
        assert gates_of(case.journey, case)["G10"].state == State.CHANGED
    with world.acting(guardian):
        refused(case, "G10", "best-interests determination is missing")
    with world.acting(worker):
        decide_again(case, "bid", "family")
    with world.acting(guardian):
        signs(case, "G10", evidence={"kind": "determination"})
        assert gates_of(case.journey, case)["G10"].state == State.PASSED


@pytest.mark.rule(1)
@pytest.mark.rule(17)
def test_the_decision_rests_on_free_and_informed_counselling(two):
    with world.acting(two.milan):
        refused(two.case, "G1", "options counselling is not decided")
        for proposal, decision in (
            ("pressure", "agree"),
            ("not_complete", "agree"),
            ("informed", ""),
        ):
            proving.decided(two.case, "options_counselling", proposal, decision)
            refused(two.case, "G1", "options counselling is not decided")
        signs(two.case, "G1", outcome="blocked")  # a “no” needs no tool
        # A person decides otherwise than the tool proposed, with reasons.
        proving.decided(two.case, "options_counselling", "not_complete", "otherwise")
        signs(two.case, "G1")
        decide_again(two.case, "options_counselling", "informed")
        assert state(two, "G1") == State.CHANGED


@pytest.mark.rule(15)
def test_a_level_is_signed_from_the_decided_matrix_alone(client, two):
    with world.acting(two.milan):
        refused(two.case, "G3", "risk matrix is not decided")
        with pytest.raises(MoveNotAllowed, match="risk matrix is not decided"):
            sign_risk(two.case)
    world.sign_in(client, two.milan)
    sign = reverse("gate_sign", args=[two.reference, "G3"])
    led = client.post(sign, {"outcome": "passed", "level": "low"}, follow=True)
    assert led.redirect_chain[0][0] == reverse("case_risk", args=[two.reference])
    assert "risk matrix is not decided" in led.text
    with world.acting(two.milan):
        proving.matrix(two.case, "medium")
    assert client.post(sign, {"text": "canary"}).status_code == 302
    with world.acting(two.milan):
        assert two.journey.signatures.get(kind="G3").level == "medium"


@pytest.mark.rule(17)
def test_a_document_is_valid_on_the_day_of_travel(two):
    returning.plan(two, days=10)
    today = timezone.localdate()
    with world.acting(two.milan):
        refused(two.case, "G6", "until which day")
        with pytest.raises(MoveNotAllowed, match="before the day of travel"):
            signs(two.case, "G6", until=today + timedelta(days=9))
        signs(two.case, "G6", until=today + timedelta(days=10))
        signed = signs_travel(two)
        assert (signed.until, state(two, "G6")) == (two.journey.travel_on, State.PASSED)
    returning.plan(two, days=11)
    with world.acting(two.milan):
        assert state(two, "G6") == State.CHANGED
        signs(two.case, "G6", until=today + timedelta(days=90))
        Travel.objects.filter(case=two.case).update(document_until=today)
        assert state(two, "G6") == State.CHANGED


def signs_travel(two):
    proving.prove(two.case, "G11")
    return signs(two.case, "G11")


@pytest.mark.parametrize(
    ("kind", "words", "match"),
    [
        ("G5", {"text": "canary"}, "Name the organisation"),
        ("G7", {"text": "canary"}, "Name who gave"),
    ],
)
def test_a_word_from_outside_names_who_gave_it(two, kind, words, match):
    with world.acting(two.milan):
        with pytest.raises(MoveNotAllowed, match=match):
            signs(two.case, kind, evidence=words | {"kind": "letter"})
        named = {"issuer": "Invented", "dated_on": timezone.localdate(), "kind": "letter"}
        signs(two.case, kind, evidence=words | named)


@pytest.mark.rule(17)
def test_another_period_and_another_claim_ask_their_gates_again(two):
    lawyer = placed.assigned(two.case, two.milan, Role.LAWYER)
    with world.acting(lawyer):
        Legal(case=two.case, asylum="none").save(force_insert=True)
    for kind in ("G2", "G7"):
        returning.sign(two.milan, two.reference, kind)
    with world.acting(lawyer):
        Legal.objects.filter(case=two.case).update(residence="permit")
    with world.acting(two.milan):
        assert (state(two, "G2"), state(two, "G7")) == (State.PASSED, State.PASSED)
    with world.acting(lawyer):
        Legal.objects.filter(case=two.case).update(reflection_from=timezone.localdate())
    with world.acting(two.milan):
        assert (state(two, "G2"), state(two, "G7")) == (State.CHANGED, State.PASSED)
    with world.acting(lawyer):
        Legal.objects.filter(case=two.case).update(asylum="rejected")
    with world.acting(two.milan):
        assert state(two, "G7") == State.CHANGED


@pytest.mark.rule(8)
def test_that_a_period_began_is_not_told_to_the_country_of_origin(two):
    """What is asked for in a country that has a period: tests/referral/test_reflection_clock.py."""

    def told(member):
        with world.acting(member), connection.cursor() as cursor:
            journey = returning.own_case(member, two.reference).journey_id
            cursor.execute("SELECT reflection_began(%s)", [journey])
            return cursor.fetchone()[0]

    assert not told(two.milan)
    lawyer = placed.assigned(two.case, two.milan, Role.LAWYER)
    with world.acting(lawyer):
        Legal(case=two.case, reflection_from=timezone.localdate()).save(force_insert=True)

    assert told(two.milan)
    assert not told(two.tirana)


def test_the_plan_of_a_child_speaks_of_school():
    two = returning.both_sides(child=True)
    with world.acting(two.milan):
        proving.plan(two.case)
        signs(two.case, "G9", evidence={"kind": "plan", "text": ""})
        PlanGoal.objects.filter(case=two.case, kind="education").update(kind="housing")
        proving.read_together(two.case)
        with pytest.raises(MoveNotAllowed, match="nothing of school for the child"):
            signs(two.case, "G9", evidence={"kind": "plan", "text": ""})
        signs(two.case, "G9", evidence={"kind": "plan", "text": "Three years old."})


def test_where_nothing_is_paid_that_is_signed_with_its_reason(client, two):
    url = reverse("budget_sign", args=[two.reference])
    world.sign_in(client, two.milan)
    assert (
        "Nothing is paid: sign that"
        in client.get(reverse("case_budget", args=[two.reference])).text
    )
    silent = client.post(url, {"agreed": "on"})
    signed = client.post(url, {"agreed": "on", "reasons": "The family pays. Canary."})

    assert (silent.status_code, signed.status_code) == (422, 302)
    with world.acting(two.milan):
        assert budget_of(two.case).is_signed
        proving.budget(two.case)
        assert budget_of(two.case).total.planned


def test_consent_that_was_withdrawn_proves_nothing(two):
    with world.acting(two.milan):
        signs(two.case, "G4")
        ConsentItem.objects.filter(case=two.case).update(withdrawn_at=timezone.now())
        refused(two.case, "G4", "No consent to data going abroad")


def test_the_pages_say_what_is_missing_and_where_it_is_made(client, two):
    world.sign_in(client, two.milan)
    detail = client.get(reverse("gate_detail", args=[two.reference, "G9"]))
    listed = client.get(reverse("case_gates", args=[two.reference]))
    sign = reverse("gate_sign", args=[two.reference, "G9"])

    assert detail.context["left"]["url"] == reverse("case_plan", args=[two.reference])
    assert "not agreed with the person" in detail.text
    assert "not agreed with the person" in listed.text
    assert "not agreed with the person" in client.get(sign).text
    assert client.post(sign, WORDS | {"outcome": "passed"}).status_code == 409

    with world.acting(two.milan):
        proving.plan(two.case)
    ready = client.get(reverse("gate_detail", args=[two.reference, "G9"]))
    assert ready.context["left"] is None
    assert "Sign this gate" in ready.text
    assert client.post(sign, WORDS | {"outcome": "passed"}).status_code == 302


def test_the_other_side_is_not_told_what_is_missing(client, two):
    with world.acting(two.milan):
        proving.plan(two.case)
        signs(two.case, "G9")
        BudgetLine.objects.update(unit_cost=7)
    nurse = placed.assigned(two.case, two.milan, Role.HEALTH)
    world.sign_in(client, nurse)
    assert (
        "What it is signed from"
        not in client.get(reverse("gate_detail", args=[two.reference, "G9"])).text
    )


def test_every_proof_has_its_sentence_and_its_page():
    for proofs in PROOFS.values():
        for one in proofs:
            assert str(one.missing).endswith(".")
            assert reverse(one.page, args=["TRM-222-222-2", *one.of])
