"""Accepting: a summary before, the receiver's own case after, and only once."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from referral.actions.answers import accept
from referral.models import (
    Case,
    GateSignature,
    Identity,
    JourneyEvent,
    Leg,
    MoveNotAllowed,
    Need,
    PackagePart,
    PlanGoal,
    Referral,
    Summary,
)
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def asked(two):
    worker, partner = two
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation)
    return sharing.sent(worker, case, partner.organisation, services=["housing"])


def detail(client, membership, referral):
    return world.sign_in(client, membership).get(reverse("referral_detail", args=[referral.pk]))


def press(client, membership, referral, **more):
    world.sign_in(client, membership)
    where = reverse("referral_accept", args=[referral.pk])
    assert client.get(where).status_code in {200, 302}
    form = {"contact_name": "Arta", "lead": str(membership.user.pk), **more}
    return client.post(where, form)


def test_before_accepting_nobody_is_named(client, two, asked):
    worker, partner = two

    page = detail(client, partner, asked).content.decode()

    assert sharing.CANARY not in page
    assert "canary goal" not in page
    assert "canary wish" not in page
    assert "Accept" in page
    assert "Can you help?" in page
    with world.acting(partner):
        assert {p.layer for p in PackagePart.objects.all()} == {"summary"}
        assert Case.objects.count() == 0


def test_accepting_opens_the_own_case(client, two, asked):
    worker, partner = two

    answer = press(client, partner, asked, first_date="2026-12-04")

    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.url).content.decode()
    assert sharing.CANARY in page
    assert "Canary road" not in page
    with world.acting(partner):
        case = Case.objects.get()
        assert (case.side, case.organisation_id) == ("origin", partner.organisation_id)
        assert Identity.objects.get(case=case).name_said == sharing.CANARY
        assert Summary.objects.get(case=case).age_band == "30-38"
        assert Need.objects.get(case=case).service == "housing"
        assert {leg.country for leg in Leg.objects.all()} == {"IT", "AL"}
        assert GateSignature.objects.get().kind == "G5"
    with world.acting(worker):
        assert Referral.objects.get().status == "accepted"
        assert JourneyEvent.objects.filter(kind="accepted", country="AL").count() == 1
        assert Case.objects.count() == 1


def test_a_colleague_without_grant_sees_no_identified_part(client, two, asked):
    worker, partner = two
    press(client, partner, asked)
    colleague = world.member(partner.organisation)
    with world.acting(partner):
        part = PackagePart.objects.filter(layer="identified").first()

    page = detail(client, colleague, asked).content.decode()

    assert sharing.CANARY not in page
    assert client.post(reverse("part_take", args=[part.pk])).status_code == 404


def test_accepted_for_a_colleague(client, two, asked):
    worker, partner = two
    focal = world.member(partner.organisation, Role.FOCAL_POINT)

    answer = press(client, focal, asked, lead=str(partner.user.pk))

    assert answer.status_code == 302, answer.content.decode()
    with world.acting(partner):
        case = Case.objects.get()
        assert Summary.objects.get(case=case).gender == "Feminine"
        assert not Identity.objects.exists()
        parts = PackagePart.objects.filter(
            layer="identified", data_class__in=["identity", "services"]
        )
        ids = [part.pk for part in parts]
    world.sign_in(client, partner)
    for id in ids + ids:
        assert client.post(reverse("part_take", args=[id])).status_code == 302
    with world.acting(partner):
        assert Identity.objects.get().name_said == sharing.CANARY
        assert PlanGoal.objects.count() == 1


def test_a_stranger_and_the_sender_find_nothing(client, two, asked):
    worker, partner = two
    stranger = world.member(world.organisation("Elsewhere", "AL"))

    for page in ["referral_detail", "referral_accept", "referral_ask", "referral_decline"]:
        where = reverse(page, args=[asked.pk])
        assert world.sign_in(client, stranger).get(where).status_code == 404
        assert world.sign_in(client, worker).get(where).status_code == 404


def test_the_second_answer_shows_the_first(client, two, asked):
    worker, partner = two
    colleague = world.member(partner.organisation)
    press(client, partner, asked)

    world.sign_in(client, colleague)
    answer = client.post(reverse("referral_decline", args=[asked.pk]), {"reason": "no_capacity"})

    assert answer.status_code == 409
    assert partner.user.short_name in answer.content.decode()
    with world.acting(worker):
        assert Referral.objects.get().status == "accepted"


def test_two_people_at_once_have_one_effect(two, asked):
    worker, partner = two
    colleague = world.member(partner.organisation)
    results, ready = [], threading.Barrier(2)

    def answer(membership):
        try:
            with world.acting(membership):
                ready.wait(10)
                accept(referral=asked, contact_name="Arta")
            results.append("accepted")
        except MoveNotAllowed:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[m], daemon=True) for m in (partner, colleague)]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]

    assert sorted(results) == ["accepted", "refused"]


def test_a_withdrawn_referral_cannot_be_accepted(client, two, asked):
    worker, partner = two
    world.sign_in(client, worker).post(reverse("referral_withdraw", args=[asked.pk]))

    assert press(client, partner, asked).status_code == 409
    with world.acting(partner):
        assert Case.objects.count() == 0


ANSWERERS = [
    (Role.CASE_MANAGER, "ngo", "transfer"),
    (Role.SUPERVISOR, "ngo", "transfer"),
    (Role.SERVICE_WORKER, "shelter", "service"),
    (Role.HEALTH, "health", "service"),
    (Role.LAWYER, "legal", "service"),
    (Role.RETURN_ORGANISER, "return", "return"),
    (Role.GUARDIAN, "guardianship", "guardian"),
]


@pytest.mark.parametrize(("role", "kind_of_body", "kind"), ANSWERERS)
def test_every_role_that_accepts_gets_a_case_of_its_own(client, two, role, kind_of_body, kind):
    worker, _partner = two
    near = world.member(world.organisation("Near by", "IT", kind_of_body), role)
    case = sharing.filled(worker)
    sharing.agree(worker, case, near.organisation)
    referral = sharing.sent(worker, case, near.organisation, kind=kind, services=["housing"])

    answer = press(client, near, referral)

    assert answer.status_code == 302, answer.content.decode()
    assert client.get(answer.url).status_code == 200
    with world.acting(near):
        own = Case.objects.get()
        assert own.side == "destination"
        assert Summary.objects.filter(case=own).exists()
    with world.acting(worker):
        assert Leg.objects.count() == 1


def test_a_second_referral_comes_into_the_same_case(client, two, asked):
    worker, partner = two
    press(client, partner, asked)
    with world.acting(worker):
        case = Case.objects.select_related("journey", "organisation").get()
    more = sharing.sent(
        worker, case, partner.organisation, ["summary", "risk"], "service", services=["legal"]
    )

    assert press(client, partner, more).status_code == 302

    with world.acting(partner):
        assert Case.objects.count() == 1
        assert PackagePart.objects.get(referral=more, layer="identified").taken_at


def test_a_colleague_who_does_not_see_the_case_is_told_to_ask(client, two, asked):
    worker, partner = two
    press(client, partner, asked)
    with world.acting(worker):
        case = Case.objects.select_related("journey", "organisation").get()
    more = sharing.sent(
        worker, case, partner.organisation, ["summary"], "service", services=["legal"]
    )

    answer = press(client, world.member(partner.organisation), more)

    assert answer.status_code == 409
    with world.acting(worker):
        assert Referral.objects.get(pk=more.pk).status == "sent"
