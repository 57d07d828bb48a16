"""A page gives up waiting for the database, says so, and loses nothing."""

import contextlib
import os
import re
import runpy
import sys
from html import unescape

import pytest
from django.conf import settings
from django.core import management
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from config import database, unavailable
from referral.models import Note
from tests import world
from tests.testing_database import owner_cursor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def desk(worker):
    return world.sign_in(Client(raise_request_exception=False), worker)


@contextlib.contextmanager
def held(table):
    """Somebody else holds this table, and the web's connection has a tenth of a second to wait."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    with owner_cursor() as other:
        other.execute(f'BEGIN; LOCK TABLE "{table}" IN ACCESS EXCLUSIVE MODE')
        yield
        other.execute("ROLLBACK")
    connection.close()


def test_the_web_waits_for_so_long():
    with connection.cursor() as cursor:
        for name, value in {**database.WAITS["page"], "idle_in_transaction_session_timeout": "1min"}.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            assert cursor.fetchone() == (value,)


def test_commands_take_the_time_they_need(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["manage.py", "import_htcds"])
    monkeypatch.setattr(management, "execute_from_command_line", lambda _words: None)
    monkeypatch.setitem(os.environ, "DATABASE_ROLE", "trm_app")
    monkeypatch.setitem(os.environ, "DATABASE_PATIENCE", "")
    del os.environ["DATABASE_PATIENCE"]

    runpy.run_path(str(settings.BASE_DIR / "manage.py"), run_name="__main__")

    assert database.WAITS[os.environ["DATABASE_PATIENCE"]] == {}
    assert database.with_waits({"NAME": "trm"}, {}) == {"NAME": "trm", "OPTIONS": {}}


def test_options_of_the_address_stay():
    found = database.parse_url("postgres://ann@db/trm?sslmode=require&options=-c%20jit%3Doff", "")

    options = database.with_waits(found, {"lock_timeout": "10s"})["OPTIONS"]

    assert options == {"sslmode": "require", "options": "-c jit=off -c lock_timeout=10s"}


def test_a_page_that_waited_too_long_says_so(desk):
    with held("referral_case"):
        answer = desk.get(reverse("case_list"), {"show": "mine"})

    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Cache-Control"] == "no-store"
    assert "This is taking too long" in page
    assert f'href="{reverse("case_list")}?show=mine">Try again</a>' in page
    assert desk.get(reverse("case_list"), {"show": "mine"}).status_code == 200


def test_what_was_typed_is_sent_again_as_it_was(desk, worker):
    case = world.contact(worker)
    with world.acting(worker):
        at = reverse("case_note_new", args=[case.journey.reference])
    key = re.search(r'name="idempotency_key" value="([^"]+)"', desk.get(at).content.decode())[1]
    text = 'Two lines,\n"quoted" & <marked>'

    with held("referral_note"):
        cut = desk.post(at, {"text": text, "data_class": "services", "idempotency_key": key})
    page = cut.content.decode()
    assert cut.status_code == 503
    assert f'action="{at}"' in page
    again = {name: unescape(value) for name, value in hidden(page)}
    assert again["text"] == text
    answers = [desk.post(at, again).status_code for _press in range(2)]

    assert answers == [302, 302]
    with world.acting(worker):
        assert [note.text for note in Note.objects.all()] == [text]


def hidden(page):
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)


def test_a_form_of_a_foreign_page_is_not_shown(worker):
    """Its button would carry a token of ours."""
    desk = world.sign_in(Client(raise_request_exception=False, enforce_csrf_checks=True), worker)
    with held("accounts_membership"):
        answer = desk.post(reverse("contact_new"), {"text": "planted"})

    assert answer.status_code == 503
    assert "planted" not in answer.content.decode()


def test_a_password_is_not_shown(worker):
    client = Client(raise_request_exception=False)
    given = {"email": worker.user.email, "password": "secret words"}
    with held("accounts_user"):
        answer = client.post(reverse("sign_in"), given)

    assert answer.status_code == 503
    assert "secret words" not in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("57014", True),  # cut
        ("55P03", True),  # a lock
        ("40P01", True),  # a deadlock
        ("53100", True),  # the disk is full
        ("57P01", True),  # shut down
        ("54001", False),  # a statement too complex: ours to mend
    ],
)
def test_what_passes(state, expected):
    with connection.cursor() as cursor, pytest.raises(OperationalError) as raised:
        cursor.execute(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")

    assert unavailable.passes(raised.value) == expected
