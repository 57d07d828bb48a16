"""A body does not answer: it is told again, then who asked, then who coordinates. Never the person, never with a word."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.roles import Role
from directory.working_days import working_time_after
from referral.actions.answers import decline
from referral.due import run_due
from referral.escalation import AUDIENCES, FIRST_AFTER, steps_in, tables, told_by_now
from referral.models import Notice, Referral, Task
from referral.stages import Urgency
from tests import world
from tests.referral import sharing
from tests.referral.test_worker import as_worker
from tests.testing_database import owner_cursor

pytestmark = pytest.mark.django_db(transaction=True)
NEW = {"answer_waits", "answer_ring", "answer_late", "answer_missing"}
FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)


def told(member):
    with world.acting(member):
        found = Notice.objects.filter(kind__in=NEW).order_by("made_at", "kind")
        return list(found.values_list("kind", flat=True))


def after(referral, **more):
    with as_worker():
        return run_due(referral.sent_at + timedelta(**more))


def asking(kind):
    worker, partner = sharing.two_sides()
    case = sharing.filled(worker)
    office = world.member(world.organisation("Office", "IT"), Role.NATIONAL_COORDINATOR)
    far = world.member(world.organisation("Zyra", "AL"), Role.NATIONAL_COORDINATOR)
    uninvolved = world.member(world.organisation("Bureau", "FR"), Role.NATIONAL_COORDINATOR)
    sharing.agree(worker, case, partner.organisation)
    referral = sharing.sent(worker, case, partner.organisation, kind=kind)
    return worker, partner, (office, far), uninvolved, referral


@pytest.fixture
def asked():
    return asking("transfer")


def rings(member, referral):
    """Has the task to ring because nobody confirmed the care."""
    with world.acting(member):
        return Task.objects.filter(referral=referral, kind="not_confirmed").count()


def test_step_by_step_up_to_the_coordination_and_once(asked):
    worker, partner, offices, uninvolved, referral = asked
    with world.acting(worker):
        Referral.objects.filter(pk=referral.pk).update(urgency=Urgency.DAY)

    after(referral, hours=23)
    assert (told(partner), told(worker)) == ([], [])

    first = after(referral, hours=24)
    after(referral, hours=25)
    assert first["bodies and coordinations told"] == 2
    assert (told(partner), told(worker)) == (["answer_waits"], ["answer_late"])
    assert [told(office) for office in offices] == [[], []]

    third_day = working_time_after("AL", referral.sent_at, 3) - referral.sent_at
    after(referral, seconds=third_day.total_seconds() - 60)
    assert [told(office) for office in offices] == [[], []]
    after(referral, seconds=third_day.total_seconds())
    after(referral, days=20)
    assert [told(office) for office in offices] == [[], ["answer_missing"]]
    assert [rings(office, referral) for office in offices] == [1, 0]
    assert (told(partner), told(worker)) == (["answer_waits"], ["answer_late"])
    assert told(uninvolved) == []


def test_care_that_was_handed_on_is_told_of_once(asked):
    """Its sender and who coordinates there have a task after three days: no notice says the same again, nor where the worker stood still."""
    worker, partner, (office, far), _uninvolved, referral = asked

    for days in (4, 12, 30):
        after(referral, days=days)

    assert (told(worker), told(office)) == ([], [])
    assert (rings(worker, referral), rings(office, referral)) == (1, 1)
    assert (told(partner), told(far)) == (["answer_waits"], ["answer_missing"])


def test_a_service_has_no_such_task_and_its_notices_stay():
    worker, partner, (office, _far), _uninvolved, referral = asking("service")

    after(referral, days=30)

    assert (told(worker), told(partner)) == (["answer_late"], ["answer_waits"])
    assert (told(office), rings(worker, referral)) == (["answer_missing"], 0)


def test_who_has_answered_is_left_in_peace(asked):
    worker, partner, offices, _uninvolved, referral = asked
    with world.acting(partner):
        decline(referral=Referral.objects.get(pk=referral.pk), reason="no_capacity")

    after(referral, days=30)

    assert [told(one) for one in (worker, partner, *offices)] == [[], [], [], []]


def test_a_coordination_that_does_not_see_the_journey_is_not_told(asked):
    _worker, _partner, (office, far), _uninvolved, referral = asked
    with owner_cursor() as cursor:
        cursor.execute(
            "UPDATE referral_journeyparty SET hidden_at = now() WHERE journey_id = %s AND country = 'AL'",
            [str(referral.journey_id)],
        )

    after(referral, days=30)

    assert (told(office), told(far), rings(office, referral)) == ([], [], 1)


def test_a_body_that_sees_no_journey_gets_a_notice_without_one(asked):
    _worker, partner, _offices, _uninvolved, referral = asked

    after(referral, days=10)

    with world.acting(partner):
        notice = Notice.objects.get(kind="answer_waits")
    assert (notice.journey_id, notice.referral_id) == (None, referral.pk)


def test_the_steps_are_data_by_country():
    tables_of = tables() | {"XX": {"urgent": [{"hours": 48, "tell": ["coordination"]}]}}

    own = steps_in(tables_of, "XX", urgent=True)
    other = steps_in(tables_of, "XX", urgent=False)

    assert [(one.hours, one.tell) for one in own] == [(48, ("coordination",))]
    assert other == steps_in(tables(), "IT", urgent=False)


def test_every_ladder_ends_with_the_coordination_and_begins_no_earlier_than_it_is_looked_for():
    for country in tables():
        for urgent in (True, False):
            found = steps_in(tables(), country, urgent=urgent)
            assert "coordination" in found[-1].tell
            assert {who for step in found for who in step.tell} <= set(AUDIENCES)
            assert min(step.comes_at("IT", FRIDAY) for step in found) >= FRIDAY + FIRST_AFTER


def test_working_days_are_those_of_the_body():
    """Three working days from Friday 27 November: Albania has two holidays on Monday and Tuesday."""
    wednesday = datetime(2026, 12, 2, 9, tzinfo=UTC)

    assert "coordination" in told_by_now("IT", Urgency.DAY, FRIDAY, wednesday)
    assert "coordination" not in told_by_now("AL", Urgency.DAY, FRIDAY, wednesday)
    assert "coordination" in told_by_now("AL", Urgency.DAY, FRIDAY, wednesday + timedelta(days=2))


def test_an_answer_is_due_in_working_days_of_the_body(asked):
    worker, _partner, _offices, _uninvolved, referral = asked

    with world.acting(worker):
        due = Referral.objects.get(pk=referral.pk).answer_by

    assert due == working_time_after("AL", referral.sent_at, 10)
    assert due - referral.sent_at >= timedelta(days=13)
