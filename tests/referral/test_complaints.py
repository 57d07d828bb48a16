"""A complaint goes outside; the body that is meant reads neither its words nor that there is one."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from accounts.roles import Role
from referral.keys import NoKey
from referral.models import Complaint
from tests import world
from tests.referral import placed, returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {"kind": "told_others", "words": "Canary Canarina told my aunt.", "reach": "By the number"}


@pytest.fixture
def desk(client):
    """Milan assists with Tirana; an office of coordination stands beside each."""
    milan, tirana = sharing.two_sides()
    case = sharing.filled(milan)
    sharing.agree(milan, case, tirana.organisation)
    sharing.sent(milan, case, tirana.organisation)
    office = world.member(
        world.organisation("Coordination", "IT", "coordination"), Role.NATIONAL_COORDINATOR
    )
    there = world.member(
        world.organisation("Koordinimi", "AL", "coordination"), Role.NATIONAL_COORDINATOR
    )
    boss = world.member(milan.organisation, Role.SUPERVISOR)
    reference = case.journey.reference
    return {
        "milan": milan,
        "tirana": tirana,
        "office": office,
        "there": there,
        "boss": boss,
        "url": reverse("complaint_new", args=[reference]),
        "reference": reference,
    }


def send(client, desk, about, to="office", **more):
    world.sign_in(client, desk["milan"])
    choice = {
        "about": str(desk[about].organisation_id),
        "to": str(desk[to].organisation_id),
    }
    return client.post(desk["url"], WORDS | choice | more)


def seen_by(member):
    with world.acting(member):
        return list(Complaint.objects.values_list("about_id", "case_id"))


def the_one(member):
    with world.acting(member):
        return Complaint.objects.get()


def test_about_another_body_it_is_read_outside_and_in_the_case(client, desk):
    assert send(client, desk, "tirana").status_code == 302

    for reader in ("office", "milan"):
        with world.acting(desk[reader]):
            assert Complaint.objects.get().words == WORDS["words"]
    assert seen_by(desk["tirana"]) == []
    assert seen_by(desk["there"]) == []


def test_about_the_own_house_nobody_of_it_reads_it_again(client, desk):
    said = send(client, desk, "milan")

    assert said.status_code == 302
    assert seen_by(desk["milan"]) == seen_by(desk["boss"]) == []
    assert seen_by(desk["office"]) == [(desk["milan"].organisation_id, None)]
    found = the_one(desk["office"])
    with world.acting(desk["milan"]), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM use_key(%s, 'complaint')", [found.pk])
        assert cursor.fetchall() == []
    page = world.sign_in(client, desk["milan"]).get(reverse("complaint_detail", args=[found.pk]))
    assert page.status_code == 404


def test_the_body_that_is_meant_does_not_answer(client, desk):
    page = send(client, desk, "milan", to="milan")
    assert page.status_code == 422
    with world.acting(desk["milan"]), pytest.raises(IntegrityError), transaction.atomic():
        raw(desk, about="milan", to="milan").save(force_insert=True)


def test_it_goes_to_nobody_abroad(client, desk):
    assert send(client, desk, "milan", to="there").status_code == 422
    with world.acting(desk["milan"]), pytest.raises(DatabaseError, match="row-level security"):
        raw(desk, about="tirana", to="there").save(force_insert=True)


def raw(desk, *, about, to):
    return Complaint(
        number="C-2345678",
        about_id=desk[about].organisation_id,
        to_id=desk[to].organisation_id,
        written_in_id=desk["milan"].organisation_id,
        kind="other",
        words="Canary",
        answer_by="2030-01-01",
    )


def test_it_is_answered_once_and_told(client, desk):
    send(client, desk, "tirana")
    found = the_one(desk["office"])
    url = reverse("complaint_detail", args=[found.pk])
    world.sign_in(client, desk["office"])
    assert "Answer a complaint" in client.get(reverse("home")).text
    answer = {"answer": "changed", "told": "They change the rules."}

    assert client.post(url, answer).status_code == 302
    assert client.post(url, answer).status_code == 404
    world.sign_in(client, desk["milan"])
    assert "They change the rules." in client.get(url).text
    heard = reverse("complaint_heard", args=[found.pk])
    assert client.post(heard).status_code == 302
    assert client.post(heard).status_code == 409


@pytest.mark.parametrize("reader", ["milan", "office"])
def test_only_the_body_outside_writes_the_answer(client, desk, reader):
    send(client, desk, "tirana")
    found = the_one(desk["office"])
    with world.acting(desk[reader]), connection.cursor() as cursor:
        sql = (
            "UPDATE referral_complaint SET answer = 'nothing', told = 'x', answered_at = now(),"
            " answered_by_id = %s WHERE id = %s"
        )
        if reader == "office":
            cursor.execute(sql, [desk[reader].user_id, found.pk])
            assert cursor.rowcount == 1
            return
        with pytest.raises(DatabaseError, match="chosen body answers"), transaction.atomic():
            cursor.execute(sql, [desk[reader].user_id, found.pk])


def test_who_only_looks_at_the_case_reads_no_complaint_of_it(client, desk):
    send(client, desk, "tirana")
    found = the_one(desk["office"])
    case = returning.own_case(desk["milan"], desk["reference"])
    looks = placed.assigned(case, desk["milan"], Role.CASE_MANAGER, classes=["summary"])
    detail, heard = (
        reverse(name, args=[found.pk]) for name in ("complaint_detail", "complaint_heard")
    )
    world.sign_in(client, desk["office"])
    client.post(detail, {"answer": "changed", "told": "They change the rules."})

    world.sign_in(client, looks)
    assert client.get(detail).status_code == 404
    assert client.post(heard).status_code == 404

    assert the_one(desk["office"]).heard_at is None
    world.sign_in(client, desk["milan"])
    assert client.get(detail).status_code == 200


def test_a_worker_of_the_outside_body_without_that_duty_reads_nothing(client, desk):
    send(client, desk, "tirana")
    other = world.member(desk["office"].organisation)
    found = the_one(desk["office"])

    assert seen_by(other) == []
    with world.acting(other), pytest.raises(NoKey):
        Complaint(pk=found.pk, number="C-2345679", words="x").save(force_insert=True)


def test_where_nobody_outside_is_here_the_page_says_whom_to_call(client):
    worker = world.member(world.organisation(country="FR"))
    case = world.contact(worker)
    with world.acting(worker):
        reference = type(case).objects.select_related("journey").get(pk=case.pk).journey.reference
    page = world.sign_in(client, worker).get(reverse("complaint_new", args=[reference]))

    assert page.status_code == 200
    assert "No body outside answers complaints" in page.text
