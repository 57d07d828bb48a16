"""A plan on its way: brought in, published by a second person of the country, reported on, compared, taken along."""

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.second_person import OwnDraft
from plans.actions.editions import Overtaken, draft, publish
from plans.actions.report import tell
from plans.changes import since_last_review
from plans.load import load
from plans.models import Edition, IndicatorValue, Plan, Progress, Recommendation, Review
from plans.reading import read
from plans.shelf import PlanView
from plans.writing import workbook
from shell.pdf import can_make_pdf
from tests import world
from tests.plans.frames import ACTIVITIES, FIVE_MISTAKES, INDICATORS, OBJECTIVES, PLAN, frame

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return world.organisation("Coordination", "IT", "coordination")


@pytest.fixture
def officer(house):
    return world.member(house, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def second():
    """Of another organisation of the same country: a small state has one officer."""
    return world.member(world.organisation("Casa", "IT"), Role.SUPERVISOR)


def drafted(by, body=None):
    with world.acting(by) as actor:
        return draft(read(body or frame(), country=actor.country), reason="New", key=uuid4())


def published(by, second, body=None):
    edition = drafted(by, body)
    with world.acting(second):
        return publish(edition.pk)


def send(client, body):
    return client.post(reverse("plan_import"), {"file": SimpleUploadedFile("plan.xlsx", body), "reason": "First"})  # fmt: skip


def test_mistakes_are_named_and_nothing_is_kept(client, officer):
    world.sign_in(client, officer)
    page = send(client, frame(**FIVE_MISTAKES))

    assert page.status_code == 422
    assert [each.line for each in page.context["faults"]] == [4, 4, 4, 3, 3]
    assert not Edition.objects.filter(plan__country="IT").exists()


def test_one_brings_it_in_another_publishes_and_everybody_reads(client, officer, second):
    world.sign_in(client, officer)
    at = send(client, frame()).url
    edition = Edition.objects.get(plan__country="IT")
    assert at == reverse("edition_detail", args=[edition.pk])
    assert client.post(at, {"decision": "publish"}).status_code == 403
    there = reverse("plan_detail", args=[edition.plan.slug])
    assert client.get(there).status_code == 404

    world.sign_in(client, second)
    assert "Train the harbour office" in client.get(at).text
    assert client.post(at, {"decision": "publish"}).url == there
    client.logout()
    assert "Train the harbour office" in client.get(there).text


def test_people_of_other_countries_do_not_see_the_draft(client, officer):
    edition = drafted(officer)
    there = world.member(world.organisation("Elsewhere", "FR"), Role.SUPERVISOR)
    world.sign_in(client, there)
    at = reverse("edition_detail", args=[edition.pk])

    assert client.get(at).status_code == 404
    assert client.post(at, {"decision": "publish"}).status_code == 404


def test_nobody_publishes_the_own_draft_and_the_database_agrees(officer, house):
    edition = drafted(officer)
    also = world.member(house, Role.FOCAL_POINT, user=officer.user)
    with world.acting(also), pytest.raises(OwnDraft):
        publish(edition.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(state="published", published_by=officer.user)


def test_sent_twice_it_is_one_edition_and_a_better_file_replaces_the_draft(officer):
    key = uuid4()
    for _time in range(2):
        with world.acting(officer):
            first = draft(read(frame(), country="IT"), reason="", key=key)
    again = workbook(first)
    better = drafted(officer, again)

    assert Edition.objects.filter(plan=first.plan).get() == better


def test_the_file_that_was_mended_replaces_the_draft_that_named_no_plan(officer, second):
    first, again = drafted(officer), drafted(officer)
    other = drafted(officer, frame(plan={**PLAN, "title": "Another plan"}))

    assert again.plan == first.plan
    assert other.plan != first.plan
    assert list(Edition.objects.filter(plan=first.plan)) == [again]
    with world.acting(second):
        publish(again.pk)
    assert drafted(officer).plan != first.plan


def test_its_drafter_takes_it_back_and_nobody_else(client, officer, second):
    edition = drafted(officer)
    at = reverse("edition_detail", args=[edition.pk])
    back = {"decision": "take_back"}

    world.sign_in(client, second).post(at, back)
    assert Edition.objects.filter(pk=edition.pk).exists()
    world.sign_in(client, officer)
    assert 'value="take_back"' in client.get(at).text
    assert client.post(at, back).url == reverse("plan_list")
    assert not Edition.objects.filter(plan=edition.plan_id).exists()
    assert not Plan.objects.filter(pk=edition.plan_id).exists()
    assert client.post(at, back).status_code == 404


def test_a_published_edition_is_not_taken_back(client, officer, second):
    edition = published(officer, second)
    at = reverse("edition_detail", args=[edition.pk])

    assert world.sign_in(client, officer).post(at, {"decision": "take_back"}).status_code == 409
    assert Edition.objects.get(pk=edition.pk).state == "published"


def test_the_log_frame_tells_aims_and_risks_and_the_timeline_its_years(client):
    frame_page = client.get(reverse("plan_logframe", args=["sample"])).text
    timeline = client.get(reverse("plan_timeline", args=["sample"])).text

    assert "A safe place for everybody" in frame_page
    assert "The second half of the money" in frame_page
    assert "Thin lines are the beginnings of 2027, 2028." in timeline


def test_what_is_taken_along_and_brought_back_is_the_same(officer, second):
    edition = published(officer, second)
    again = published(officer, second, workbook(edition))

    assert (again.plan, again.number) == (edition.plan, 2)
    assert since_last_review(edition.plan, again).lines == []
    assert Edition.objects.get(pk=edition.pk).state == "superseded"


def test_an_older_draft_does_not_replace_a_newer_edition(officer, second, house):
    first = published(officer, second)
    old = drafted(officer, workbook(first))
    other = world.member(house, Role.NATIONAL_COORDINATOR)
    published(other, second, workbook(first))

    with world.acting(second), pytest.raises(Overtaken):
        publish(old.pk)


def test_the_name_of_another_countrys_plan_makes_an_own_plan(officer, second):
    edition = published(officer, second)
    theirs = world.member(
        world.organisation("Office", "FR", "coordination"), Role.NATIONAL_COORDINATOR
    )
    body = frame(plan={**PLAN, "country": "FR", "plan": edition.plan.slug})

    assert drafted(theirs, body).plan != edition.plan


def test_progress_is_reported_and_lights_follow(client, officer, second):
    today = timezone.localdate()
    rows = [ACTIVITIES[0], ["1.1.1", "1.1", "Train", "Coast guard", today - timedelta(50), today + timedelta(50)]]  # fmt: skip
    plan = published(officer, second, frame(activities=rows)).plan
    world.sign_in(client, officer)
    at = reverse("plan_progress", args=[plan.slug, "1.1.1"])
    answers = {"on": today, "status": "on_track", "percent": 48, "evidence": "Two courses", "idempotency_key": uuid4()}  # fmt: skip
    assert "Far behind" in client.get(reverse("plan_detail", args=[plan.slug])).text
    for _time in range(2):
        client.post(at, answers)

    page = client.get(reverse("plan_detail", args=[plan.slug]))
    assert Progress.objects.filter(plan=plan).count() == 1
    assert page.context["view"].activities[0].light == "green"
    assert "Two courses" in page.text
    again = {**answers, "idempotency_key": uuid4()}
    assert client.post(at, {**again, "percent": 101}).status_code == 422
    assert client.post(at, {**again, "on": today + timedelta(1)}).status_code == 422
    assert client.get(reverse("plan_progress", args=[plan.slug, "9"])).status_code == 404


def test_reviews_recommendations_and_meetings_are_noted(client, officer, second):
    plan = published(officer, second).plan
    world.sign_in(client, officer)
    today = timezone.localdate()

    def note(name, **answers):
        return client.post(reverse(name, args=[plan.slug]), {**answers, "idempotency_key": uuid4()})

    note("plan_review", title="First", on=today, finding="Late")
    note("plan_recommendation", body="GRETA", text="More places for men")
    note("plan_meeting", title="Task force", on=today, decisions="Open a house\n\nCount the days")
    asked = Recommendation.objects.get(plan=plan)
    at = reverse("recommendation_answer", args=[asked.pk])
    client.post(
        at, {"response": "accepted", "answer": "From May", "activity": "1.1.1", "version": 0}
    )
    stale = client.post(at, {"response": "not_accepted", "version": 0})

    page = client.get(reverse("plan_follow", args=[plan.slug]))
    for text in ("Late", "More places for men", "From May", "Activity 1.1.1", "Count the days"):
        assert text in page.text
    assert "Somebody answered it meanwhile" in stale.text
    changed = client.get(reverse("plan_changes", args=[plan.slug]))
    assert "More places for men" in changed.text


def test_people_of_other_countries_report_nothing(client, officer, second):
    plan = published(officer, second).plan
    today = timezone.localdate()
    with world.acting(officer):
        asked = tell(Recommendation, plan, key=uuid4(), body="GRETA", text="More places")
    abroad = world.member(world.organisation("Far", "FR"), Role.FOCAL_POINT)
    note = {"title": "First", "on": today, "finding": "Late", "idempotency_key": uuid4()}

    for who, status in ((abroad, 404), (officer, 302)):
        world.sign_in(client, who)
        review = client.post(reverse("plan_review", args=[plan.slug]), note)
        answered = client.post(
            reverse("recommendation_answer", args=[asked.pk]),
            {"response": "not_accepted", "answer": who.organisation.name, "version": 0},
        )
        assert (review.status_code, answered.status_code) == (status, status)

    assert [one.by for one in Review.objects.filter(plan=plan)] == [officer.user]
    asked.refresh_from_db()
    assert asked.answer == officer.organisation.name


def test_what_changed_is_counted_from_the_last_review(officer, second):
    first = published(officer, second)
    plan = first.plan
    with world.acting(officer):
        tell(
            Progress,
            plan,
            key=uuid4(),
            code="1.1.1",
            on=timezone.localdate(),
            status="on_track",
            percent=1,
        )
        tell(Review, plan, key=uuid4(), title="Review", on=timezone.localdate())
        tell(
            IndicatorValue,
            plan,
            key=uuid4(),
            code="I1",
            period="2026",
            on=timezone.localdate(),
            value=3,
        )
    rows = [
        ACTIVITIES[0],
        [*ACTIVITIES[1][:3], "The navy"],
        ["1.1.9", "1", "Something new", "Police"],
    ]
    again = published(officer, second, frame(plan={**PLAN, "plan": plan.slug}, activities=rows, indicators=INDICATORS))  # fmt: skip

    since = since_last_review(plan, again)

    assert [(each.code, each.what) for each in since.lines] == [
        ("1.1.1", "changed"),
        ("1.1.9", "new"),
    ]
    assert ("lead", "Coast guard", "The navy") in since.lines[0].fields
    assert since.progress == []
    assert [each.code for each in since.values] == ["I1"]


def test_a_circle_of_objectives_ends(officer, second):
    rows = [OBJECTIVES[0], ["1", None, None, "a"], ["2", None, "3", "b"], ["3", None, "2", "c"]]
    edition = drafted(officer, frame(objectives=rows, activities=[], indicators=[]))

    assert [
        branch.objective.code for _p, _l, tops in PlanView(edition).pillars for branch in tops
    ] == ["1"]


def test_the_sample_says_on_each_page_that_it_is_invented(client):
    assert Plan.objects.filter(is_invented=True).count() == 1
    assert load() == 0
    names = ("plan_detail", "plan_timeline", "plan_logframe", "plan_changes", "plan_follow")
    for name in names:
        assert "This plan is invented." in client.get(reverse(name, args=["sample"])).text
    assert "Invented sample" in client.get(reverse("plan_list")).text


def test_the_sample_as_a_spreadsheet_reads_again(client):
    body = client.get(reverse("plan_export", args=["sample"])).content
    book = openpyxl.load_workbook(io.BytesIO(body))

    assert book.sheetnames == ["Plan", "Objectives", "Activities", "Indicators", "Risks"]
    assert len(read(body, country="ZZ").lines["Activities"]) == 4


@pytest.mark.skipif(not can_make_pdf(), reason="Pango is missing")
def test_the_report_is_a_pdf(client):
    answer = client.get(reverse("plan_pdf", args=["sample"]))

    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]


def test_a_page_costs_the_same_for_a_large_plan(client, officer, second):
    def cost(edition):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("plan_detail", args=[edition.plan.slug]))
        return len(queries)

    small = cost(published(officer, second))
    rows = [[f"1.1.{n}", "1.1", "More", "Police"] for n in range(2, 60)]
    large = cost(published(officer, second, frame(activities=[*ACTIVITIES, *rows])))

    assert small == large


def test_a_value_is_verified_by_a_second_person_of_the_country(client, officer, second):
    plan = published(officer, second).plan
    with world.acting(officer):
        value = tell(IndicatorValue, plan, key=uuid4(), code="I1", period="2026", on=timezone.localdate(), value=3)  # fmt: skip
    at, page = (
        reverse("plan_value_verify", args=[value.pk]),
        reverse("plan_logframe", args=[plan.slug]),
    )
    assert "Not verified by a second person" in client.get(page).text
    assert at not in world.sign_in(client, officer).get(page).text
    assert client.post(at).status_code == 403
    abroad = world.member(world.organisation("Far", "FR"), Role.SUPERVISOR)
    assert world.sign_in(client, abroad).post(at).status_code == 404

    assert at in world.sign_in(client, second).get(page).text
    assert client.post(at, follow=True).redirect_chain == [(page, 302)]

    value.refresh_from_db()
    assert value.verified_by == second.user
    assert at not in client.get(page).text
    assert "Not verified" not in client.get(page).text
    with pytest.raises(DatabaseError), transaction.atomic():
        IndicatorValue.objects.update(verified_by=officer.user)
