import pytest
from django.urls import reverse

from referral.models import Task
from tests import world
from tests.referral.placed import contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    return contact(worker)


def task_of(worker, case, kind="own", **fields):
    with world.acting(worker):
        task = Task(organisation=worker.organisation, case=case, kind=kind, **fields)
        task.journey = case.journey if case else fields.get("journey")
        task.save(force_insert=True)
    return task


def done(task):
    return reverse("task_done", args=[task.pk])


def test_an_own_task_has_a_day(client, worker, case):
    url = reverse("case_task_new", args=[case.journey.reference])

    without = client.post(url, {"text": "Call the shelter"})
    answer = client.post(url, {"text": "Call the shelter", "due_on": "2026-12-01"})

    assert (without.status_code, answer.status_code) == (422, 302)
    with world.acting(worker):
        task = Task.objects.get(case=case)
        assert (task.kind, task.text, str(task.due_on)) == ("own", "Call the shelter", "2026-12-01")
        assert task.assigned_to_id == worker.user_id


def test_a_task_is_done_by_somebody_at_some_time(client, worker, case):
    task = task_of(worker, case)

    answer = client.post(done(task))

    assert answer.url == reverse("case_overview", args=[case.journey.reference])
    with world.acting(worker):
        task = Task.objects.get()
        assert task.done_at is not None
        assert task.done_by_id == worker.user_id


@pytest.mark.parametrize("kind", ["second_signature", "close", "visit", "missed_arrival"])
def test_a_task_that_ends_by_its_act_is_not_ticked(client, worker, case, kind):
    task = task_of(worker, case, kind=kind)

    client.post(done(task))

    with world.acting(worker):
        assert Task.objects.get().done_at is None


def test_looking_does_nothing(client, worker, case):
    assert client.get(done(task_of(worker, case))).status_code == 405


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_get_404(client, worker, case, who):
    task = task_of(worker, case)
    of = worker.organisation if who == "colleague" else world.organisation("Elsewhere")
    world.sign_in(client, world.member(of))

    assert client.post(done(task)).status_code == 404
    url = reverse("case_task_new", args=[case.journey.reference])
    assert client.get(url).status_code == 404


def test_the_way_back_leads_nowhere_else(client, worker, case):
    answer = client.post(done(task_of(worker, case)), {"next": "https://evil.example/"})

    assert answer.url == reverse("case_overview", args=[case.journey.reference])
