"""The change log keeps both versions, who drafted, who published and why."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from directory.actions.drafts import draft
from directory.actions.reviews import publish
from directory.drafts import content_of, version_of
from directory.models import Fact
from directory.views.history import PAGE
from tests import world
from tests.directory import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return world.member(world.organisation(country="GQ"), Role.NATIONAL_COORDINATOR)


@pytest.fixture
def other():
    return world.member(world.organisation(country="GQ"), Role.FOCAL_POINT)


@pytest.fixture
def log(client):
    browser = world.sign_in(client, world.member(world.organisation(country="FR")))
    return lambda page="": browser.get(f"/countries/gq/history/{page}")


def change(base, one, other, **more):
    with world.acting(one):
        new = draft(Fact(**{**content_of(base), **more}), key=uuid4(), base=base)
    with world.acting(other):
        publish(new.pk, Fact, seen=version_of(new))
    return Fact.objects.get(pk=new.pk)


def seeded(**more):
    return rows.fact("GQ", "shelter", text="Two shelters", published_at=timezone.now(), **more)


def test_both_versions_and_both_people(one, other, log):
    base = seeded()
    new = change(base, one, other, text="Three shelters", reason="One opened")
    change(new, one, other, text="Four shelters", reason="Another one")

    page = log().text

    for text in ("Two shelters", "Three shelters", "Four shelters", "One opened", "Another one"):
        assert text in page
    assert one.user.name in page
    assert other.user.name in page


def test_open_and_refused_drafts_are_not_in_it(one, log):
    base = seeded()
    with world.acting(one):
        draft(Fact(**{**content_of(base), "text": "Not yet"}, country="GQ"), key=uuid4())

    assert "Not yet" not in log().text


def test_what_came_with_a_table_is_told_in_one_line(log):
    before = sum(table["number"] for table in log().context["tables"])
    seeded()
    seeded()

    assert sum(table["number"] for table in log().context["tables"]) == before + 2


def test_what_a_newer_table_changed_is_told_with_both(log):
    base = seeded()
    Fact.objects.filter(pk=base.pk).update(state="superseded")
    rows.fact("GQ", "shelter", text="Nine shelters", supersedes=base, published_at=timezone.now())

    page = log().text

    assert "Two shelters" in page
    assert "Nine shelters" in page
    assert "From the table of" in page


def test_what_a_newer_table_left_out_is_told(log):
    base = seeded()
    Fact.objects.filter(pk=base.pk).update(state="withdrawn")

    page = log().text

    assert "Two shelters" in page
    assert "Taken away" in page


def test_it_goes_on_page_by_page(one, other, log):
    base = seeded()
    for number in range(PAGE + 1):
        base = change(base, one, other, text=f"{number} shelters in all")

    first, second = log(), log("?page=1")

    assert len(first.context["rows"]) == PAGE
    assert first.context["older_url"] == "?page=1"
    assert "0 shelters in all" in second.text
    assert [log(f"?page={odd}").status_code for odd in ("x", "-1", "99999999999", "²")] == [200] * 4


def test_it_asks_as_much_for_many(one, other, log):
    def cost():
        log()
        with CaptureQueriesContext(connection) as queries:
            log()
        return len(queries)

    base = change(seeded(), one, other, text="Three")
    few = cost()
    for number in range(4):
        base = change(base, one, other, text=f"{number}")

    assert cost() == few
