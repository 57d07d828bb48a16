"""While the database moves or its disk is looked after: reading goes on, what was typed stays with who typed it."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from referral.models import Note
from shell.looking import keep_looking
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def switch_file(settings, tmp_path):
    settings.READ_ONLY_FILE = tmp_path / "switches" / "read-only"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker):
    return world.contact(worker)


@pytest.fixture
def desk(worker):
    return world.sign_in(Client(raise_request_exception=False), worker)


def said(*words):
    out = io.StringIO()
    call_command("readonly", *words, stdout=out)
    return out.getvalue().strip()


def test_the_switch():
    answers = [said(*words) for words in [(), ("on",), ("on",), (), ("off",), ("off",)]]

    assert answers == ["reading and writing", *["only reading"] * 3, *["reading and writing"] * 2]


def test_pages_go_on_and_say_so(desk, worker):
    case = sharing.filled(worker)
    at = reverse("case_part", args=[case.journey.reference, "identity"])
    assert "Nothing can be saved just now" not in desk.get(at).content.decode()
    said("on")

    with world.acting(worker):
        before = AuditEntry.objects.count()
    for path in (at, reverse("case_list"), reverse("home"), reverse("inbox"), reverse("help")):
        page = desk.get(path)
        assert page.status_code == 200
        assert "Nothing can be saved just now" in page.content.decode()
    with world.acting(worker):
        assert AuditEntry.objects.count() > before


def test_a_form_is_answered_before_anything_is_done(desk, worker, case):
    with world.acting(worker):
        at = reverse("case_note_new", args=[case.journey.reference])
    said("on")

    answer = desk.post(at, {"text": "Typed words", "data_class": "services"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert 'value="Typed words"' in answer.content.decode()
    with world.acting(worker):
        assert Note.objects.count() == 0
    said("off")
    assert desk.post(at, {"text": "Typed words", "data_class": "services"}).status_code == 302


def test_one_gets_in_and_out(worker):
    said("on")
    client = Client()

    got_in = client.post(reverse("sign_in"), {"email": worker.user.email, "password": world.PASSWORD})

    assert got_in.status_code == 302
    assert client.get(reverse("case_list")).status_code == 200
    assert client.post(reverse("session_leave")).status_code < 400


def test_a_database_that_is_only_read_says_the_same(desk, worker, case):
    """A replica, say. Signing in and what notes a look are refused by it, and no look goes without its entry."""
    with world.acting(worker):
        at = reverse("case_note_new", args=[case.journey.reference])
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    answer = desk.post(at, {"text": "Typed words", "data_class": "services"})
    connection.close()

    assert (answer.status_code, answer["Retry-After"]) == (503, "600")
    assert 'value="Typed words"' in answer.content.decode()


def test_workers_wait():
    said("on")
    looked, told = [], []

    keep_looking(looked.append, name="worker", once=True, every=1, tell=told.append)
    said("off")
    keep_looking(looked.append, name="worker", once=True, every=1, tell=told.append)

    assert (len(looked), len(told)) == (1, 1)
