"""The plan read together: only what the person agreed to begins, bodies owe days, and the copy names nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from library.actions.review_text import review_text
from referral.models import PlanAgreement, PlanGoal, Services, Task
from referral.plan_copy import plan_text, words_in
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


def goal(worker, case, **fields):
    with world.acting(worker):
        row = PlanGoal(case=case, **{"goal": "My own room", **fields})
        row.save(force_insert=True)
    return row


def talk(client, case, **more):
    day = timezone.localdate()
    data = {
        "said": "yes",
        "language": "sq",
        "interpreter": "yes",
        "safety_plan": "unknown",
        "copy": "unsafe",
        "talked_on": day.isoformat(),
        "review_on": (day + timedelta(days=30)).isoformat(),
    }
    return client.post(reverse("plan_talk", args=[case.journey.reference]), data | more)


def statuses(worker):
    with world.acting(worker):
        return list(PlanGoal.objects.order_by("written_at").values_list("status", flat=True))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("yes", ["agreed", "agreed"]),
        ("partly", ["agreed", "proposed"]),
        ("not_yet", ["proposed", "proposed"]),
    ],
)
def test_only_what_the_person_agreed_to_begins(client, worker, case, said, found):
    one, _two = goal(worker, case), goal(worker, case, goal="A course")
    more = {"agreed": [str(one.pk)], "differs": "No course now"} if said == "partly" else {}

    assert talk(client, case, said=said, **more).status_code == 302
    assert statuses(worker) == found
    with world.acting(worker):
        assert PlanAgreement.objects.get().goals == 2
        assert Services.objects.get().agreed_on == (
            None if said == "not_yet" else timezone.localdate()
        )
        task = Task.objects.get(case=case)
        assert task.due_on == timezone.localdate() + timedelta(days=30)


def test_a_part_says_what_is_not_agreed_to(client, worker, case):
    goal(worker, case)

    assert talk(client, case, said="partly").status_code == 422
    assert talk(client, case, review_on=timezone.localdate().isoformat()).status_code == 422


def test_without_a_goal_there_is_nothing_to_agree_to(client, case):
    assert talk(client, case).status_code == 409


@pytest.mark.rule(4)
def test_the_person_has_no_due_day(client, worker, case):
    data = {"goal": "My room", "phase": "assistance", "kind": "housing", "due_on": "2030-01-01"}
    url = reverse("goal_new", args=[case.journey.reference])

    assert client.post(url, data | {"who": "person"}).status_code == 422
    assert client.post(url, data | {"who": "worker"}).status_code == 302
    with world.acting(worker), pytest.raises(IntegrityError), transaction.atomic():
        PlanGoal(case=case, goal="x", who="person", due_on=timezone.localdate()).save(
            force_insert=True
        )


def test_dropping_a_goal_says_why(client, worker, case):
    row = goal(worker, case)
    url = reverse("goal_edit", args=[case.journey.reference, row.pk])
    data = {"goal": "My own room", "phase": "assistance", "kind": "housing", "status": "dropped"}

    assert client.post(url, data | {"version": "1"}).status_code == 422
    assert client.post(url, data | {"version": "1", "dropped_why": "My wish"}).status_code == 302


@pytest.mark.rule(6)
def test_the_copy_is_read_aloud_unless_paper_is_safe(client, worker, case):
    goal(worker, case, who="worker", due_on=timezone.localdate())
    url = reverse("plan_copy", args=[case.journey.reference])
    asked = client.get(url)
    assert asked.context["form"]["paper"].value() == "no"
    assert asked.context["form"]["language"].value() == "sq"

    asked_in_french = {"language": "fr", "phase": "assistance", "paper": "yes"}
    assert "data-print" not in client.get(url, asked_in_french).text  # nobody has read it yet
    office = world.organisation("Coordination", "IT", "coordination")
    with world.acting(world.member(office, Role.NATIONAL_COORDINATOR)):
        review_text(plan_text(), "fr")
    for paper, button in (("no", False), ("yes", True)):
        page = client.get(url, asked_in_french | {"paper": paper})
        assert ("data-print" in page.text) is button
    assert "Mon plan" in page.text
    card = page.text.split("<article")[1].split("</article>")[0]
    assert "My own room" in card
    for betrays in (case.journey.reference, worker.organisation.name, worker.user.name):
        assert betrays not in card


def test_a_language_that_nobody_reviewed_is_read_by_an_interpreter(client, worker, case):
    goal(worker, case)
    url = reverse("plan_copy", args=[case.journey.reference])
    page = client.get(url, {"language": "ar", "phase": "assistance", "paper": "yes"})

    assert "have not been reviewed" in page.text
    card = page.text.split("<article")[1].split(">")[0]
    assert 'lang="ar"' in card
    assert 'dir="rtl"' in card
    assert "data-print" not in page.text


def test_the_copy_is_there_in_nine_languages():
    for language in ("en", "fr", "es", "it", "el", "pl", "sq", "ar", "uk"):
        words = words_in(language)
        assert all(getattr(words, name) for name in words.__slots__)
