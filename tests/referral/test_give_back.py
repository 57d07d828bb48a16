"""A receiver that had accepted cannot go on: the sender holds the care again, the gate is open, on the way it rings at once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.actions.answers import accept, give_back
from referral.actions.gates.standing import gates_of
from referral.actions.travel import depart, plan_travel
from referral.models import Identity, JourneyEvent, Leg, MoveNotAllowed, Referral, Task, Travel
from referral.stages import GateKind
from tests import world
from tests.referral import returning, sharing
from tests.referral.test_row_security import refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(10)]


@pytest.fixture
def office():
    return coordinator("IT")


def coordinator(country):
    house = world.organisation("Office", country, "coordination")
    return world.member(house, Role.NATIONAL_COORDINATOR)


def tap(client, who, referral, reason="no_capacity", key=None):
    world.sign_in(client, who)
    where = reverse("referral_give_back", args=[referral.pk])
    return client.post(where, {"reason": reason, "idempotency_key": key or uuid4()})


def open_tasks(who, **wanted):
    with world.acting(who):
        return sorted(Task.objects.filter(done_at=None, **wanted).values_list("kind", flat=True))


def asked_of(two):
    with world.acting(two.tirana):
        return Referral.objects.get()


def test_two_taps_and_the_sender_holds_the_care_and_asks_anew(client, office):
    two = returning.both_sides()
    referral = asked_of(two)
    page = world.sign_in(client, two.tirana).get(reverse("referral_detail", args=[referral.pk]))
    assert reverse("referral_give_back", args=[referral.pk]) in page.content.decode()
    key = uuid4()
    assert tap(client, two.tirana, referral, key=key).status_code == 302
    assert tap(client, two.tirana, referral, key=key).status_code == 302

    assert open_tasks(two.milan) == ["alternative"]
    assert open_tasks(office) == ["holder_lost"]
    with world.acting(two.milan):
        journey = two.journey
        assert not gates_of(journey)[GateKind.G5].is_through
        assert [leg.country for leg in journey.legs.filter(held_to=None)] == ["IT"]
        assert JourneyEvent.objects.filter(kind="given_back").count() == 1
    with world.acting(two.tirana):
        assert Identity.objects.get(case=two.there).name_said == sharing.CANARY
    page = world.sign_in(client, two.milan).get(reverse("case_referrals", args=[two.reference]))
    assert "Given back" in page.content.decode()
    assert "No place free" in page.content.decode()

    again = sharing.sent(two.milan, two.case, two.tirana.organisation)
    assert open_tasks(office) == ["holder_lost"]
    with world.acting(two.tirana):
        accept(referral=Referral.objects.get(pk=again.pk), contact_name="Desk")
    assert open_tasks(office) == []
    with world.acting(two.milan):
        assert gates_of(two.journey)[GateKind.G5].is_through


@pytest.mark.rule(30)
def test_on_the_way_it_rings_at_once_until_somebody_is_named(client, office):
    two = returning.travelling()
    with world.acting(two.tirana):
        give_back(referral=Referral.objects.get(), reason="safety")

    assert open_tasks(two.milan) == ["alternative", "nobody_meets"]
    assert open_tasks(office) == ["holder_lost"]
    home = world.sign_in(client, two.milan).get(reverse("home")).content.decode()
    assert "Ring now: name who meets the person" in home
    with world.acting(two.milan):
        row = Travel.objects.get(case=two.case)
        plan_travel(two.case, row, lambda travel: setattr(travel, "greeter", "Teuta"))
    assert open_tasks(two.milan) == ["alternative"]


def test_an_approved_return_does_not_depart_without_a_receiver():
    two = returning.approved()
    with world.acting(two.tirana):
        give_back(referral=Referral.objects.get(), reason="no_capacity")

    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="G5"):
        depart(two.case)


def test_the_leg_returns_to_a_sender_that_had_handed_it_over():
    worker, near = world.member(world.organisation()), world.member(world.organisation("Near"))
    case = sharing.filled(worker)
    sharing.agree(worker, case, near.organisation)
    with world.acting(worker):
        Leg.objects.filter(journey=case.journey_id).update(held_to="2026-01-01T00:00Z")
    referral = sharing.sent(worker, case, near.organisation)
    with world.acting(near):
        accept(referral=Referral.objects.get(pk=referral.pk), contact_name="Desk")
        give_back(referral=Referral.objects.get(pk=referral.pk), reason="exceeds")

    with world.acting(worker):
        [leg] = Leg.objects.filter(journey=case.journey_id, held_to=None)
    assert leg.organisation_id == worker.organisation_id


@pytest.mark.parametrize("who", ["sender", "stranger", "nobody accepted"])
def test_nobody_else_gives_it_back(client, who):
    worker, partner = sharing.two_sides()
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation)
    referral = sharing.sent(worker, case, partner.organisation)
    stranger = world.member(world.organisation("Elsewhere", "AL"))
    by = {"sender": worker, "stranger": stranger, "nobody accepted": partner}[who]

    assert tap(client, by, referral).status_code == 404
    with world.acting(by):
        assert "not yours to give back" in refused("SELECT give_back(%s)", str(referral.pk))


def test_an_unknown_reason_changes_nothing(client):
    two = returning.both_sides()
    referral = asked_of(two)

    assert tap(client, two.tirana, referral, reason="mandate").status_code == 422
    assert asked_of(two).status == "accepted"


def test_the_sender_does_not_say_it_for_the_receiver():
    two = returning.both_sides()
    with world.acting(two.milan):
        words = refused("UPDATE referral_referral SET status = 'returned'")
    assert "not a status that this side sets" in words
