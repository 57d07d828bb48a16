"""The page of two coordinators: prepared by one side, answered by the other, kept by both; and what it never tells."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from directory.actions.drafts import draft
from directory.actions.reviews import publish
from directory.drafts import content_of, version_of
from directory.models import Fact
from referral.actions.answers import decline
from referral.models import MoveNotAllowed, Notice, Referral
from reports import meetings
from reports.models import Decision, Meeting
from shell.pdf import can_make_pdf
from tests import testing_database, world
from tests.directory.rows import fact
from tests.referral import alerts, sharing
from tests.referral.test_row_attempts import refused
from tests.reports.test_figures import coordinator, counted

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate


@pytest.fixture
def sides():
    return coordinator("IT"), coordinator("AL")


def prepared(one, other="AL"):
    with world.acting(one):
        return meetings.prepare(
            other=other, since=TODAY() - timedelta(days=90), held_on=TODAY() + timedelta(days=7)
        )


def sheet(who, meeting):
    with world.acting(who) as actor:
        return meetings.page_of(Meeting.objects.get(pk=meeting.pk), actor)


def waiting():
    """(worker, case, referral) from Milan to Tirana that waits for its answer, and a request of a document beside it."""
    worker, there = sharing.two_sides()
    consul, case = alerts.consul(), sharing.filled(worker)
    sharing.return_office()
    sharing.agree(worker, case, there.organisation)
    referral = sharing.sent(worker, case, there.organisation)
    sharing.agree(worker, case, consul.organisation, ["identity"])
    sharing.sent(worker, case, consul.organisation, ["identity"], "travel_document")
    return worker, there, case, referral


def test_prepared_answered_kept(browser, sign_in, sides):
    italy, albania = sides
    _worker, _there, case, _referral = waiting()
    here, there = browser(), browser(locale="en-GB", width=390)
    sign_in(here, italy.user)
    here.goto("/meetings/")
    here.get_by_role("link", name="Prepare a meeting").click()
    here.get_by_label("With the coordination of").select_option("AL")
    here.get_by_role("button", name="Prepare the page").click()
    here.get_by_role("link", name="An answer about sharing care").wait_for()
    here.get_by_label("What was decided").fill("Name one desk for answers")
    here.get_by_label("Who does it").select_option("AL")
    here.get_by_role("button", name="Write the decision down").click()
    here.get_by_text("The decision stands there for both sides.").wait_for()

    sign_in(there, albania.user)
    there.goto("/meetings/")
    there.get_by_role("link", name="With Italy").click()
    assert there.get_by_text(case.journey.reference).is_visible()
    there.get_by_role("link", name="Answer", exact=True).click()
    there.get_by_label("We agree to the day and the points").check()
    there.get_by_role("button", name="Send the answer").click()
    there.get_by_role("button", name="Agree").click()
    there.get_by_text("Agreed by both").wait_for()

    with world.acting(italy):
        [meeting], [decision] = Meeting.objects.all(), Decision.objects.all()
        assert (meeting.answer, meeting.other) == ("agreed", "AL")
        assert (decision.owner, decision.agreed_at is not None) == ("AL", True)
        assert list(Notice.objects.values_list("kind", flat=True)) == ["meeting_answered"]
    with world.acting(albania):
        assert list(Notice.objects.values_list("kind", flat=True)) == ["meeting"]


def test_one_click_prepares_it_with_a_country_that_journeys_lie_between(sides, client):
    """It looks back to the last meeting with that country, and to no other one."""
    one, _other = sides
    waiting()
    counted(timezone.now())
    held = TODAY() - timedelta(days=20)
    for far, day in (("AL", held), ("FR", TODAY() - timedelta(days=5))):
        meeting = prepared(one, far)
        with testing_database.acting_as_owner():
            Meeting.objects.filter(pk=meeting.pk).update(held_on=day, since=day - timedelta(days=9))
    page = world.sign_in(client, one).get(reverse("meeting_list")).text
    [form] = re.findall(r'<form method="post" action="/meetings/new/">(.*?)</form>', page)
    assert "With Albania" in form
    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    made = client.post(reverse("meeting_new"), values)
    newest = Meeting.objects.order_by("-prepared_at").first
    with world.acting(one):
        assert (newest().other, newest().since) == ("AL", held)
        assert made["Location"] == reverse("meeting_detail", args=[newest().pk])


def test_the_other_day_is_taken_with_one_click(sides, client):
    italy, albania = sides
    meeting, day = prepared(italy), TODAY() + timedelta(days=12)
    page = reverse("meeting_detail", args=[meeting.pk])
    assert "for that day" not in world.sign_in(client, italy).get(page).text
    with world.acting(albania):
        meetings.answer(meeting=meeting, answer="other_day", answer_on=day)

    assert "for that day" not in world.sign_in(client, albania).get(page).text
    shown = world.sign_in(client, italy).get(page).text
    [form] = re.findall(r'<form[^>]* action="/meetings/new/">(.*?)</form>', shown)
    client.post(reverse("meeting_new"), dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)))

    with world.acting(albania):
        moved = Meeting.objects.get(answer="")
        assert (moved.held_on, moved.since, moved.other) == (day, meeting.since, "AL")
    assert "for that day" not in world.sign_in(client, italy).get(page).text


def test_a_notice_of_a_meeting_leads_to_the_meetings(sides, client):
    italy, albania = sides
    prepared(italy)

    page = world.sign_in(client, albania).get(reverse("notice_list"))

    [notice] = page.context["new"]
    assert (notice["url"], client.get(notice["url"]).status_code) == ("/meetings/", 200)


@pytest.mark.parametrize(
    ("since", "held_on", "is_taken"),
    [
        (-90, 7, True),
        (-90, -20, True),  # held already, and written down after it
        (-90, 400, False),
        (-90, -40, False),
        (-1100, 7, False),
        (8, 7, False),
    ],
)
def test_a_slip_of_the_pen_in_a_day_is_no_meeting(sides, client, since, held_on, is_taken):
    days = {"since": TODAY() + timedelta(since), "held_on": TODAY() + timedelta(held_on)}
    answer = world.sign_in(client, sides[0]).post(reverse("meeting_new"), days | {"other": "AL"})

    assert answer.status_code == (302 if is_taken else 422)


@pytest.mark.parametrize(
    ("ahead", "is_taken"), [(0, True), (300, True), (-1, False), (4000, False)]
)
def test_another_day_and_the_day_of_a_decision_lie_ahead(sides, client, ahead, is_taken):
    italy, albania = sides
    meeting = prepared(italy)
    day, status = TODAY() + timedelta(ahead), 302 if is_taken else 422
    there = world.sign_in(client, albania)

    made = there.post(
        reverse("meeting_detail", args=[meeting.pk]),
        {"text": "Open a second desk", "owner": "AL", "due_on": day},
    )
    told = there.post(
        reverse("meeting_answer", args=[meeting.pk]), {"answer": "other_day", "answer_on": day}
    )

    assert (made.status_code, told.status_code) == (status, status)


def test_a_meeting_of_long_ago_does_not_stop_the_one_click(sides, client):
    one, _other = sides
    waiting()
    counted(timezone.now())
    meeting, long_ago = prepared(one), TODAY() - timedelta(days=2000)
    with testing_database.acting_as_owner():
        Meeting.objects.filter(pk=meeting.pk).update(
            held_on=long_ago, since=long_ago - timedelta(days=9)
        )
    page = world.sign_in(client, one).get(reverse("meeting_list")).text
    [form] = re.findall(r'<form method="post" action="/meetings/new/">(.*?)</form>', page)

    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert client.post(reverse("meeting_new"), values).status_code == 302


@pytest.mark.rule(8)
@pytest.mark.rule(13)
def test_each_side_reads_what_both_see_and_no_request_of_a_document(sides):
    italy, albania = sides
    worker, _there, case, _referral = waiting()
    quiet = sharing.filled(worker)
    meeting = prepared(italy)

    here, there = sheet(italy, meeting), sheet(albania, meeting)

    assert [one.reference for one in here.open] == [case.journey.reference]
    assert here.open == there.open
    assert quiet.journey.reference not in str(here)
    assert (here.documents.number, there.documents) == ("<5", None)


def test_what_the_page_leaves_out_is_counted(client, sides, monkeypatch):
    italy, _albania = sides
    worker, there, _case, _referral = waiting()
    again = sharing.filled(worker)
    sharing.agree(worker, again, there.organisation)
    sharing.sent(worker, again, there.organisation)
    meeting = prepared(italy)
    monkeypatch.setattr("reports.views.meeting.PAGE", 1)
    page = world.sign_in(client, italy).get(reverse("meeting_detail", args=[meeting.pk]))

    assert len(page.context["open"]) == 1
    assert "and 1 more" in page.text
    inbox = world.sign_in(client, there)
    monkeypatch.setattr("referral.views.inbox.SHOWN", 1)
    assert "and 1 more" in inbox.get(reverse("inbox")).text
    monkeypatch.setattr("referral.views.inbox.SHOWN", 2)
    assert "more. " not in inbox.get(reverse("inbox")).text


@pytest.mark.rule(9)
def test_a_journey_that_leaves_the_lists_leaves_this_page(sides):
    italy, albania = sides
    waiting()
    meeting = prepared(italy)
    with testing_database.owner_cursor() as cursor:
        cursor.execute("UPDATE referral_journeyparty SET hidden_at = now() WHERE country = 'AL'")

    assert sheet(albania, meeting).open == sheet(italy, meeting).open == []


def test_declined_and_why_without_a_reference(sides):
    italy, albania = sides
    _worker, there, case, referral = waiting()
    with world.acting(there):
        decline(referral=Referral.objects.get(pk=referral.pk), reason="no_capacity")
    meeting = prepared(italy)

    for who in sides:
        found = sheet(who, meeting)
        assert [(one.asked, one.reason, one.number) for one in found.declined] == [
            ("AL", "no_capacity", "<5")
        ]
        assert case.journey.reference not in str(found.declined)


def test_changed_facts_of_both_profiles(sides):
    italy, albania = sides
    base = fact("AL", "health", text="one clinic")
    with world.acting(italy):
        change = Fact(**{**content_of(base), "text": "two clinics"})
        new = draft(change, key=uuid4(), base=base)
    with world.acting(albania):
        publish(new.pk, Fact, seen=version_of(new))

    [change] = sheet(italy, prepared(italy)).changes
    assert (change.country, change.about) == ("AL", "health")


def test_decisions_of_last_time_stay_until_they_are_done(sides):
    italy, albania = sides
    first = prepared(italy)
    with world.acting(italy):
        kept = meetings.decide(meeting=first, text="Open a second desk", owner="AL", due_on=None)
    second, third = prepared(italy), prepared(italy)

    assert [one.pk for one in sheet(albania, second).before] == [kept.pk]
    assert [one.pk for one in sheet(albania, third).before] == [kept.pk]
    with world.acting(albania):
        meetings.done(decision=Decision.objects.get())
    assert sheet(albania, third).before == []


def test_the_other_side_is_told_of_a_decision_once_until_it_has_looked(sides):
    italy, albania = sides
    meeting = prepared(italy)

    def decided(by):
        with world.acting(by):
            meetings.decide(meeting=meeting, text="A desk", owner="AL", due_on=None)

    def told(who):
        with world.acting(who):
            kinds = list(Notice.objects.filter(read_at=None).values_list("kind", flat=True))
            Notice.objects.update(read_at=timezone.now())
            return kinds

    decided(italy)  # stands on the page that waits for an answer anyway
    assert told(albania) == ["meeting"]
    decided(italy)
    decided(italy)
    assert (told(albania), told(italy)) == (["meeting_decided"], [])
    decided(albania)
    assert (told(albania), told(italy)) == ([], ["meeting_decided"])


def test_nobody_answers_or_agrees_for_the_other_side(sides):
    italy, albania = sides
    meeting = prepared(italy)
    with world.acting(italy):
        made = meetings.decide(meeting=meeting, text="A desk", owner="AL", due_on=None)
        with pytest.raises(MoveNotAllowed):
            meetings.agree(decision=made)
        with pytest.raises(MoveNotAllowed):
            meetings.answer(meeting=meeting, answer="agreed", answer_on=None)
        assert "the other country agrees" in refused(
            "UPDATE reports_decision SET agreed_at = now()"
        )
        meetings.done(decision=made)
        assert "stays done" in refused("UPDATE reports_decision SET done_at = NULL")
        assert "permission denied" in refused("UPDATE reports_decision SET text = 'x'")
        assert "permission denied" in refused("DELETE FROM reports_meeting")
    with world.acting(albania), pytest.raises((DatabaseError, IntegrityError)):
        meetings.prepare(other="AL", since=TODAY() - timedelta(days=1), held_on=TODAY())


def test_a_third_country_and_other_roles_see_no_meeting(client, sides):
    italy, _albania = sides
    meeting = prepared(italy)
    page = reverse("meeting_detail", args=[meeting.pk])

    assert world.sign_in(client, coordinator("FR")).get(page).status_code == 404
    manager = world.member(world.organisation("Casa", "IT"))
    assert world.sign_in(client, manager).get(page).status_code == 403
    with world.acting(manager):
        assert not Meeting.objects.exists()
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SELECT * FROM meeting_debts('AL')")
            assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "text", ["Look at TRM-7K4-Q9M-2", "Write to ann@example.org", "Ring +39 02 1234567"]
)
def test_a_decision_names_nobody(client, sides, text):
    italy, _albania = sides
    meeting = prepared(italy)
    page = reverse("meeting_detail", args=[meeting.pk])

    answer = world.sign_in(client, italy).post(page, {"text": text, "owner": "AL"})

    assert answer.status_code == 422
    with world.acting(italy):
        assert not Decision.objects.exists()


@pytest.mark.skipif(not can_make_pdf(), reason="the system lacks Pango")
def test_one_page_in_two_languages_that_can_be_answered_on_paper(client, sides):

    italy, albania = sides
    waiting()
    meeting = prepared(italy)
    with world.acting(italy):
        for number in range(8):
            text = f"Decision {number} " + "of some length " * 12
            meetings.decide(meeting=meeting, text=text[:240], owner="AL", due_on=TODAY())
    answer = world.sign_in(client, albania).get(reverse("meeting_pdf", args=[meeting.pk]))

    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert len(document.pages) == 1
    assert meeting.pk.hex not in answer["Content-Disposition"].replace("-", "")
