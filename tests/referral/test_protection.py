"""Protection mode: a case that only named colleagues know of."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.assigning import assign, unassign
from referral.actions.covers import stand_in
from referral.actions.emergency import ask_emergency
from referral.actions.signatures import ask_signature
from referral.known import Mark, possibly_known
from referral.models import (
    Case,
    CaseGroupGrant,
    Identity,
    Journey,
    JourneyEvent,
    MoveNotAllowed,
    Protection,
    Referral,
    Task,
)
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def casa():
    """A case with a sent referral, open to its lead, a colleague and a team; two supervisors."""
    milan, tirana = sharing.two_sides()
    house = milan.organisation
    team = world.team(house)
    people = SimpleNamespace(
        house=house,
        lead=milan,
        there=tirana,
        team=team,
        friend=world.member(house),
        named=world.member(house),
        in_team=world.member(house, teams=[team]),
        boss=world.member(house, Role.SUPERVISOR),
        chief=world.member(house, Role.SUPERVISOR),
        admin=world.member(house, Role.ORGANISATION_ADMIN),
        health=world.member(house, Role.HEALTH),
    )
    people.case = sharing.filled(milan)
    sharing.agree(milan, people.case, tirana.organisation)
    people.referral = sharing.sent(milan, people.case, tirana.organisation)
    with world.acting(milan):
        people.reference = Case.objects.get(pk=people.case.pk).journey.reference
        assign(people.case.pk, user=people.friend.user_id)
        assign(people.case.pk, team=team.group_id)
        Task.objects.create(organisation=house, journey_id=people.case.journey_id, kind="recall")
    return people


def propose(client, casa, names=None):
    world.sign_in(client, casa.lead)
    chosen = [str(one.user_id) for one in (names or [casa.named])]
    url = reverse("case_protection", args=[casa.reference])
    return client.post(url, {"reason": "colleague", "names": chosen})


def row():
    return Protection.objects.get(lifted_at=None)


def decide(client, casa, by, answer="yes"):
    with world.acting(casa.lead):
        pk = row().pk
    world.sign_in(client, by)
    return client.post(reverse("protection_confirm", args=[pk]), {"answer": answer})


def protect(client, casa):
    assert propose(client, casa).status_code == 302
    assert decide(client, casa, casa.boss).status_code == 302


def tap(client, by, page, casa, **answers):
    world.sign_in(client, by)
    return client.post(reverse(page, args=[casa.reference]), answers)


def sees(membership, casa):
    """All that this membership can find of the case in the database and in the lists of the application."""
    with world.acting(membership) as actor:
        return {
            "case": Case.objects.filter(pk=casa.case.pk).exists(),
            "visible": Case.objects.visible_to(actor).filter(pk=casa.case.pk).exists(),
            "identity": Identity.objects.filter(case=casa.case).exists(),
            "journey": Journey.objects.filter(reference=casa.reference).exists(),
            "events": JourneyEvent.objects.filter(journey=casa.case.journey_id).exists(),
            "referral": Referral.objects.filter(pk=casa.referral.pk).exists(),
            "task": Task.objects.filter(journey=casa.case.journey_id).exists(),
        }


def test_before_it_the_others_see_what_they_may(casa):
    assert all(sees(casa.friend, casa).values())
    assert all(sees(casa.in_team, casa).values())
    assert sees(casa.boss, casa)["journey"]
    assert sees(casa.health, casa)["referral"]


@pytest.mark.parametrize("who", ["friend", "in_team", "boss", "chief", "health", "admin"])
def test_nobody_else_knows_of_it(client, casa, who):
    protect(client, casa)
    today = timezone.localdate()
    with world.acting(casa.lead):
        stand_in(person=casa.lead.user_id, deputy=casa.health.user_id, from_on=today, to_on=today)
    other = getattr(casa, who)
    assert not any(sees(other, casa).values())
    world.sign_in(client, other)
    for page in (
        "home",
        "case_list",
        "journey_list",
        "caseload",
        "inbox",
        "signature_list",
        "work_list",
        "work_calendar",
        "cover_list",
    ):
        assert casa.reference not in client.get(reverse(page)).text
    assert "case_overview" not in client.get(reverse("search"), {"q": casa.reference}).text
    for page in ("case_overview", "journey_detail", "case_protection", "case_gates"):
        real = client.get(reverse(page, args=[casa.reference]))
        assert real.status_code in {403, 404}
    with world.acting(other), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM caseload() WHERE case_id = %s", [casa.case.pk])
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM cases_of(%s)", [casa.lead.user_id])
        assert cursor.fetchone()[0] == 0
        for door in ("cover_gaps()", "work_load(current_date)"):
            cursor.execute(f"SELECT count(*) FROM {door}")  # noqa: S608
            assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize("who", ["lead", "named"])
def test_the_named_work_on(client, casa, who):
    protect(client, casa)
    assert all(sees(getattr(casa, who), casa).values())
    world.sign_in(client, getattr(casa, who))
    page = client.get(reverse("case_overview", args=[casa.reference])).text
    assert "Protected: named people only" in page


def test_the_other_side_goes_on(client, casa):
    before = sees(casa.there, casa)
    protect(client, casa)
    assert sees(casa.there, casa) == before
    assert before["referral"]


def test_until_the_second_person_says_yes_nothing_changes(client, casa):
    propose(client, casa)
    assert all(sees(casa.friend, casa).values())
    for who in (casa.lead, casa.friend, casa.named):
        assert decide(client, casa, who).status_code == 404
    decide(client, casa, casa.boss, answer="no")
    assert all(sees(casa.friend, casa).values())
    assert propose(client, casa).status_code == 302


def test_the_second_person_is_asked_and_sees_nothing_of_the_case(client, casa):
    propose(client, casa)
    world.sign_in(client, casa.boss)
    with world.acting(casa.lead):
        url = reverse("protection_confirm", args=[row().pk])
    assert url in client.get(reverse("home")).text
    page = client.get(url).text
    assert casa.reference in page
    assert casa.named.user.name in page
    assert not sees(casa.boss, casa)["case"]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT propose_protection(gen_random_uuid(), %(case)s, 'other', ARRAY[%(lead)s, %(friend)s]::uuid[])",
        "SELECT confirm_protection(%(row)s, true)",
    ],
)
def test_the_doors_refuse_who_is_neither_lead_nor_supervisor(client, casa, statement):
    propose(client, casa)
    with world.acting(casa.lead):
        values = {"row": row().pk, "case": casa.case.pk, "lead": casa.lead.user_id}
    values["friend"] = casa.friend.user_id
    with world.acting(casa.friend), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_two_are_always_named(client, casa):
    assert propose(client, casa, names=[casa.lead]).status_code == 422
    protect(client, casa)
    gone = tap(client, casa.lead, "protection_unname", casa, user=str(casa.named.user_id))
    assert gone.status_code == 409
    lead = tap(client, casa.named, "protection_unname", casa, user=str(casa.lead.user_id))
    assert lead.status_code == 409
    tap(client, casa.lead, "protection_name", casa, user=str(casa.chief.user_id))
    assert sees(casa.chief, casa)["case"]
    left = tap(client, casa.lead, "protection_unname", casa, user=str(casa.named.user_id))
    assert left.status_code == 302
    assert not any(sees(casa.named, casa).values())


def test_no_grant_goes_round_it(client, casa):
    protect(client, casa)
    with world.acting(casa.lead):
        case = Case.objects.get(pk=casa.case.pk)
        until = timezone.now() + timedelta(days=1)
        with pytest.raises(MoveNotAllowed):
            assign(case.pk, user=casa.friend.user_id)
        with pytest.raises(MoveNotAllowed):
            assign(case.pk, team=casa.team.group_id)
        with pytest.raises(MoveNotAllowed):
            unassign(case.pk, user=casa.named.user_id)
        with pytest.raises(MoveNotAllowed):
            ask_signature(case, user=casa.boss.user_id, classes=["summary"], gate="G3")
    for user, team, why in [
        (casa.friend.user_id, None, "assigned"),
        (None, casa.team.group_id, "assigned"),
        (casa.boss.user_id, None, "signature"),
    ]:
        with world.acting(casa.lead), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(
                "SELECT assign(%s, %s, %s, ARRAY['summary'], %s, %s)",
                [casa.case.pk, user, team, until, why],
            )
    with world.acting(casa.boss), connection.cursor() as cursor:
        cursor.execute("SELECT hand_over(%s, %s)", [casa.named.user_id, casa.friend.user_id])
    assert not any(sees(casa.friend, casa).values())
    assert sees(casa.named, casa)["case"]
    with world.acting(casa.lead):
        live = CaseGroupGrant.objects.filter(content_object=case, expires_at__gt=timezone.now())
        assert not live.exists()


def test_nobody_opens_a_case_to_herself(casa):
    """Said before the database refuses it; whether it is protected makes no difference."""
    with world.acting(casa.boss), pytest.raises(MoveNotAllowed, match="Ask another supervisor"):
        assign(casa.case.pk, user=casa.boss.user_id)


def test_no_emergency_opens_it(client, casa):
    with world.acting(casa.lead):
        unassign(casa.case.pk, user=casa.friend.user_id)
    protect(client, casa)
    wish = {
        "classes": ["identity"],
        "reason": "danger",
        "urgency": "life",
        "text": "I must read this now.",
    }
    with world.acting(casa.friend):
        with pytest.raises(MoveNotAllowed) as real:
            ask_emergency(reference=casa.reference, **wish)
        with pytest.raises(MoveNotAllowed) as unreal:
            ask_emergency(reference="TRM-222-222-2", **wish)
    assert str(real.value) == str(unreal.value)


def test_two_lift_it(client, casa):
    protect(client, casa)
    tap(client, casa.lead, "protection_lift", casa)
    assert tap(client, casa.lead, "protection_lift", casa).status_code == 409
    assert not sees(casa.boss, casa)["journey"]
    world.sign_in(client, casa.named)
    assert "proposes to lift it" in client.get(reverse("home")).text
    tap(client, casa.named, "protection_lift", casa)
    assert sees(casa.boss, casa)["journey"]
    assert not sees(casa.friend, casa)["case"]
    with world.acting(casa.lead):
        assign(casa.case.pk, user=casa.friend.user_id)
    assert sees(casa.friend, casa)["case"]


def test_a_proposal_to_lift_can_be_refused(client, casa):
    protect(client, casa)
    tap(client, casa.lead, "protection_lift", casa)
    tap(client, casa.named, "protection_lift", casa, back="")
    assert tap(client, casa.lead, "protection_lift", casa).status_code == 302
    assert not sees(casa.boss, casa)["journey"]


def test_a_protected_person_is_known_to_nobody(client, casa):
    with world.acting(casa.lead):
        identity = Identity.objects.get(case=casa.case)
        asked = [(f"{identity.name_said}\n{identity.name_on_documents}", "")]
    stranger = world.member(casa.house)
    with world.acting(stranger):
        assert possibly_known(asked) == [Mark(others=True)]

    protect(client, casa)

    for someone in (stranger, casa.lead):
        with world.acting(someone):
            assert possibly_known(asked) == [Mark()]
