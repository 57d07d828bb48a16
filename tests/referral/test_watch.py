"""Care that was handed on and that nobody has confirmed: listed after a day, a task after three, without a case."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.answers import accept
from referral.due import run_due
from referral.models import Referral, Task
from tests import testing_database, world
from tests.referral import sharing
from tests.referral.test_give_back import coordinator
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def asked(two):
    case = sharing.filled(two[0])
    sharing.agree(two[0], case, two[1].organisation)
    return sharing.sent(two[0], case, two[1].organisation, services=["housing"])


def age(referral, hours):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "UPDATE referral_referral SET sent_at = now() - %s * interval '1 hour' WHERE id = %s",
            [hours, str(referral.pk)],
        )


def listed(client, who):
    return world.sign_in(client, who).get(reverse("journey_list")).context["unconfirmed"]


def watched(who):
    with world.acting(who):
        return list(Task.objects.filter(kind="not_confirmed", done_at=None))


def work():
    with as_worker():
        run_due(timezone.now())


def test_it_is_listed_after_a_day_and_owed_after_three(client, two, asked):
    worker, partner = two
    boss = world.member(worker.organisation, Role.SUPERVISOR)
    here, there, far = (coordinator(country) for country in ("IT", "AL", "FR"))
    age(asked, 23)
    assert listed(client, boss) == []
    age(asked, 25)
    work()
    for who, seen in [(boss, 1), (here, 1), (there, 1), (far, 0)]:
        assert len(listed(client, who)) == seen
    assert watched(worker) == watched(here) == []

    age(asked, 73)
    work()
    work()
    [mine], [offices] = watched(worker), watched(here)
    assert (mine.assigned_to_id, mine.case_id is None) == (worker.user_id, False)
    assert (offices.case_id, watched(there), watched(far)) == (None, [], [])
    assert listed(client, here)[0].escalated
    page = client.get(reverse("journey_list")).content.decode()
    assert "Nobody has confirmed the care yet" in page
    assert sharing.CANARY not in page

    with world.acting(partner):
        accept(referral=Referral.objects.get(), contact_name="Arta")
    assert watched(worker) == watched(here) == listed(client, boss) == []


@pytest.mark.rule(8)
def test_no_other_organisation_sees_what_is_not_its_own(client, two, asked):
    age(asked, 100)
    others = [
        world.member(world.organisation("Elsewhere", "IT"), Role.SUPERVISOR),
        world.member(two[1].organisation, Role.SUPERVISOR),
    ]
    for who in others:
        assert listed(client, who) == []
