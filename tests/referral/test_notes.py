from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.notes import UNDO_SECONDS
from referral.models import Appointment, Note
from referral.stages import Stage
from tests import world
from tests.referral.placed import assigned, at_stage, contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    return contact(worker)


def new(case):
    return reverse("case_note_new", args=[case.journey.reference])


def undo(case, note):
    return reverse("case_note_undo", args=[case.journey.reference, note.pk])


def note_of(worker, case, data_class="risk", seconds_ago=0):
    with world.acting(worker):
        note = Note(case=case, data_class=data_class, text="Canary words", by=worker.user)
        note.written_at = timezone.now() - timedelta(seconds=seconds_ago)
        note.save(force_insert=True)
    return note


def test_a_note_is_kept_in_its_class(client, worker, case):
    answer = client.post(new(case), {"data_class": "risk", "text": "Was followed twice"})

    assert answer.status_code == 302
    assert answer.url == reverse("case_part", args=[case.journey.reference, "risk"])
    with world.acting(worker):
        note = Note.objects.get(case=case)
        assert (note.text, note.data_class, note.by_id) == (
            "Was followed twice",
            "risk",
            worker.user_id,
        )
    assert "Was followed twice" in client.get(answer.url).content.decode()


def test_the_choice_offers_only_what_the_role_may_add(client, case):
    page = client.get(new(case))

    offered = [code for code, _label in page.context["form"].fields["data_class"].choices]
    assert "health" in offered
    assert "travel" not in offered


def test_a_note_in_another_class_is_refused(client, worker, case):
    answer = client.post(new(case), {"data_class": "travel", "text": "Leaves on Monday"})

    assert answer.status_code == 422
    assert "Leaves on Monday" in answer.content.decode()
    with world.acting(worker):
        assert not Note.objects.exists()


def test_a_note_on_health_by_somebody_who_may_not_read_it(client, worker, case):
    answer = client.post(new(case), {"data_class": "health", "text": "Canary illness"})

    shown = client.get(answer.url).content.decode()
    at_stage(worker, case, Stage.ASSISTANCE)
    world.sign_in(client, assigned(case, worker, Role.HEALTH))
    part = client.get(reverse("case_part", args=[case.journey.reference, "health"]))

    assert "Canary illness" not in shown
    assert "Note on “Health”" in part.content.decode()
    assert "Canary illness" in part.content.decode()


def test_the_same_note_sent_twice_is_one(client, worker, case):
    data = {
        "data_class": "risk",
        "text": "Once",
        "idempotency_key": "6b1f7a52-9d2c-4ab1-9f2e-7d8cf1b7b2a1",
    }

    client.post(new(case), data)
    client.post(new(case), data)

    with world.acting(worker):
        assert Note.objects.count() == 1


def test_a_note_is_taken_back_within_ten_seconds(client, worker, case):
    note = note_of(worker, case)
    part = reverse("case_part", args=[case.journey.reference, "risk"])
    assert undo(case, note) in client.get(part).content.decode()

    client.post(undo(case, note))

    with world.acting(worker):
        assert Note.objects.get().undone_at is not None
    assert "Canary words" not in client.get(part).content.decode()


def test_after_ten_seconds_a_note_stays(client, worker, case):
    note = note_of(worker, case, seconds_ago=UNDO_SECONDS + 1)

    answer = client.post(undo(case, note), follow=True)

    assert "The 10 seconds are over" in answer.content.decode()
    with world.acting(worker):
        assert Note.objects.get().undone_at is None


def test_nobody_takes_back_the_note_of_a_colleague(client, worker, case):
    note = note_of(worker, case)
    world.sign_in(client, assigned(case, worker, Role.CASE_MANAGER))

    client.post(undo(case, note))

    with world.acting(worker):
        assert Note.objects.get().undone_at is None


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_get_404(client, worker, case, who):
    note = note_of(worker, case)
    of = worker.organisation if who == "colleague" else world.organisation("Elsewhere")
    world.sign_in(client, world.member(of))

    assert client.get(new(case)).status_code == 404
    assert client.post(undo(case, note)).status_code == 404


def test_an_appointment_is_in_the_zone_of_who_writes(client, worker, case):
    worker.user.time_zone = "Europe/Rome"
    worker.user.save()
    data = {"kind": "legal", "at": "2026-12-01T10:00", "text": "Canary office", "interpreter": "on"}

    answer = client.post(reverse("case_appointment_new", args=[case.journey.reference]), data)

    assert answer.status_code == 302
    with world.acting(worker):
        made = Appointment.objects.get(case=case)
        assert made.at.isoformat() == "2026-12-01T09:00:00+00:00"
        assert (made.text, made.interpreter) == ("Canary office", True)


def test_no_appointment_without_the_right_to_services(client, worker, case):
    url = reverse("case_appointment_new", args=[case.journey.reference])
    world.sign_in(client, assigned(case, worker, Role.SUPERVISOR))

    assert client.get(url).status_code == 404
