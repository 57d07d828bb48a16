from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.arrivals import arrive
from referral.models import Answer, JourneyEvent, Task, Visit
from referral.views.visit import asked_of
from tests import world
from tests.referral import returning

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    two = returning.travelling()
    with world.acting(two.tirana):
        arrive(two.there)
    return two


def visits(two):
    with world.acting(two.tirana):
        return list(Visit.objects.order_by("months"))


def record(client, two, **given):
    world.sign_in(client, two.tirana)
    url = reverse("visit_record", args=[two.reference, visits(two)[0].pk])
    return client.post(url, {"visited_on": timezone.localdate().isoformat(), "month": "1"} | given)


SCALES = dict.fromkeys(
    ["safety", "income", "housing", "debt", "relations", "health", "wellbeing", "agency"], "3"
)


def test_four_visits_are_planned(client, two):
    page = world.sign_in(client, two.tirana).get(reverse("case_visits", args=[two.reference]))

    assert [row["visit"].months for row in page.context["rows"]] == [1, 3, 6, 12]


def test_a_visit_keeps_its_answers_each_in_its_class(client, two):
    assert record(client, two, contact="reached", **SCALES).status_code == 302

    first = visits(two)[0]
    assert (first.result, first.visited_on) == ("reached", timezone.localdate())
    with world.acting(two.tirana):
        kept = set(Answer.objects.values_list("question", "data_class"))
        assert ("safety", "services") in kept
        assert not [one for one in kept if one[1] == "health"]
        assert JourneyEvent.objects.filter(kind="visit").count() == 1
        assert Task.objects.filter(kind="visit", done_at=None).count() == 3


@pytest.mark.parametrize("alarm", ["threat", "suicidality", "exploited_again"])
def test_an_alarm_is_a_task_for_tomorrow(client, two, alarm):
    record(client, two, contact="reached", **{alarm: "yes"}, **SCALES)

    with world.acting(two.tirana):
        task = Task.objects.get(kind="urgent_need")
        assert task.due_on == timezone.localdate() + timedelta(days=1)
        assert visits(two)[0].pk


def test_nobody_reached_can_be_tried_again(client, two):
    record(client, two, contact="not_reached")
    with world.acting(two.tirana):
        due = min(Task.objects.filter(kind="visit", done_at=None).values_list("due_on", flat=True))
    assert due == timezone.localdate() + timedelta(days=14)

    assert record(client, two, contact="reached", **SCALES).status_code == 302
    assert record(client, two, contact="reached", **SCALES).status_code == 409


def test_a_refusal_ends_the_reminders(client, two):
    record(client, two, contact="refused")

    with world.acting(two.tirana):
        assert not Task.objects.filter(kind="visit", done_at=None).exists()


def test_how_contact_went_is_asked_and_no_day_to_come(client, two):
    assert record(client, two).status_code == 422
    later = timezone.localdate() + timedelta(days=3)
    assert record(client, two, contact="refused", visited_on=later.isoformat()).status_code == 422


def test_who_comes_in(client, two):
    names = [("case_visits", []), ("visit_record", [visits(two)[0].pk])]
    colleague = world.member(two.tirana.organisation)
    police = world.member(two.tirana.organisation, Role.POLICE)
    for name, more in names:
        url = reverse(name, args=[two.reference, *more])
        found = [
            world.sign_in(client, who).get(url).status_code
            for who in (two.tirana, colleague, two.milan, police)
        ]
        own = (
            200 if name == "case_visits" else 404
        )  # another organisation's visit does not exist here
        assert found == [200, 404, own, 403]


def test_what_the_scales_came_to_is_kept_whoever_may_read_the_answers(client, two):
    record(client, two, contact="reached", rating="4", money_controlled="yes", **SCALES)

    first = visits(two)[0]
    assert (first.economic, first.social, first.psychosocial) == (75, 75, 75)
    assert (first.alarm, first.no_cash, first.rating) == (True, True, 4)


def test_two_visits_are_compared_in_words_and_drawn(client, two):
    record(client, two, contact="reached", **SCALES)
    second = visits(two)[1]
    url = reverse("visit_record", args=[two.reference, second.pk])
    day = timezone.localdate().isoformat()
    worse = dict.fromkeys(SCALES, "1")
    client.post(url, {"visited_on": day, "month": "3", "contact": "reached", **worse})

    page = client.get(reverse("case_visits", args=[two.reference]))

    assert [one.by for one in page.context["changes"]] == [-50, -50, -50]
    assert page.text.count("worse than before") == 3
    assert [len(line.points) for line in page.context["chart"]["lines"]] == [2, 2, 2]
    assert "Critical: change the plan now" in page.text


def test_after_an_alarm_the_page_leads_to_who_sent_the_person(client, two):
    calm = dict.fromkeys(["threat"], "no")
    record(client, two, contact="reached", **calm, **SCALES)
    url = reverse("case_visits", args=[two.reference])
    assert "Write to them" not in client.get(url).text

    second = visits(two)[1]
    day = {"visited_on": timezone.localdate().isoformat(), "month": "3", "contact": "reached"}
    client.post(reverse("visit_record", args=[two.reference, second.pk]), day | {"threat": "yes"})
    page = client.get(url)
    assert "Write to them" in page.text
    assert (
        client.get(reverse("referral_detail", args=[page.context["tell_sender"]])).status_code
        == 200
    )


def test_a_further_visit_is_planned_once(client, two):
    world.sign_in(client, two.tirana)
    url = reverse("visit_plan", args=[two.reference, 9])

    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409
    assert client.post(reverse("visit_plan", args=[two.reference, 7])).status_code == 409
    assert [one.months for one in visits(two)] == [1, 3, 6, 9, 12]


def test_only_a_childs_visit_asks_how_the_child_lives(client, two):
    world.sign_in(client, two.tirana)
    form = client.get(reverse("visit_record", args=[two.reference, visits(two)[0].pk])).context[
        "form"
    ]
    child = asked_of(SimpleNamespace(journey=SimpleNamespace(child=True)))

    assert form["may_be_child"].value() == "no"
    assert "lives_with" not in form.fields
    assert {"lives_with", "school_percent", "child_words"} <= set(child.questions)


def test_the_head_of_a_visit_has_the_day_of_the_visit(client, two):
    yesterday = timezone.localdate() - timedelta(days=1)
    given = {"visited_on": yesterday.isoformat(), "head-place": "home", "head-source": "relative"}
    record(client, two, contact="reached", **SCALES, **given)

    with world.acting(two.tirana):
        sheet = visits(two)[0].assessment
        assert (sheet.held_on, sheet.place) == (yesterday, "home")
        assert set(sheet.answers.values_list("source", flat=True)) == {"relative"}
