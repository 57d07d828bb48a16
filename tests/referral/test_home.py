"""What needs me: groups by day, never a day for the person, the same number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.models import Referral, Task, TaskKind
from referral.stages import ReferralKind, ReferralStatus, Side
from referral.views.home import SHOWN_ROWS
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


def home(client, membership):
    return world.sign_in(client, membership).get(reverse("home"))


def task(worker, case, days, **fields):
    with world.acting(worker):
        return Task.objects.create(
            organisation=worker.organisation,
            case=case,
            journey=case.journey,
            assigned_to=worker.user,
            due_on=None if days is None else timezone.localdate() + timedelta(days=days),
            **{"kind": TaskKind.URGENT_NEED, **fields},
        )


def sent(worker, case, receiver, status=ReferralStatus.SENT, days_ago=0):
    with world.acting(worker):
        referral = Referral(
            journey=case.journey,
            sender=worker.organisation,
            receiver=receiver,
            kind=ReferralKind.TRANSFER,
            side=Side.DESTINATION,
            stage=2,
            drafted_by=worker.user,
            status=status,
            sent_at=timezone.now() - timedelta(days=days_ago),
            answer_by=timezone.now() + timedelta(days=3),
        )
        referral.save(force_insert=True)
        return referral


def titles(page):
    return [group["title"] for group in page.context["groups"]]


def test_nothing_to_do_says_so(client, worker):
    world.contact(worker)

    page = home(client, worker)

    assert "Nothing needs you today." in page.text
    assert "1 case is on track." in page.text


def test_tasks_stand_under_their_day(client, worker):
    case = world.contact(worker)
    for days in (-2, 0, 5, 30):
        task(worker, case, days)

    page = home(client, worker)

    assert titles(page) == ["Overdue", "Today", "This week"]
    assert "2 days late" in page.text
    assert page.context["number"] == 3
    assert "1 of your 1 case needs something from you." in page.text


def test_where_every_case_needs_something_no_zero_is_counted(client, worker):
    task(worker, world.contact(worker), 0)
    assert "on track" not in home(client, worker).text

    world.contact(worker)
    assert "1 other case is on track." in home(client, worker).text


def test_many_of_a_kind_are_one_step_away_but_no_alarm(client, worker):
    case = world.contact(worker)
    for _number in range(SHOWN_ROWS + 3):
        task(worker, case, 0, kind=TaskKind.OWN)
    task(worker, case, 0)

    page = home(client, worker)

    [today] = page.context["groups"]
    assert len(today["rows"]) == SHOWN_ROWS + 1
    assert [row["may_put_off"] for row in today["rows"]].count(False) == 1
    assert page.context["number"] == SHOWN_ROWS + 4
    assert "3 more like these" in page.content.decode()


def test_a_decision_of_the_person_has_no_day(client, worker):
    case = world.contact(worker)
    task(worker, case, -9, kind=TaskKind.SECOND_SIGNATURE, gate="G1")

    page = home(client, worker)

    assert titles(page) == ["When there is time"]
    assert "late" not in page.context["groups"][0]["rows"][0].get("badge", "")


def test_a_task_of_a_colleague_is_not_mine(client, worker):
    case = world.contact(worker)
    task(worker, case, 0)

    colleague = world.member(worker.organisation)

    assert titles(home(client, colleague)) == []


def test_referrals_stand_with_who_has_to_act(client, worker):
    other = world.member(world.organisation("Qendra Drita", "AL"))
    case = world.contact(worker)
    sent(worker, case, other.organisation, days_ago=12)

    ours, theirs = home(client, worker), home(client, other)

    assert "Qendra Drita" in ours.text
    assert "Ask again" in ours.text
    assert titles(ours) == []
    assert "Answer Casa Verde" in theirs.text
    assert "Woman" not in theirs.text


def test_a_question_of_a_partner_needs_me_today(client, worker):
    other = world.member(world.organisation("Qendra Drita", "AL"))
    case = world.contact(worker)
    sent(worker, case, other.organisation, ReferralStatus.ASKED)

    page = home(client, worker)

    assert "Answer the question of Qendra Drita" in page.text
    assert titles(page) == ["Today"]


@pytest.mark.parametrize(
    "role", [Role.ORGANISATION_ADMIN, Role.OPERATOR, Role.POLICE, Role.NATIONAL_COORDINATOR]
)
def test_roles_without_cases_have_a_home_without_them(client, worker, role):
    world.contact(worker)

    page = home(client, world.member(worker.organisation, role))

    assert page.status_code == 200
    assert page.context["groups"] == []


def test_queries_do_not_follow_the_number_of_rows(client, worker):
    receiver = world.organisation("Qendra Drita", "AL")
    first = world.contact(worker)
    task(worker, first, 0)
    sent(worker, first, receiver)
    world.sign_in(client, worker)
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("home"))
    for _number in range(2):
        case = world.contact(worker)
        task(worker, case, 0)
        sent(worker, case, receiver)
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("home"))

    assert len(more) == len(few)
    assert len(few) <= 18  # what is seldom there is one question
