"""What is kept for protection after a no, and that somebody follows it up (rules of practice 19)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.contacts import answer_protection, keep_minimum
from referral.due import run_due
from referral.models import ConsularAlert, Draft, MoveNotAllowed, Notice, ProtectionRecord, Task
from shell.forms import PartialDate
from tests import world
from tests.referral.test_row_security import refused, rows
from tests.referral.test_worker import as_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(19)]
ANSWER = "Canary answer of the youth office"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def minimum(worker):
    with world.acting(worker):
        return ProtectionRecord.objects.create(
            organisation=worker.organisation,
            by=worker.user,
            met_on=timezone.localdate(),
            place="Canary harbour",
            age_band="9-17",
            noticed="debt",
            told="Youth office",
        )


def page(minimum):
    return reverse("minimum_detail", args=[minimum.pk])


def waits(client):
    return "Ask child protection what became of it" in client.get(reverse("home")).text


def test_author_and_supervisor_read_it_and_nobody_else(client, worker, minimum):
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)
    colleague = world.member(worker.organisation)
    elsewhere = world.member(world.organisation(), Role.SUPERVISOR)

    for reader in (worker, supervisor):
        world.sign_in(client, reader)
        assert "Canary harbour" in client.get(page(minimum)).text
        assert page(minimum) in client.get(reverse("minimum_list")).text
    for stranger in (colleague, elsewhere):
        world.sign_in(client, stranger)
        assert client.get(page(minimum)).status_code == 404
        assert page(minimum) not in client.get(reverse("minimum_list")).text


def test_it_waits_on_both_homes_until_child_protection_answered(client, worker, minimum):
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)
    for reader in (supervisor, worker):
        assert waits(world.sign_in(client, reader))

    assert client.post(page(minimum), {"answer": ""}).status_code == 422
    assert waits(client)
    shown = client.post(page(minimum), {"answer": ANSWER}, follow=True)

    assert ANSWER in shown.text
    for reader in (supervisor, worker):
        assert not waits(world.sign_in(client, reader))


def test_the_answer_is_written_once(client, worker, minimum):
    with world.acting(worker):
        answer_protection(minimum, answer=ANSWER)
        with pytest.raises(MoveNotAllowed, match="meanwhile"):
            answer_protection(minimum, answer="another")
        said = refused(
            "UPDATE referral_protectionrecord SET answered_at = now() + interval '1 day'"
        )
    assert "written once" in said
    refused_page = world.sign_in(client, worker).post(page(minimum), {"answer": "another"})
    assert refused_page.status_code == 409


def test_what_was_kept_and_who_was_told_never_changes(worker, minimum):
    with world.acting(worker):
        for column in ("met_on = now()", "age_band = 'x'", "told = ''", "place = ''"):
            assert "permission denied" in refused(
                f"UPDATE referral_protectionrecord SET {column}"  # noqa: S608
            )
        assert "permission denied" in refused("DELETE FROM referral_protectionrecord")


def test_the_words_are_sealed(worker, minimum):
    with world.acting(worker):
        answer_protection(minimum, answer=ANSWER)
        stored = rows("SELECT answer, place, told FROM referral_protectionrecord")
    assert b"Canary" not in b"".join(bytes(one) for one in stored[0])


# Who was told


@pytest.fixture
def youth_office():
    here = world.organisation("Youth office", "IT", "social_service", takes=["children"])
    return world.member(here)


def no_of(worker, age_band="9-17", danger="no"):
    """Somebody said no to a record, and the minimum was kept."""
    answers = {
        "met_on": PartialDate(timezone.localdate().isoformat()),
        "place": "Canary harbour",
        "age_band": age_band,
        "noticed": ["debt"],
        "told": "Canary of who was told",
        "danger": danger,
    }
    with world.acting(worker):
        return keep_minimum(answers=answers)


def test_child_protection_of_the_country_is_alerted_at_once(client, worker, youth_office):
    world.member(world.organisation("Far away", "FR", "guardianship"), Role.GUARDIAN)
    minimum = no_of(worker, danger="unsure")

    with world.acting(youth_office):
        alert = ConsularAlert.objects.get()
        assert Notice.objects.filter(kind="alert").exists()
        assert rows("SELECT 1 FROM referral_protectionrecord") == []
    world.sign_in(client, youth_office)
    shown = client.get(reverse("alert_detail", args=[alert.pk])).text
    assert "Alert for a child" in shown
    assert worker.organisation.name in shown
    assert "Canary" not in shown
    assert "Take up an alert" in client.get(reverse("home")).text
    assert client.post(reverse("alert_take", args=[alert.pk])).status_code == 302
    with world.acting(worker):
        assert not Task.objects.exists()
        assert ConsularAlert.objects.count() == 0
    assert "Youth office" in world.sign_in(client, worker).get(page(minimum)).text


@pytest.mark.parametrize(
    ("age_band", "danger", "alerts", "tasks"),
    [("unknown", "no", 1, 0), ("30-38", "yes", 0, 0), ("9-17", "yes", 1, 0)],
)
def test_who_may_be_a_child_is_told_and_an_adult_is_not(
    worker, youth_office, age_band, danger, alerts, tasks
):
    no_of(worker, age_band, danger)
    with world.acting(youth_office):
        assert ConsularAlert.objects.count() == alerts
    with world.acting(worker):
        assert Task.objects.count() == tasks


def test_where_nobody_protects_children_somebody_rings_today(client, worker):
    world.member(world.organisation("No children", "IT", "social_service"))
    minimum = no_of(worker)
    with world.acting(worker):
        task = Task.objects.get(kind="tell_protection")
        assert (task.assigned_to_id, task.due_on) == (worker.user_id, timezone.localdate())
    home = world.sign_in(client, worker).get(reverse("home")).text
    assert "Ring child protection now" in home
    assert client.get(reverse("minimum_list")).status_code == 200
    with world.acting(worker):
        answer_protection(minimum, answer=ANSWER)
        assert not Task.objects.filter(done_at=None).exists()


def test_child_protection_itself_alerts_nobody_and_rings_nobody(youth_office):
    no_of(youth_office)
    with world.acting(youth_office):
        assert not ConsularAlert.objects.exists()
        assert not Task.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"country": "FR"},
        {"receiver": "ngo"},
        {"receiver": "far"},
        {"minor": "no"},
        {"nationality": "AL"},
        {"reach": "now"},
        {"mission": None},
        {"indicators": ["fear"]},
    ],
)
def test_no_other_alert_leaves_a_frontline_organisation(worker, youth_office, changed):
    others = {
        "ngo": lambda: world.organisation("Other", "IT"),
        "far": lambda: world.organisation("Far away", "FR", "guardianship"),
    }
    values = {
        "receiver": youth_office.organisation,
        "mission": worker.organisation,
        "country": "IT",
        "place": "unknown",
        "noticed_on": timezone.localdate(),
        "minor": "yes",
        "unfree": "unsure",
        "danger": "no",
        "indicators": [],
        "documents": "unknown",
        "done": [],
        "agreed": "no",
        "reach": "sender",
    } | changed
    if isinstance(values["receiver"], str):
        values["receiver"] = others[values["receiver"]]()
    refusal = pytest.raises(DatabaseError, match="child protection in the own country")
    with refusal, world.acting(worker):
        ConsularAlert(**values).save(force_insert=True)


def test_time_alone_deletes_no_draft_of_a_contact(worker):
    """“Could not ask yet”: author and supervisor see it, and one of them decides."""
    with world.acting(worker):
        row = Draft(
            organisation=worker.organisation,
            author=worker.user,
            could_not_ask=True,
            content="{}",
            expires_at=timezone.now() - timedelta(days=30),
        )
        row.save(force_insert=True)
    with as_worker():
        run_due(timezone.now() + timedelta(days=60))
        assert "permission denied" in refused("DELETE FROM referral_draft")
    for reader in (worker, world.member(worker.organisation, Role.SUPERVISOR)):
        with world.acting(reader):
            assert Draft.objects.count() == 1
    with world.acting(world.member(worker.organisation)):
        assert Draft.objects.count() == 0
