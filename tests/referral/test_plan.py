from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.models import Need, PlanGoal, Task
from tests import world
from tests.referral.placed import assigned, contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    return contact(worker)


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


GOAL = {"goal": "My own room", "phase": "assistance", "kind": "housing", "who": "worker"}


def goal_of(worker, case, **fields):
    with world.acting(worker):
        goal = PlanGoal(case=case, **{"goal": "My own room", **fields})
        goal.save(force_insert=True)
    return goal


def version_on(client, url):
    return client.get(url).context["form"]["version"].value()


# Needs


def test_what_is_needed_now_becomes_a_task_for_tomorrow(client, worker, case):
    url = page("case_needs", case)
    data = {"housing": "now", "housing_wish": "Not in a big house", "work": "later"}

    client.post(url, data | {"version": version_on(client, url)})

    with world.acting(worker):
        levels = dict(Need.objects.values_list("service", "level"))
        task = Task.objects.get(case=case)
        assert levels == {"housing": "now", "work": "later"}
        assert (task.kind, task.text) == ("urgent_need", "Housing or shelter")
        assert task.due_on == timezone.localdate() + timedelta(days=1)
        assert Need.objects.get(service="housing").wish == "Not in a big house"


def test_saving_the_same_needs_again_makes_no_second_task(client, worker, case):
    url = page("case_needs", case)
    for _time in range(2):
        client.post(url, {"housing": "now", "version": version_on(client, url)})

    with world.acting(worker):
        assert Task.objects.filter(case=case).count() == 1


def test_a_need_that_was_met_stays_on_the_page(client, worker, case):
    url = page("case_needs", case)
    client.post(url, {"housing": "soon", "version": version_on(client, url)})
    client.post(url, {"housing": "met", "version": version_on(client, url)})

    with world.acting(worker):
        assert Need.objects.get().level == "met"
        assert not Task.objects.exists()


def test_needs_changed_twice_are_shown_side_by_side(client, worker, case):
    url = page("case_needs", case)
    version = version_on(client, url)
    client.post(url, {"housing": "soon", "version": version})

    answer = client.post(url, {"housing": "later", "version": version})

    assert answer.status_code == 409
    with world.acting(worker):
        assert Need.objects.get().level == "soon"


# The plan


def test_a_new_goal_is_a_proposal_whatever_is_posted(client, worker, case):
    answer = client.post(page("goal_new", case), GOAL | {"status": "agreed", "version": "7"})

    assert answer.status_code == 302, answer.context["form"].errors
    with world.acting(worker):
        goal = PlanGoal.objects.get(case=case)
        assert (goal.goal, goal.status, goal.version) == ("My own room", "proposed", 1)


@pytest.mark.parametrize(
    ("now", "then", "code"),
    [
        ("proposed", "agreed", 302),
        ("proposed", "ongoing", 422),
        ("proposed", "done", 422),
        ("agreed", "ongoing", 302),
        ("ongoing", "done", 302),
        ("done", "proposed", 422),
    ],
)
def test_work_on_a_goal_begins_after_the_person_agreed(client, worker, case, now, then, code):
    goal = goal_of(worker, case, status=now)

    answer = client.post(page("goal_edit", case, goal.pk), GOAL | {"status": then, "version": "1"})

    assert answer.status_code == code
    with world.acting(worker):
        assert PlanGoal.objects.get().status == (then if code == 302 else now)


def test_a_goal_that_is_done_has_its_day(client, worker, case):
    goal = goal_of(worker, case, status="ongoing")

    client.post(page("goal_edit", case, goal.pk), GOAL | {"status": "done", "version": "1"})

    with world.acting(worker):
        assert PlanGoal.objects.get().done_on == timezone.localdate()


def test_a_stale_goal_shows_both(client, worker, case):
    goal = goal_of(worker, case)
    url = page("goal_edit", case, goal.pk)
    client.post(url, GOAL | {"goal": "Theirs", "status": "proposed", "version": "1"})

    answer = client.post(url, GOAL | {"goal": "Yours", "status": "proposed", "version": "1"})

    assert answer.status_code == 409
    with world.acting(worker):
        assert PlanGoal.objects.get().goal == "Theirs"


def test_costs_are_added_by_currency(client, worker, case):
    goal_of(worker, case, cost="100.50", currency="EUR")
    goal_of(worker, case, cost="49.50", currency="EUR")
    goal_of(worker, case, cost="3000", currency="ALL")
    goal_of(worker, case, cost="999", currency="EUR", status="dropped")

    totals = client.get(page("case_plan", case)).context["totals"]

    assert [(code, str(amount)) for code, amount in totals] == [
        ("ALL", "3000.00"),
        ("EUR", "150.00"),
    ]


def test_a_reader_sees_the_plan_and_changes_nothing(client, worker, case):
    goal = goal_of(worker, case)
    world.sign_in(client, assigned(case, worker, Role.SUPERVISOR))

    shown = client.get(page("case_plan", case)).content.decode()

    assert "My own room" in shown
    assert page("goal_new", case) not in shown
    assert client.post(page("goal_new", case), GOAL).status_code == 404
    assert client.get(page("goal_edit", case, goal.pk)).status_code == 404
    assert client.get(page("case_needs", case)).status_code == 200
    assert client.post(page("case_needs", case), {"housing": "now"}).status_code == 404


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.FIRST_CONTACT])
def test_who_may_not_read_services_finds_no_plan(client, worker, case, role):
    goal_of(worker, case, goal="Canary goal")
    world.sign_in(client, assigned(case, worker, role))

    assert client.get(page("case_plan", case)).status_code == 404
    assert client.get(page("case_needs", case)).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_get_404(client, worker, case, who):
    goal = goal_of(worker, case)
    of = worker.organisation if who == "colleague" else world.organisation("Elsewhere")
    world.sign_in(client, world.member(of))

    for url in [
        page("case_plan", case),
        page("case_needs", case),
        page("goal_new", case),
        page("goal_edit", case, goal.pk),
    ]:
        assert client.get(url).status_code == 404


def test_the_goal_of_another_case_is_not_found(client, worker, case):
    other = contact(worker)
    goal = goal_of(worker, other)

    assert client.get(page("goal_edit", case, goal.pk)).status_code == 404


def test_the_number_of_queries_does_not_grow(client, worker, case):
    goal_of(worker, case)
    client.get(page("case_plan", case))
    one = queries(client, case)
    for _number in range(3):
        goal_of(worker, case)
        with world.acting(worker):
            Task(organisation=worker.organisation, case=case, kind="own", text="Call").save(
                force_insert=True
            )

    assert queries(client, case) <= one + 1  # the key is fetched once, for the first task


def queries(client, case):
    with CaptureQueriesContext(connection) as taken:
        client.get(page("case_plan", case))
    return len(taken)
