import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from referral.actions.arrivals import arrive
from referral.actions.close_referral import close_referral
from referral.actions.closing import confirm_closing, propose_closing
from referral.models import Case, Evidence, Leg, MoveNotAllowed, Task
from tests import world
from tests.referral import returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)


def url(name, reference):
    return reverse(name, args=[reference])


def answers(colleague, **given):
    return {"status": "closed_completed", "told": "on", "colleague": str(colleague.user_id)} | given


def close(one, colleague, reference):
    with world.acting(one):
        case = returning.own_case(one, reference)
        propose_closing(case, status="closed_completed", colleague=str(colleague.user_id))
    with world.acting(colleague):
        confirm_closing(returning.own_case(colleague, reference))


@pytest.fixture
def milan():
    return world.member(world.organisation())


@pytest.fixture
def boss(milan):
    return world.member(milan.organisation, Role.SUPERVISOR)


@pytest.fixture
def case(milan):
    return sharing.filled(milan)


def test_two_people_close_a_case_and_its_journey(client, milan, boss, case):
    ref = case.journey.reference
    world.sign_in(client, milan)
    assert client.post(url("case_close", ref), answers(boss)).status_code == 302
    assert not returning.own_case(milan, ref).is_closed

    world.sign_in(client, boss)
    sheet = client.get(url("case_close_confirm", ref)).content.decode()
    assert client.post(url("case_close_confirm", ref), {"idempotency_key": ""}).status_code == 302

    closed = returning.own_case(milan, ref)
    assert milan.user.name in sheet
    assert sharing.CANARY not in sheet
    assert (closed.stage, closed.status) == (6, "closed_completed")
    assert closed.closed_at
    with world.acting(milan):
        assert not Leg.objects.filter(held_to=None).exists()
        assert closed.journey.status == "closed"
        assert not Task.objects.filter(kind="close", done_at=None).exists()


@pytest.mark.asvs("2.3.5")
def test_the_same_person_cannot_confirm(milan, boss, case):
    with world.acting(milan):
        mine = returning.own_case(milan, case.journey.reference)
        propose_closing(mine, status="closed_completed", colleague=str(boss.user_id))

    with world.acting(milan), pytest.raises(MoveNotAllowed, match="Another person"):
        confirm_closing(mine)


def test_the_person_is_told_how_to_come_back(client, milan, boss, case):
    world.sign_in(client, milan)

    answer = client.post(url("case_close", case.journey.reference), answers(boss, told=""))

    assert answer.status_code == 422
    assert "Tell the person how to come back" in answer.content.decode()


def test_nobody_closes_without_a_proposal(client, milan, boss, case):
    world.sign_in(client, milan)

    answer = client.post(url("case_close_confirm", case.journey.reference))

    assert answer.status_code == 409


def test_the_journey_closes_when_both_sides_have():
    two = returning.travelling()
    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="travelling"):
        propose_closing(two.case, status="closed_completed", colleague=str(two.boss.user_id))
    with world.acting(two.tirana):
        arrive(two.there)
    there = world.member(two.tirana.organisation)

    close(two.milan, two.boss, two.reference)
    assert two.journey.status == "active"
    close(two.tirana, there, two.reference)
    assert (two.journey.status, two.journey.stage) == ("closed", 6)


def test_a_closed_case_is_opened_again_with_its_journey(client, milan, boss, case):
    ref = case.journey.reference
    close(milan, boss, ref)
    world.sign_in(client, milan)

    assert client.post(url("case_reopen", ref), {}).status_code == 422
    again = client.post(url("case_reopen", ref), {"reason": "reopened_contact"})
    assert again.status_code == 302
    twice = client.post(url("case_reopen", ref), {"reason": "reopened_contact"})
    assert (twice.status_code, "This case is open" in twice.text) == (409, True)

    again = returning.own_case(milan, ref)
    assert (again.stage, again.closed_at) == (3, None)
    with world.acting(milan):
        assert Evidence.objects.filter(kind="reopened_contact").count() == 1
        assert Leg.objects.filter(held_to=None).count() == 1
        assert again.journey.status == "active"


def test_a_closed_case_takes_nothing_more(client, milan, boss, case):
    ref = case.journey.reference
    close(milan, boss, ref)
    world.sign_in(client, milan)
    words = {"outcome": "passed", "kind": "advice", "issuer": "A lawyer", "text": "Canary"}
    with world.acting(milan):
        before = Evidence.objects.count()

    again = client.post(url("case_close", ref), answers(boss))
    signed = client.post(reverse("gate_sign", args=[ref, "G7"]), words, follow=True)
    written = client.post(url("evidence_new", ref), words)
    asked = client.post(url("return_request", ref), {"wished_on": "2026-11-01"}, follow=True)

    assert again.status_code == 409
    assert "This case cannot be closed like that" in again.text
    assert "or the case is at another stage" in signed.text
    assert written.status_code == 404
    assert "A return cannot be requested" in asked.text
    with world.acting(milan):
        assert Evidence.objects.count() == before
        assert not Task.objects.filter(kind="close", done_at=None).exists()


def test_who_comes_in(client, milan, boss, case):
    ref = case.journey.reference
    stranger = world.member(world.organisation("Dar Amal", "MA"))
    nurse = world.member(milan.organisation, Role.HEALTH)
    for name in ("case_close", "case_close_confirm", "case_reopen"):
        found = [
            world.sign_in(client, who).get(url(name, ref)).status_code
            for who in (milan, boss, stranger, nurse)
        ]
        assert found == [200, 404, 404, 403]


def test_the_second_person_loses_the_look(milan, boss, case):
    close(milan, boss, case.journey.reference)

    with world.acting(boss) as actor:
        assert not Case.objects.visible_to(actor).exists()


# Not a victim of trafficking, and in need: never just away

ELSEWHERE = "closed_referred_elsewhere"


def test_without_a_service_the_person_is_not_sent_away(client, milan, boss, case):
    world.sign_in(client, milan)

    answer = client.post(url("case_close", case.journey.reference), answers(boss, status=ELSEWHERE))

    assert answer.status_code == 422
    assert "No service has the person yet" in answer.text
    with world.acting(milan), pytest.raises(MoveNotAllowed, match="No service"):
        propose_closing(case, status=ELSEWHERE, colleague=str(boss.user_id), service=" ")


def test_a_named_service_is_kept_for_the_second_person(client, milan, boss, case):
    ref = case.journey.reference
    world.sign_in(client, milan)
    named = answers(boss, status=ELSEWHERE, service="Canary house, ask for Lia")
    assert client.post(url("case_close", ref), named).status_code == 302

    world.sign_in(client, boss)
    assert "Canary house, ask for Lia" in client.get(url("case_close_confirm", ref)).text
    client.post(url("case_close_confirm", ref), {"idempotency_key": ""})
    assert returning.own_case(milan, ref).status == ELSEWHERE
    with world.acting(milan):
        kept = Evidence.objects.filter(kind=ELSEWHERE).values_list("pk", flat=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT text::text FROM referral_evidence WHERE id = %s", [kept[0]])
            assert "Canary" not in cursor.fetchone()[0]


def test_for_another_reason_no_service_is_kept(client, milan, boss, case):
    world.sign_in(client, milan)
    client.post(url("case_close", case.journey.reference), answers(boss, service="Canary house"))

    with world.acting(milan):
        assert Evidence.objects.get(kind="closed_completed").text == ""


@pytest.mark.parametrize(("status", "stays"), [("sent", True), ("withdrawn", False)])
def test_a_referral_that_stands_is_enough_at_both_moments(status, stays):
    milan, tirana = sharing.two_sides()
    boss = world.member(milan.organisation, Role.SUPERVISOR)
    case = sharing.filled(milan)
    sharing.agree(milan, case, tirana.organisation, sharing.ORDINARY)
    referral = sharing.sent(milan, case, tirana.organisation)
    with world.acting(milan):
        propose_closing(case, status=ELSEWHERE, colleague=str(boss.user_id))
        if status == "withdrawn":
            close_referral(referral, case=case)
    with world.acting(boss):
        own = returning.own_case(boss, case.journey.reference)
        if stays:
            confirm_closing(own)
        else:
            with pytest.raises(MoveNotAllowed, match="No service"):
                confirm_closing(own)
