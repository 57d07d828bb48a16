"""No answer, or a no: the sender's lead gets the task to ask another organisation, once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from referral.actions.answers import accept, decline
from referral.due import run_due
from referral.models import Referral, Task
from tests import world
from tests.referral import sharing
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def case(two):
    case = sharing.filled(two[0])
    sharing.agree(two[0], case, two[1].organisation)
    return case


@pytest.fixture
def asked(two, case):
    return sharing.sent(two[0], case, two[1].organisation, services=["housing"])


def months_pass():
    with as_worker():
        run_due(timezone.now() + timedelta(days=40))


def open_tasks(worker):
    with world.acting(worker):
        return list(Task.objects.filter(kind="alternative", done_at=None))


def test_an_answer_that_did_not_come_makes_one_task_of_the_lead(client, two, case, asked):
    worker, _partner = two
    months_pass()
    months_pass()

    [task] = open_tasks(worker)

    assert (task.case_id, task.assigned_to_id) == (case.pk, worker.user_id)
    assert "Ask another organisation" in (
        world.sign_in(client, worker).get(reverse("home")).content.decode()
    )


def test_a_late_yes_ends_it(two, asked):
    worker, partner = two
    months_pass()
    with world.acting(partner):
        accept(referral=Referral.objects.get(), contact_name="Arta")

    assert open_tasks(worker) == []


def test_a_yes_in_time_makes_none(two, asked):
    worker, partner = two
    with world.acting(partner):
        accept(referral=asked, contact_name="Arta")
    months_pass()

    assert open_tasks(worker) == []


def test_a_late_no_leaves_one(two, asked):
    worker, partner = two
    months_pass()
    with world.acting(partner):
        decline(referral=Referral.objects.get(), reason="no_capacity")

    assert len(open_tasks(worker)) == 1
