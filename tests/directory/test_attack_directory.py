"""Somebody tries to get round the rules of the directory: with tampered forms, in SQL, with files, with addresses."""

import json
from datetime import date
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from directory.actions.drafts import draft
from directory.actions.reviews import publish
from directory.drafts import content_of, find_entry, version_of
from directory.export import FORMAT
from directory.forms.fact import FactForm
from directory.models import Contact, Fact, State
from directory.rights import reflection_of
from directory.still_right import token_for
from directory.topics import TOPICS
from tests import world
from tests.directory import rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office():
    return world.organisation("Coordination", "AL", "coordination")


@pytest.fixture
def one(office):
    return world.member(office, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def other(office):
    return world.member(office, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def base():
    return rows.fact("AL", "shelter", text="Two shelters")


def changed(base, by, key=None, **more):
    values = {**content_of(base), "reason": "One more opened", **more}
    with world.acting(by):
        return draft(type(base)(**values), key=key or uuid4(), base=base)


def publish_as(by, entry):
    with world.acting(by):
        publish(entry.pk, type(entry), seen=version_of(entry))
    entry.refresh_from_db()


def sql(by, statement, values):
    with world.acting(by), connection.cursor() as cursor:
        cursor.execute(statement, values)


def open_page(membership):
    return world.sign_in(Client(raise_request_exception=False), membership)


def someone(country):
    return {"here": "other", "here_other": country, "origin": "unknown", "age": "child"}


# One person alone, in SQL as the application


@pytest.mark.parametrize("table", ["directory_fact", "directory_contact"])
def test_the_second_person_does_not_write_the_draft_of_the_first(one, other, base, table):
    """Who may publish it would else publish own words under the name of the drafter."""
    row = base if table == "directory_fact" else rows.contact("AL", "child", phone_local="116 111")
    new = changed(row, one)
    column = "text" if table == "directory_fact" else "phone_local"
    with pytest.raises(DatabaseError, match="who drafted it"):
        sql(other, f"UPDATE {table} SET {column} = '900' WHERE id = %s", [new.pk])
    with pytest.raises(DatabaseError, match="what was drafted"):
        sql(
            other,
            f"UPDATE {table} SET {column} = '900', state = 'published', published_by_id = %s,"
            " published_at = now() WHERE id = %s",
            [other.user_id, new.pk],
        )
    with pytest.raises(DatabaseError, match="who drafted it"):
        sql(other, f"UPDATE {table} SET supersedes_id = NULL WHERE id = %s", [new.pk])


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_nobody_takes_a_published_row_away_alone(one, base, state):
    change = "UPDATE directory_fact SET state = %s WHERE id = %s"
    with pytest.raises(DatabaseError, match="two people"):
        sql(one, change, [state, base.pk])
    changed(base, one)  # the own draft is no second person
    with pytest.raises(DatabaseError, match="two people"):
        sql(one, change, [state, base.pk])


def test_a_source_that_is_cited_keeps_its_words(one, base):
    for column in ("title", "address"):
        with pytest.raises(DatabaseError):
            sql(
                one,
                f"UPDATE directory_source SET {column} = 'elsewhere' WHERE id = %s",
                [base.source_id],
            )


def test_who_wrote_a_number_does_not_verify_it_after_a_later_change(one, other):
    """A colleague corrects the hours; the number is still that of its drafter."""
    third = world.member(one.organisation, Role.NATIONAL_COORDINATOR)
    line = rows.contact("AL", "child", phone_local="116 111")
    number = changed(line, one, phone_local="116 112")
    publish_as(other, number)
    hours = changed(number, other, hours="9 to 5")
    publish_as(third, hours)
    tried = {"method": "rang", "outcome": "works"}
    address = f"/countries/contacts/{hours.pk}/verify/"
    assert open_page(one).post(address, tried).status_code == 403
    hours.refresh_from_db()
    assert hours.verified_on is None
    assert open_page(third).post(address, tried).status_code == 302


# The key of a form is chosen by whoever sends it


def form_of_fact(base, **more):
    return {
        "text": "Three",
        "language": "en",
        "source": str(base.source_id),
        "confidence": "high",
        "reason": "Counted",
        **more,
    }


def test_a_draft_does_not_take_the_id_of_another_row(one, other, base):
    """With the id of a waiting contact it would hide that contact from whoever reviews it."""
    waiting = changed(rows.contact("AL", "child", phone_local="116 111"), one)
    theirs = changed(base, one)
    browser = open_page(other)
    for taken in (waiting.pk, theirs.pk, base.pk):
        answer = browser.post(
            f"/countries/facts/{base.pk}/change/", form_of_fact(base, idempotency_key=str(taken))
        )
        assert answer.status_code == 302
        assert str(taken) not in answer.url
    assert isinstance(find_entry(waiting.pk), Contact)
    assert Fact.objects.filter(drafted_by=other.user, state=State.DRAFT).count() == 3


def test_a_form_sent_twice_is_still_one_draft(one, base):
    sent, browser = form_of_fact(base, idempotency_key=str(uuid4())), open_page(one)
    places = {browser.post(f"/countries/facts/{base.pk}/change/", sent).url for _n in range(3)}
    assert len(places) == 1
    assert Fact.objects.filter(state=State.DRAFT).count() == 1


# Values that break the pages that read them


@pytest.mark.asvs("1.4.2")
def test_a_number_fits_its_column():
    for number in ("9" * 14, "9" * 40, "-1", "1e9"):
        sent = {"is_there": "yes", "number": number, "unit": "days", "language": "en"}
        form = FactForm(sent, topic=TOPICS["reflection_days"], country="AL")
        assert "number" in form.errors, number


@pytest.mark.parametrize("unit", ["days", "weeks", "months"])
def test_a_period_longer_than_a_calendar_has_no_end(unit):
    Fact.objects.filter(country="AL", topic="reflection_days").update(state=State.SUPERSEDED)
    rows.fact("AL", "reflection_days", number=999_999_999_999, unit=unit)
    assert reflection_of("AL").ends_on(date(2026, 11, 22)) is None


@pytest.mark.parametrize("day", ["2025-02-31", "0000"])
def test_a_day_that_does_not_exist_breaks_no_page(client, day):
    rows.fact("AL", "treaty", subject="palermo", yes=True, on=day, as_of=day, text="Party")
    rows.contact("AL", "child", phone_local="116 111", as_of=day)
    client.raise_request_exception = False
    world.sign_in(client, world.member(world.organisation(country="FR")))
    for address in ("/countries/al/", "/countries/al/print/", "/countries/compare/?c=al&c=it"):
        assert client.get(address).status_code == 200
    assert client.post("/someone/", someone("AL")).status_code == 200


# Addresses

JUNK = ["%00", "%ff%fe", "%C0%AE", "../..", "' OR 1=1--", "<script>", "𝔘" * 50, "9" * 5000, "-1"]
PLACES = [
    "/countries/?q={}",
    "/countries/?q={}&go=1",
    "/countries/?page={}",
    "/countries/?c={}&region={}&treaty={}&tier={}&freshness={}",
    "/countries/compare/?c={}",
    "/countries/export/?what=all&country={}",
    "/countries/export/?what={}",
    "/countries/al/history/?page={}",
    "/countries/al/missions/?with={}",
    "/countries/al/report/?fact={}&contact={}",
    "/countries/al/with/?other={}",
    "/countries/al/facts/new/?topic={}&partner={}",
    "/countries/al/facts/new/?topic=shelter&partner={}",
    "/countries/al/contacts/new/?kind={}&partner={}",
    "/questions/new/?country={}",
    "/someone/?here={}",
    "/visa/slip/?country={}",
    "/search/?q={}",
    "/reviews/{}/",
    "/countries/{}/",
    "/countries/{}/print.pdf",
    "/countries/al/with/{}/",
    "/still-right/{}/",
]


def test_an_odd_address_is_answered(one):
    browser, broken = open_page(one), []
    for many in ("/countries/?", "/countries/compare/?"):
        assert browser.get(many + "&".join(["c=al"] * 10_000)).status_code == 400
        assert browser.get(many + "&".join(f"c=x{n}" for n in range(900))).status_code in (200, 400)
    for place in PLACES:
        for junk in JUNK:
            answer = browser.get(place.replace("{}", junk))
            if answer.status_code >= 500:
                broken.append((place, junk[:20]))
    assert broken == []


FORM = "application/x-www-form-urlencoded"
FORMS = [
    "/someone/",
    "/still-right/",
    "/countries/al/report/",
    "/countries/al/pin/",
    "/questions/new/?country=AL",
    "/countries/al/facts/new/?topic=detected_citizenship",
    "/countries/al/facts/new/?topic=reflection_days",
    "/countries/al/facts/new/?topic=bilateral",
    "/countries/al/contacts/new/",
    "/countries/import/",
]


def test_an_odd_answer_is_answered(one):
    names = (
        "text here origin age next idempotency_key version answer about country figures number unit is_there"
        " on_0 on_1 on_2 as_of_0 as_of_1 as_of_2 year source language languages codes partner kind name"
        " website email phone_local phone_international packed file reason confidence decision"
    )
    browser = open_page(one)
    for junk in ("\0", "\ud800", "9" * 4500, "x" * 50_000, "٣" * 30, "=1+1"):
        value = quote(junk.encode("utf-8", "surrogatepass"))
        sent = "&".join(f"{name}={value}" for name in names.split())
        found = {place: browser.post(place, sent, content_type=FORM).status_code for place in FORMS}
        assert max(found.values()) < 500, (junk[:9], found)


def test_a_pin_leads_nowhere_else(one):
    browser = open_page(one)
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"):
        assert browser.post("/countries/al/pin/", {"next": back}).url == "/countries/al/"


# Scripts in what is published

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_what_is_published_never_runs(one, client):
    """As if a table or two people had let it in."""
    where = rows.source(title=SCRIPT, publisher=SCRIPT[:60], address="javascript:alert(1)")
    more = {"source": where}
    rows.fact("AL", "shelter", text=SCRIPT, detail=SCRIPT, **more)
    rows.fact("AL", "guidance", text=SCRIPT, detail=SCRIPT, **more)
    rows.contact(
        "AL",
        "child",
        name=SCRIPT,
        phone_local="116 111",
        website="javascript:alert(1)",
        hours=SCRIPT[:40],
        note=SCRIPT,
        email='"><script>@x.org',
        **more,
    )
    rows.contact("AL", "coordinator", name=SCRIPT, website="javascript:alert(1)", **more)
    browser = open_page(one)
    pages = [
        browser.get(place).text
        for place in (
            "/countries/al/",
            "/countries/al/print/",
            "/countries/al/history/",
            "/countries/al/with/it/",
            "/countries/compare/?c=al",
            "/countries/?q=alb",
            f"/countries/contacts/{Contact.objects.get(kind='coordinator', name=SCRIPT).pk}/verify/",
        )
    ]
    pages.append(client.post("/someone/", someone("AL")).text)
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


# The public link


def test_an_invented_link_leaves_nothing_on_the_server(client):
    """Else anybody could fill the table of sessions with as much as fits into an address."""
    before = Session.objects.count()
    answer = client.get("/still-right/" + "A" * 3000 + "/", follow=True)
    assert answer.status_code == 404
    assert Session.objects.count() == before


def test_a_link_shows_nothing_about_other_entries():
    mine = rows.contact("AL", "child", name="Ours", phone_local="116 111", email="a@example.org")
    rows.contact("AL", "trafficking", name="Not ours", for_partners_only=True, note="Back door")
    Contact.objects.filter(pk=mine.pk).update(asked_monthly=True, asked_at=timezone.now())
    mine.refresh_from_db()
    page = Client().get(f"/still-right/{token_for(mine)}/", follow=True)
    assert "Ours" in page.text
    assert "Not ours" not in page.text
    assert "Back door" not in page.text


# A file of somebody else's making


def test_an_odd_file_is_answered(one):
    browser, url = open_page(one), "/countries/import/"
    row = {"country": "AL", "topic": "shelter", "text": "Two", "source_title": "Report"}
    odd = [
        1e400,
        float("nan"),
        10**30,
        {"a": {"b": []}},
        [[["x"]]] * 50,
        "\ud800",
        "\0",
        "\u202e",
        True,
        "x" * 4000,
        "2025-02-31",
    ]
    columns = [
        "id",
        "country",
        "topic",
        "year",
        "codes",
        "figures",
        "number",
        "yes",
        "on",
        "as_of",
        "source_title",
    ]
    for name in columns:
        for value in odd:
            document = {"format": FORMAT, "facts": [{**row, name: value}], "contacts": []}
            file = SimpleUploadedFile("x.json", json.dumps(document).encode())
            assert browser.post(url, {"file": file}).status_code < 500, (name, str(value)[:20])
    for whole in (
        b'{"facts":' + b"[" * 100_000,
        b"1" * 9000,
        b'"' * 9000,
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
    ):
        for name in ("x.json", "x.csv", "x" * 300 + ".json", "\u202egpj.json"):
            answer = browser.post(url, {"file": SimpleUploadedFile(name, whole)})
            assert answer.status_code < 500, (name[:9], whole[:9])
    assert not Fact.objects.filter(state=State.DRAFT).exists()
