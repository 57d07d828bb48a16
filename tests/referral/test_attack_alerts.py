"""A mission under pressure of its capital tries to learn more of an alert, to send it home, or to break the page."""

import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.roles import Role
from referral.models import AlertReceipt, ConsularAlert
from tests import world
from tests.referral import alerts

pytestmark = pytest.mark.django_db(transaction=True)
CHANGING = re.compile(
    r"A-[0-9A-F]{8}|[0-9a-f-]{36}|\d{1,2}:\d\d|csrfmiddlewaretoken[^>]*|nonce[^>]*"
)


@pytest.fixture
def consul():
    return alerts.consul()


@pytest.fixture
def casa():
    return alerts.reader()


@pytest.fixture
def desk(consul):
    return world.sign_in(Client(raise_request_exception=False), consul)


def insert(more, **changed):
    """An alert copied in SQL from what the receiver has, with the end of the statement chosen freely."""
    fields = {
        "id": "gen_random_uuid()",
        "receiver_id": "%(receiver)s",
        "country": "'IT'",
        "city": "''",
        "place": "'mission'",
        "noticed_on": "current_date",
        "minor": "'no'",
        "unfree": "'yes'",
        "danger": "'no'",
        "fear": "false",
        "nationality": "'AL'",
        "language": "'sq'",
        "indicators": "ARRAY['debt']",
        "documents": "'held'",
        "done": "ARRAY['alone']",
        "agreed": "'yes'",
        "reach": "'now'",
        "sent_at": "now()",
        **changed,
    }
    return (
        f"INSERT INTO referral_consularalert ({', '.join(fields)})"
        f" VALUES ({', '.join(fields.values())}) {more}"
    )


def run(by, statement, **values):
    with world.acting(by), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def test_the_statement_that_works_without_an_end(consul, casa):
    """Else the refusals below would prove nothing."""
    run(consul, insert(""), receiver=casa.organisation_id)
    assert len(alerts.seen_by(casa)) == 1


@pytest.mark.parametrize(
    "more",
    [
        "RETURNING id, taken_up_at",
        "ON CONFLICT (id) DO UPDATE SET taken_up_at = now() RETURNING taken_up_at",
        "ON CONFLICT (id) DO UPDATE SET nationality = 'AL'",
    ],
)
def test_writing_is_no_way_of_reading(consul, casa, more):
    alerts.raised(consul)
    theirs = alerts.seen_by(casa)[0]
    with pytest.raises(DatabaseError):
        run(
            consul,
            insert(more, id=f"'{theirs.pk}'" if "CONFLICT" in more else "gen_random_uuid()"),
            receiver=casa.organisation_id,
        )


@pytest.mark.parametrize("table", ["referral_notice", "audit_auditentry", "referral_consularalert"])
def test_no_table_tells_the_mission_what_the_receiver_was_told(consul, casa, table):
    alerts.raised(consul)
    column = "organisation" if table == "audit_auditentry" else "organisation_id"
    column = "receiver_id" if table == "referral_consularalert" else column
    found = run(
        consul, f"SELECT 1 FROM {table} WHERE {column} = %(other)s", other=casa.organisation_id
    )
    assert found == []


def test_smuggled_fields_are_not_read(desk, consul, casa):
    capital = alerts.reader("Tirana", country="AL", kind="coordination")
    smuggled = {
        "receiver": str(capital.organisation_id),
        "mission": str(capital.organisation_id),
        "city": "Ring me at 1234",
        "sent_at": "2001-01-01",
        "taken_up_by": str(consul.user_id),
        "id": "1",
        "number": "A-1",
    }
    assert desk.post("/consular/alerts/new/", alerts.posted(**smuggled)).status_code == 302
    [found] = alerts.seen_by(casa)
    assert (found.city, found.taken_up_by_id, found.sent_at.year > 2001) == ("Milano", None, True)
    assert alerts.seen_by(capital) == []


def test_receipts_of_different_people_are_the_same_page(desk, consul, casa):
    """Fear, age band, papers: nothing that was answered stands on what the officer keeps."""
    pages = set()
    for changed in (
        {},
        {"fear": True},
        {"danger": "yes", "documents": "none"},
        {"agreed": "not_asked"},
    ):
        receipt = alerts.raised(consul, **changed)
        page = desk.get(f"/consular/receipts/{receipt.pk}/")
        assert page.status_code == 200
        pages.add(CHANGING.sub("", page.text))
    assert len(pages) == 1


def test_an_odd_answer_is_answered_and_kept_nowhere(desk, casa):
    names = [*alerts.posted(), "comes_back_on", "idempotency_key"]
    for junk in ("\0", "\ud800", "9" * 4500, "x" * 5_000, "0001-01-01", "<script>", "AL"):
        value = junk.encode("utf-8", "surrogatepass")
        whole = desk.post("/consular/alerts/new/", dict.fromkeys(names, value))
        assert whole.status_code in (400, 422), junk[:9]
    for junk in ("\0", "<script>"):
        for name in names:
            answer = desk.post(
                "/consular/alerts/new/",
                alerts.posted(danger="", **{name: junk} if name != "danger" else {}),
            )
            assert answer.status_code in (400, 422), (name, junk[:9])
            assert '<script>"' not in answer.text
    assert alerts.seen_by(casa) == []


def test_other_roles_of_a_mission_have_neither_alert_nor_receipt(consul, casa):
    receipt = alerts.raised(consul)
    for role in (Role.SUPERVISOR, Role.VISA_SECTION, Role.CASE_MANAGER, Role.ORGANISATION_ADMIN):
        colleague = world.member(consul.organisation, role)
        browser = world.sign_in(Client(), colleague)
        assert browser.get(f"/consular/receipts/{receipt.pk}/").status_code in (403, 404)
        with world.acting(colleague):
            assert not AlertReceipt.objects.exists()
            assert not ConsularAlert.objects.exists()
