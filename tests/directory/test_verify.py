"""Somebody tries a number and says how: who may, what it changes, what stays in the log."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from directory.access import REVIEWS, VERIFIES
from directory.actions.drafts import draft
from directory.actions.reviews import publish
from directory.contacts import Standing, standing
from directory.drafts import version_of
from directory.models import Contact, ContactCheck
from tests import world
from tests.directory import rows

pytestmark = pytest.mark.django_db

WORKS = {"method": "rang", "outcome": "works"}


@pytest.fixture
def line():
    return rows.contact("AL", "trafficking", phone_local="116 006")


@pytest.fixture
def browser(client):
    def of(role=Role.SUPERVISOR, country="AL"):
        return world.sign_in(client, world.member(world.organisation(country=country), role))

    return of


def address(contact):
    return f"/countries/contacts/{contact.pk}/verify/"


@pytest.mark.parametrize(
    ("outcome", "standing_then"),
    [
        ("works", Standing.VERIFIED),
        ("no_answer", Standing.UNVERIFIED),
        ("wrong", Standing.WRONG),
    ],
)
def test_what_a_check_changes(browser, line, outcome, standing_then):
    answer = browser().post(
        address(line), {"method": "rang", "outcome": outcome, "note": "At noon"}
    )

    assert answer.status_code == 302
    line.refresh_from_db()
    assert standing(line) == standing_then
    check = ContactCheck.objects.get(contact=line)
    assert (check.outcome, check.note, check.by is not None) == (outcome, "At noon", True)


@pytest.mark.parametrize("role", [Role.CONSULAR, Role.SUPERVISOR, Role.ORGANISATION_ADMIN])
def test_nobody_elsewhere_silences_the_line_of_a_country(browser, line, role):
    answer = browser(role, "IT").post(address(line), {"method": "rang", "outcome": "wrong"})

    line.refresh_from_db()
    assert answer["Location"] == reverse("report_list")
    assert not line.is_wrong
    assert line.reports.get().text == "It is wrong"
    assert line.checks.get().outcome == "wrong"


@pytest.mark.parametrize("role", REVIEWS)
def test_who_reviews_may_say_that_a_number_is_wrong(browser, line, role):
    browser(role, "IT").post(address(line), {"method": "rang", "outcome": "wrong"})

    line.refresh_from_db()
    assert line.is_wrong


def test_what_was_wrong_works_again(browser, line):
    signed_in = browser()
    for outcome in ("wrong", "works"):
        signed_in.post(address(line), {"method": "rang", "outcome": outcome})

    line.refresh_from_db()
    assert standing(line) == Standing.VERIFIED
    assert [check.outcome for check in line.checks.all()] == ["works", "wrong"]


@pytest.mark.parametrize("role", Role)
def test_who_verifies(browser, line, role):
    status = browser(role).post(address(line), WORKS).status_code

    assert status == (302 if role in VERIFIES else 403)


def test_not_whoever_drafted_it(client):
    office = world.organisation("Coordination", "AL", "coordination")
    one = world.member(office, Role.NATIONAL_COORDINATOR)
    other = world.member(office, Role.FOCAL_POINT)
    source = rows.source()
    with world.acting(one):
        new = Contact(country="AL", kind="trafficking", phone_local="129", source=source)
        draft(new, key=uuid4())
    with world.acting(other):
        publish(new.pk, Contact, seen=version_of(new))

    page = world.sign_in(client, one).get(address(new))
    assert "You drafted this contact" in page.text
    assert client.post(address(new), WORKS).status_code == 403
    assert world.sign_in(client, other).post(address(new), WORKS).status_code == 302
    new.refresh_from_db()
    assert new.verified_by == other.user


@pytest.mark.parametrize(
    "answers",
    [{"method": "rang"}, {"method": "still_right", "outcome": "works"}, {"outcome": "works"}],
)
def test_the_method_is_asked_and_is_a_persons(browser, line, answers):
    assert browser().post(address(line), answers).status_code == 422
    line.refresh_from_db()
    assert line.verified_on is None


def test_a_double_click_is_one_check(browser, line):
    signed_in, key = browser(), str(uuid4())
    for _click in range(2):
        signed_in.post(address(line), WORKS | {"idempotency_key": key})

    assert ContactCheck.objects.filter(contact=line).count() == 1


def test_a_replaced_number_leads_to_what_stands_now(browser, line):
    Contact.objects.filter(pk=line.pk).update(state="superseded")
    now = rows.contact("AL", "trafficking", phone_local="116 007", supersedes=line)

    answer = browser().get(address(line))

    assert answer.url == address(now)


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def test_the_list_of_what_is_old_in_ones_own_country(browser):
    for name, more in {
        "Never": {},
        "Old": {"verified_on": days_ago(200)},
        "Older": {"verified_on": days_ago(400)},
        "Fresh": {"verified_on": days_ago(10)},
        "Fresh but wrong": {"verified_on": days_ago(10), "is_wrong": True},
    }.items():
        rows.contact("GQ", "trafficking", name=name, phone_local="116 006", **more)
    rows.contact("GQ", "emergency", name="Siren", phone_local="112", serves="any")
    rows.contact("IT", "trafficking", name="Elsewhere", phone_local="116 006")

    page = browser(Role.NATIONAL_COORDINATOR, "GQ").get("/reviews/stale/")

    mine = {"Never", "Old", "Older", "Fresh", "Fresh but wrong", "Siren", "Elsewhere"}
    names = [row["contact"].name for row in page.context["rows"]]
    assert [name for name in names if name in mine] == ["Never", "Older", "Old", "Fresh but wrong"]


def test_the_lists_ask_as_much_for_many(browser):
    signed_in = browser(Role.NATIONAL_COORDINATOR, "GQ")

    def cost():
        signed_in.get("/reviews/stale/")
        with CaptureQueriesContext(connection) as queries:
            signed_in.get("/reviews/stale/")
        return len(queries)

    rows.contact("GQ", "trafficking")
    few = cost()
    for _more in range(5):
        rows.contact("GQ", "child")

    assert cost() == few
