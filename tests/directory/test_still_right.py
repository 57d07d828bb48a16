"""Each listed body is asked once a month whether its entry is still right, and answers in one tap."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from directory.due import ask_bodies
from directory.models import CheckMethod, Contact, ContactCheck, Report
from directory.still_right import LASTS, token_for
from tests import world
from tests.directory import rows
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


@pytest.fixture(autouse=True)
def mail_leaves(settings):
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def body(**more):
    fields = {
        "name": "Blue line",
        "phone_local": "116 006",
        "email": "line@example.org",
        "asked_monthly": True,
    }
    return rows.contact("AL", "trafficking", **{**fields, **more})


def asked(**more):
    contact = body(asked_at=timezone.now(), **more)
    return contact, f"/still-right/{token_for(contact)}/"


def ask(now=None):
    with as_worker():
        return ask_bodies(now)


@pytest.mark.rule(31)
def test_a_body_is_asked_once_a_month():
    body()
    sent = [ask(NOW), ask(NOW), ask(NOW + timedelta(days=20)), ask(NOW + timedelta(days=32))]

    assert sent == [1, 0, 0, 1]
    assert len(mail.outbox) == 2


def test_two_workers_ask_once():
    for number in range(6):
        body(email=f"line{number}@example.org")
    gate, found = threading.Barrier(2), []

    def work():
        gate.wait(10)
        try:
            found.append(ask_bodies(NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, daemon=True) for _worker in range(2)]
    with as_worker():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)

    assert sum(found) == 6
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"line{number}@example.org" for number in range(6)
    ]


@pytest.mark.parametrize(
    "more",
    [{"asked_monthly": False}, {"email": ""}, {"is_wrong": True}, {"state": "superseded"}],
)
def test_who_is_not_asked(more):
    body(**more)

    assert ask(NOW) == 0


def test_without_a_mail_server_nobody_counts_as_asked(settings):
    settings.EMAIL_HOST = ""
    contact = body()

    assert ask(NOW) == 0
    contact.refresh_from_db()
    assert contact.asked_at is None


def test_the_mail_says_only_that_something_waits():
    body(languages=["sq", "fr"])
    ask(NOW)

    message = mail.outbox[0]
    text = f"{message.subject} {message.body}".lower()
    assert "/still-right/" in text
    for word in ("blue line", "116", "traffick", "traite", "hotline", "referral"):
        assert word not in text


def link_of(message):
    line = next(line for line in message.body.splitlines() if "/still-right/" in line)
    return line[line.index("/still-right/") :]


@pytest.mark.rule(31)
def test_the_link_of_the_mail_answers_in_one_tap(client):
    contact = body()
    ask(timezone.now())

    led = client.get(link_of(mail.outbox[0]))
    assert led.url == "/still-right/"
    page = client.get(led.url)
    assert "Blue line" in page.text
    assert "116 006" in page.text
    thanks = client.post("/still-right/", {"answer": "right"})

    assert thanks.status_code == 200
    contact.refresh_from_db()
    assert (contact.verified_on, contact.verified_how) == (
        timezone.localdate(),
        CheckMethod.STILL_RIGHT,
    )
    assert ContactCheck.objects.get().by is None


def test_something_changed_becomes_a_report(client):
    contact, link = asked()
    client.get(link)
    assert client.post("/still-right/", {"answer": "changed", "text": " "}).status_code == 422
    client.post("/still-right/", {"answer": "changed", "text": "We moved to 116 007"})

    found = Report.objects.get()
    assert (found.contact, found.made_by, found.country) == (contact, None, "AL")
    contact.refresh_from_db()
    assert contact.verified_on is None
    coordinator = world.member(world.organisation(country="AL"), Role.NATIONAL_COORDINATOR)
    assert (
        "We moved to 116 007"
        in world.sign_in(Client(), coordinator).get("/countries/reports/").text
    )


def is_over(link):
    browser = Client()
    browser.get(link)
    page = browser.get("/still-right/")
    posted = browser.post("/still-right/", {"answer": "right"})
    assert "Blue line" not in page.text + posted.text
    return (page.status_code, posted.status_code) == (404, 404)


@pytest.mark.parametrize("answer", [{"answer": "right"}, {"answer": "changed", "text": "Moved"}])
def test_a_link_works_once(client, answer):
    _contact, link = asked()
    client.get(link)
    client.post("/still-right/", answer)

    assert is_over(link)
    assert ContactCheck.objects.count() + Report.objects.count() == 1


def test_two_taps_at_once_are_one_answer():
    _contact, link = asked()
    browsers = [Client(), Client(), Client()]
    for browser in browsers:
        browser.get(link)
    gate = threading.Barrier(3)

    def tap(browser):
        gate.wait(10)
        try:
            browser.post("/still-right/", {"answer": "right"})
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=[browser], daemon=True) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert ContactCheck.objects.count() == 1


def test_what_is_guessed_old_or_overtaken_says_nothing():
    contact, link = asked()
    stale = body(asked_at=timezone.now() - LASTS - timedelta(days=1))
    other, moved = asked()
    Contact.objects.filter(pk=other.pk).update(state="superseded")
    rows.contact(
        "AL",
        "trafficking",
        name="Blue line",
        email="new@example.org",
        asked_monthly=True,
        supersedes=other,
    )

    assert is_over(link[:-5] + "aaaa/")
    assert is_over(f"/still-right/{contact.pk}/")
    assert is_over(f"/still-right/{token_for(stale)}/")
    assert is_over(moved)
    assert not ContactCheck.objects.exists()


def test_a_link_goes_on_with_the_entry_that_took_its_place(client):
    contact, link = asked()
    Contact.objects.filter(pk=contact.pk).update(state="superseded")
    now = rows.contact(
        "AL",
        "trafficking",
        name="Blue line",
        hours="9 to 5",
        email=contact.email,
        asked_monthly=True,
        supersedes=contact,
    )
    client.get(link)
    client.post("/still-right/", {"answer": "right"})

    now.refresh_from_db()
    assert now.verified_on == timezone.localdate()


def test_what_a_person_found_wrong_stays_wrong(client):
    contact, link = asked()
    Contact.objects.filter(pk=contact.pk).update(is_wrong=True)
    client.get(link)
    client.post("/still-right/", {"answer": "right"})

    contact.refresh_from_db()
    assert contact.is_wrong


@pytest.mark.parametrize("role", [Role.ORGANISATION_ADMIN, Role.FOCAL_POINT])
@pytest.mark.parametrize("days", [None, 40])
def test_an_organisation_is_asked_where_its_work_begins(client, role, days):
    when = days and timezone.localdate() - timedelta(days=days)
    membership = world.member(world.organisation(verified_on=when), role)
    browser = world.sign_in(client, membership)
    start = browser.get("/", follow=True)
    assert "profile still right?" in start.text

    after = browser.post("/organisation/confirm/", follow=True)

    assert after.request["PATH_INFO"] == start.request["PATH_INFO"]
    assert "profile still right?" not in after.text
    membership.organisation.refresh_from_db()
    assert membership.organisation.verified_on == timezone.localdate()


def test_not_before_a_month_is_over_and_not_others(client):
    fresh = world.organisation(verified_on=timezone.localdate() - timedelta(days=20))
    admin = world.sign_in(client, world.member(fresh, Role.ORGANISATION_ADMIN))
    assert "profile still right?" not in admin.get("/", follow=True).text

    worker = world.sign_in(client, world.member(world.organisation()))
    assert "profile still right?" not in worker.get("/", follow=True).text
