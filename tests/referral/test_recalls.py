"""What was asked back: each receiver says what became of it, the log answers for what nobody opened, and who owes is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.consents import withdraw_consent
from referral.actions.referrals import take_back
from referral.actions.take import read_part
from referral.due import run_due
from referral.models import Case, Message, Referral, Task
from tests import world
from tests.referral import sharing
from tests.referral.test_row_security import refused
from tests.referral.test_worker import as_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(10)]


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def sent(two):
    worker, partner = two
    case = sharing.filled(worker)
    consent = sharing.agree(worker, case, partner.organisation)
    return case, sharing.sent(worker, case, partner.organisation), consent


@pytest.fixture
def accepted(two, sent):
    with world.acting(two[1]):
        return accept(referral=sent[1], contact_name="Arta")


def withdraw(worker, case, consent, data_class=""):
    with world.acting(worker):
        withdraw_consent(case=case, consent=consent, data_class=data_class)


def close(worker, case, referral):
    with world.acting(worker):
        take_back(case=case, referral=referral)


def said(worker, kind="receipt"):
    with world.acting(worker):
        return dict(Message.objects.filter(kind=kind).values_list("data_class", "recall"))


def open_tasks(who, kind="recall"):
    with world.acting(who):
        return list(Task.objects.filter(kind=kind, done_at=None))


def answer(client, who, referral, key=None, **answers):
    world.sign_in(client, who)
    where = reverse("recall_answer", args=[referral.pk])
    return client.post(where, answers | {"idempotency_key": key or uuid4()})


ALL_KEPT = dict.fromkeys(["summary", "services", "risk", "identity", "whereabouts"], "care")


def test_what_nobody_opened_is_answered_at_once_and_owes_nothing(two, sent):
    worker, partner = two
    case, referral, _consent = sent
    close(worker, case, referral)

    assert said(worker) == dict.fromkeys(["summary", "services", "risk"], "unopened")
    assert open_tasks(partner) == []


def test_who_opened_it_owes_an_answer_in_seven_days(two, sent):
    worker, partner = two
    case, referral, _consent = sent
    with world.acting(partner):
        read_part(referral.parts.get(data_class="summary", layer="summary"))
    close(worker, case, referral)

    assert "summary" not in said(worker)
    [task] = open_tasks(partner)
    assert task.due_on == timezone.localdate() + timedelta(days=7)


def test_what_is_in_work_is_kept_and_said_class_by_class(client, two, sent, accepted):
    worker, partner = two
    case, referral, consent = sent
    withdraw(worker, case, consent)
    assert len(open_tasks(partner)) == 1
    page = world.sign_in(client, partner).get(reverse("recall_answer", args=[referral.pk]))
    assert page.content.decode().count("Kept: care is in work") == len(ALL_KEPT)

    key = uuid4()
    assert answer(client, partner, referral, key, **ALL_KEPT).status_code == 302
    assert answer(client, partner, referral, key, **ALL_KEPT).status_code == 302

    assert said(worker) == ALL_KEPT
    assert open_tasks(partner) == []
    with world.acting(partner):
        assert Case.objects.get(pk=accepted.pk).identity.name_said == sharing.CANARY
    page = world.sign_in(client, worker).get(
        reverse("case_referrals", args=[case.journey.reference])
    )
    assert page.content.decode().count("Kept: care is in work") >= len(ALL_KEPT)


def test_a_class_that_is_in_the_own_case_was_not_deleted(client, two, sent, accepted):
    worker, partner = two
    case, referral, consent = sent
    withdraw(worker, case, consent, "identity")

    assert answer(client, partner, referral, identity="deleted").status_code == 422
    assert answer(client, partner, referral, identity="unopened").status_code == 422
    assert answer(client, partner, referral).status_code == 422
    assert said(worker) == {}


@pytest.mark.parametrize(
    ("sender", "data_class", "recall"),
    [
        ("partner", "identity", "deleted"),
        ("partner", "identity", "unopened"),
        ("partner", "identity", ""),
        ("partner", "health", "duty"),
        ("worker", "identity", "care"),
    ],
    ids=["a lie", "read before", "nothing said", "not asked", "by the sender"],
)
def test_the_database_takes_no_other_answer(two, sent, accepted, sender, data_class, recall):
    worker, partner = two
    case, referral, consent = sent
    withdraw(worker, case, consent, "identity")
    who = {"partner": partner, "worker": worker}[sender]

    with world.acting(who):
        words = refused(
            'INSERT INTO referral_message (id, referral_id, kind, sender_id, question, reply, feedback, data_class, recall, "on", at)'
            " VALUES (gen_random_uuid(), %s, 'receipt', %s, '', '', '', %s, %s, NULL, now())",
            str(referral.pk),
            str(who.organisation_id),
            data_class,
            recall,
        )

    assert "not what became of it" in words


def test_a_late_answer_makes_one_task_of_the_senders_lead_and_the_answer_ends_it(
    client, two, sent, accepted
):
    worker, partner = two
    case, referral, consent = sent
    withdraw(worker, case, consent, "identity")
    for days in (7, 8, 9):
        with as_worker():
            run_due(timezone.now() + timedelta(days=days))

    [task] = open_tasks(worker, "recall_ask")
    assert (task.case_id, task.assigned_to_id) == (case.pk, worker.user_id)
    work = world.sign_in(client, worker).get(reverse("work_list")).content.decode()
    assert "Ask what became of what was recalled" in work
    work = world.sign_in(client, partner).get(reverse("work_list")).content.decode()
    assert reverse("recall_answer", args=[referral.pk]) in work
    answer(client, partner, referral, identity="duty")
    assert open_tasks(worker, "recall_ask") == open_tasks(partner) == []


def test_who_may_not_see_the_own_case_answers_for_it_truly(client, two, sent, accepted):
    worker, partner = two
    case, referral, consent = sent
    boss = world.member(partner.organisation, Role.SUPERVISOR)
    withdraw(worker, case, consent, "identity")

    assert answer(client, boss, referral, identity="care").status_code == 302
    assert said(worker) == {"identity": "care"}


def test_a_consulate_says_what_became_of_a_request(client, two):
    worker, _partner = two
    sharing.return_office()
    house = world.organisation("Consulate", "IT", "consulate", represents="AL")
    consul = world.member(house, Role.CONSULAR)
    case = sharing.filled(worker)
    sharing.agree(worker, case, house, ["identity"])
    asked = sharing.sent(worker, case, house, ["identity"], kind="travel_document")
    with world.acting(consul):
        asked = accept(referral=Referral.objects.get(), contact_name="Desk") or asked
        read_part(asked.parts.get())
    close(worker, case, asked)

    page = world.sign_in(client, consul).get(reverse("request_detail", args=[asked.pk]))
    assert "Say what became of it" in page.content.decode()
    assert answer(client, consul, asked, identity="deleted").status_code == 302
    assert said(worker) == {"identity": "deleted"}


def test_a_stranger_gets_what_does_not_exist(client, two, sent):
    stranger = world.member(world.organisation("Elsewhere", "FR"))

    for who in (stranger, two[0]):
        assert answer(client, who, sent[1], identity="duty").status_code == 404
