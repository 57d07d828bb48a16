"""Anybody signed in says that something is wrong; a coordinator answers; the answer is read in the product."""

from uuid import uuid4

import pytest

from accounts.roles import Role
from directory.models import Report
from tests import world
from tests.directory import rows

pytestmark = pytest.mark.django_db

ADDRESS = "/countries/al/report/"


@pytest.fixture
def person():
    return world.member(world.organisation())


@pytest.fixture
def coordinator():
    return world.member(world.organisation(country="AL"), Role.NATIONAL_COORDINATOR)


@pytest.fixture
def line():
    return rows.contact("AL", "trafficking", name="Blue line", phone_local="116 006")


def test_a_report_about_a_number_and_its_answer(client, person, coordinator, line):
    browser = world.sign_in(client, person)
    page = browser.get(f"{ADDRESS}?contact={line.pk}")
    assert "Blue line" in page.text
    answer = browser.post(
        f"{ADDRESS}?contact={line.pk}",
        {"about": f"contact:{line.pk}", "text": "It rings and rings"},
    )
    assert answer.url == "/countries/reports/"
    found = Report.objects.get()
    assert (found.contact, found.fact, found.made_by) == (line, None, person.user)

    desk = world.sign_in(client, coordinator)
    assert "It rings and rings" in desk.get("/countries/reports/").text
    page = desk.get(f"/countries/reports/{found.pk}/")
    assert f"/countries/contacts/{line.pk}/change/" in page.text
    desk.post(
        f"/countries/reports/{found.pk}/", {"outcome": "right", "answer": "From nine to five"}
    )

    again = world.sign_in(client, person).get("/countries/reports/").text
    assert "From nine to five" in again
    assert "It is right as it stands" in again


NOBODYS = "0b2f6c1e-7d55-4c0e-9a3b-5f1d2e8c4a77"


@pytest.mark.parametrize(
    "asked", ["fact=x", f"fact={NOBODYS}", f"contact={NOBODYS}", "fact=", "contact=%00"]
)
def test_what_is_unknown_is_left_out(client, person, asked):
    browser = world.sign_in(client, person)

    assert browser.get(f"{ADDRESS}?{asked}").status_code == 200
    assert browser.post(f"{ADDRESS}?{asked}", {"text": "The page is old"}).status_code == 302
    assert Report.objects.get().contact is None


def test_a_row_of_another_country_or_a_draft_is_left_out(client, person):
    elsewhere = rows.fact("IT", "shelter", text="Far away")
    browser = world.sign_in(client, person)

    assert "Far away" not in browser.get(f"{ADDRESS}?fact={elsewhere.pk}").text
    assert browser.post(ADDRESS, {"about": f"fact:{elsewhere.pk}", "text": "x"}).status_code == 422


def test_nobody_else_reads_or_answers_it(client, person, coordinator):
    world.sign_in(client, person).post(ADDRESS, {"text": "The page is old"})
    found = Report.objects.get()
    stranger = world.sign_in(client, world.member(world.organisation()))

    assert "The page is old" not in stranger.get("/countries/reports/").text
    assert stranger.get(f"/countries/reports/{found.pk}/").status_code == 403
    assert stranger.post(f"/countries/reports/{found.pk}/", {"outcome": "right"}).status_code == 403


def test_the_first_answer_stands(client, person, coordinator):
    world.sign_in(client, person).post(ADDRESS, {"text": "The page is old"})
    found = Report.objects.get()
    desk = world.sign_in(client, coordinator)
    for outcome in ("unknown", "right"):
        desk.post(f"/countries/reports/{found.pk}/", {"outcome": outcome})

    found.refresh_from_db()
    assert found.outcome == "unknown"


def test_an_empty_report_is_refused_and_a_double_click_is_one(client, person):
    browser, key = world.sign_in(client, person), str(uuid4())
    assert browser.post(ADDRESS, {"text": "  "}).status_code == 422
    for _click in range(2):
        browser.post(ADDRESS, {"text": "The page is old", "idempotency_key": key})

    assert Report.objects.count() == 1


def test_what_is_written_is_shown_as_text(client, person, coordinator):
    world.sign_in(client, person).post(ADDRESS, {"text": "<script>alert(1)</script>"})

    assert (
        "<script>alert(1)" not in world.sign_in(client, coordinator).get("/countries/reports/").text
    )
