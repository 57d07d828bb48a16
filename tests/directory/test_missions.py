import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from directory.missions import missions_in, missions_of, page_of
from directory.models import Contact, ContactKind, State
from tests import world
from tests.directory import rows

pytestmark = pytest.mark.django_db

URL = "/countries/tv/missions/"


@pytest.fixture(autouse=True)
def fresh():
    page_of.cache_clear()
    Contact.objects.filter(kind=ContactKind.MISSION).filter(country="TV").update(
        state=State.WITHDRAWN
    )
    Contact.objects.filter(kind=ContactKind.MISSION).filter(represents="TV").update(state=State.WITHDRAWN)  # fmt: skip


def mission(country, represents, **more):
    fields = {"name": "", "mission_type": "embassy", "as_of": "2022-11", **more}
    return rows.contact(country, ContactKind.MISSION, represents=represents, **fields)


def text_of(reader, url=URL):
    page = reader.get(url).content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    return re.sub(r" (?=[,;])", "", html.unescape(words))


def test_both_directions_by_country(reader):
    mission("FJ", "TV", city="Suva", phone_international="+679 000")
    mission("BE", "TV", city="Bruges", mission_type="consulate")
    mission("BE", "TV", city="Brussels")
    mission("TV", "NZ", city="Funafuti")

    groups = missions_of("TV")

    assert [(group.name, [one.city for one in group.missions]) for group in groups] == [
        ("Belgium", ["Brussels", "Bruges"]),
        ("Fiji", ["Suva"]),
    ]
    assert [group.code for group in missions_in("TV")] == ["NZ"]
    page = text_of(reader)
    for said in ("Embassy, Suva", "+679 000", "Embassy, Funafuti", "New Zealand"):
        assert said in page


def test_year_and_incompleteness_are_said(reader):
    mission("FJ", "TV", city="Suva")

    page = text_of(reader)

    assert "Missions we know, 2022, incomplete" in page
    assert "None of them is said to be the nearest or the competent one." in page
    assert "Office of Examples, November 2022" in page


def test_only_what_a_person_confirmed_is_marked(reader):
    one = mission("FJ", "TV", city="Suva", phone_international="+679 000")
    assert "Verified" not in text_of(reader)

    Contact.objects.filter(pk=one.pk).update(verified_on=timezone.localdate())
    assert "Embassy, Suva Verified" in text_of(reader)


def test_none_is_said(reader):
    assert text_of(reader).count("We know none.") == 2


def test_the_profile_counts_them_and_lists_none(reader):
    mission("FJ", "TV", city="Suva")
    mission("TV", "NZ", city="Funafuti")

    page = text_of(reader, "/countries/tv/")

    assert "We know 1 mission of Tuvalu in other countries. In Tuvalu we know 1 mission." in page
    assert "Suva" not in page


@pytest.mark.parametrize(("role", "offered"), [(Role.CONSULAR, True), (Role.CASE_MANAGER, False)])
def test_who_may_verify(client, role, offered):
    one = mission("FJ", "TV", city="Suva")
    mission("NZ", "TV", city="Wellington")
    client.force_login(world.member(world.organisation(country="FR"), role).user)

    assert ('<a href="?with=fj">Fiji</a>' in client.get(URL).content.decode()) is offered
    page = client.get(URL, {"with": "fj"}).content.decode()
    assert (f"/countries/contacts/{one.pk}/verify/" in page) is offered
    assert "Wellington" not in page


def test_with_a_country_that_is_none(reader):
    mission("FJ", "TV", city="Suva")

    assert "Suva" in text_of(reader, f"{URL}?with=zz")


@pytest.mark.parametrize("code", ["zz", "tuvalu"])
def test_no_such_country(reader, code):
    assert reader.get(f"/countries/{code}/missions/").status_code == 404


def test_a_code_in_capitals_leads_to_the_page(reader):
    assert reader.get("/countries/TV/missions/")["Location"] == URL


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).status_code == 302


def test_queries_do_not_grow(reader):
    def count():
        page_of.cache_clear()
        with CaptureQueriesContext(connection) as queries:
            reader.get(URL)
        return len(queries)

    mission("FJ", "TV")
    count()  # the first page of a session writes it
    few = count()
    for code in ("AU", "NZ", "BE"):
        mission(code, "TV", city="Suva")
        mission("TV", code)

    assert count() == few
