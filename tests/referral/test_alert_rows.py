"""Alerts in SQL, as the application role: what the database alone lets through."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.roles import Role
from referral.alerts import READS_ALERTS
from tests import world
from tests.referral import alerts
from tests.referral.test_row_security import refused, rows

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)

COLUMNS = [
    "id",
    "receiver_id",
    "mission_id",
    "country",
    "city",
    "place",
    "noticed_on",
    "minor",
    "unfree",
    "danger",
    "fear",
    "nationality",
    "language",
    "indicators",
    "documents",
    "done",
    "agreed",
    "reach",
    "comes_back_on",
    "sent_at",
    "taken_up_at",
    "taken_up_by_id",
    "reminded_at",
]


def values(officer, receiver, **changed):
    found = {
        **alerts.answers(),
        "id": uuid.uuid4(),
        "receiver_id": receiver.organisation_id,
        "mission_id": officer.organisation_id,
        "city": "Milano",
        "sent_at": timezone.now(),
        "taken_up_at": None,
        "taken_up_by_id": None,
        "reminded_at": None,
        **changed,
    }
    return [found[name] for name in COLUMNS]


INSERT = (
    f"INSERT INTO referral_consularalert ({', '.join(COLUMNS)}) "
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)


def write(sql, *parameters):
    return rows(f"WITH done AS ({sql} RETURNING 1) SELECT count(*) FROM done", *parameters)[0][0]


@pytest.fixture
def consul():
    return alerts.consul()


@pytest.fixture
def casa():
    return alerts.reader(city="Milano")


@pytest.fixture
def alert(consul, casa):
    alerts.raised(consul)
    [found] = alerts.seen_by(casa)
    return found


def insert_as(membership, *given):
    from django.db import connection  # noqa: PLC0415

    with world.acting(membership), connection.cursor() as cursor:
        cursor.execute(INSERT, *given)


def test_an_officer_of_a_mission_writes_one(consul, casa):
    insert_as(consul, values(consul, casa))

    assert len(alerts.seen_by(casa)) == 1


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.CONSULAR, Role.OPERATOR}]
)
def test_nobody_else_writes_one(consul, casa, role):
    """Of the same mission, and of the body that would get it."""
    for organisation in (consul.organisation, casa.organisation):
        other = world.member(organisation, role)
        with world.acting(other):
            refused(INSERT, *values(other, casa))
            assert rows("SELECT count(*) FROM referral_consularalert") == [(0,)]
    assert alerts.seen_by(casa) == []


def test_a_consular_role_outside_a_mission_writes_none(casa):
    forger = world.member(world.organisation("House", "IT"), Role.CONSULAR)

    with world.acting(forger):
        assert "where the person stands" in refused(INSERT, *values(forger, casa))


def test_without_anybody_acting_there_is_nothing_to_see_or_to_write(consul, casa, alert):
    assert rows("SELECT count(*) FROM referral_consularalert") == [(0,)]
    assert rows("SELECT count(*) FROM referral_alertreceipt") == [(0,)]
    refused(INSERT, *values(consul, casa))


@pytest.mark.parametrize(
    ("kind", "country", "stands"),
    [
        ("ngo", "AL", "IT"),  # the own capital, by the receiver
        ("ngo", "AL", "AL"),  # and by both
        ("coordination", "AL", "AL"),
        ("ngo", "FR", "IT"),  # another country than where the person stands
        ("consulate", "IT", "IT"),  # another mission
        ("police", "IT", "IT"),
        ("operator", "IT", "IT"),
    ],
)
def test_it_goes_nowhere_else(consul, kind, country, stands):
    there = alerts.reader("There", kind, country=country)

    with world.acting(consul):
        said = refused(INSERT, *values(consul, there, country=stands))
    assert "where the person stands" in said


def test_a_mission_of_no_country_sends_nothing(casa):
    officer = alerts.consul(represents="")

    with world.acting(officer):
        assert "where the person stands" in refused(INSERT, *values(officer, casa))


@pytest.mark.parametrize(
    "changed",
    [
        {"city": "Ask for Canary Canarina"},
        {"mission_id": "other"},
        {"fear": True},
        {"fear": True, "mission_id": None},
        {"fear": True, "nationality": ""},
        {"agreed": "no"},
        {"agreed": "not_asked", "unfree": "no"},
        {"reach": "comes_back"},
        {"taken_up_at": LONG_AGO},
        {"reminded_at": LONG_AGO},
    ],
    ids=lambda changed: json.dumps(changed, default=str)[:40],
)
def test_what_an_alert_may_not_say(consul, casa, changed):
    if changed.get("mission_id") == "other":
        changed = {"mission_id": alerts.consul().organisation_id}

    with world.acting(consul):
        refused(INSERT, *values(consul, casa, **changed))
    assert alerts.seen_by(casa) == []


def test_the_time_is_the_databases_own(consul, casa):
    insert_as(consul, values(consul, casa, sent_at="2001-01-01"))

    [alert] = alerts.seen_by(casa)
    assert alert.sent_at.date() == timezone.now().date()


# Reading


def test_who_sent_it_reads_nothing_back(consul, alert):
    for role in Role:
        with world.acting(world.member(consul.organisation, role)):
            assert rows("SELECT count(*) FROM referral_consularalert") == [(0,)]


@pytest.mark.parametrize("role", list(Role))
def test_the_roles_of_the_receiver_are_those_of_the_table(casa, alert, role):
    with world.acting(world.member(casa.organisation, role)):
        found = rows("SELECT count(*) FROM referral_consularalert")[0][0]

    assert found == (role in READS_ALERTS)


def test_another_organisation_reads_nothing(alert):
    for country in ("IT", "AL"):
        with world.acting(alerts.reader("Other", country=country)):
            assert rows("SELECT count(*) FROM referral_consularalert") == [(0,)]


def test_not_even_the_capital(alert):
    office = world.organisation("Coordination", "AL", "coordination")
    for role in Role:
        with world.acting(world.member(office, role)):
            assert rows("SELECT count(*) FROM referral_consularalert") == [(0,)]


# Changing


TAKE = "UPDATE referral_consularalert SET taken_up_at = now(), taken_up_by_id = %s WHERE id = %s"


def test_the_receiver_takes_it_up_in_the_own_name_and_once(casa, alert):
    colleague = world.member(casa.organisation)
    with world.acting(casa):
        assert "row-level security" in refused(TAKE, colleague.user_id, alert.pk)
        assert write(TAKE, casa.user_id, alert.pk) == 1
    with world.acting(colleague):
        assert write(TAKE, colleague.user_id, alert.pk) == 0


def test_nobody_else_takes_it_up(consul, casa, alert):
    others = [consul, alerts.reader("Other"), world.member(casa.organisation, Role.HEALTH)]
    for other in others:
        with world.acting(other):
            assert write(TAKE, other.user_id, alert.pk) == 0


@pytest.mark.parametrize(
    "column", [name for name in COLUMNS if name not in {"taken_up_at", "taken_up_by_id"}]
)
def test_no_content_is_ever_changed(casa, alert, column):
    with world.acting(casa):
        said = refused(
            f"UPDATE referral_consularalert SET {column} = {column} WHERE id = %s", alert.pk
        )
    assert "permission denied" in said


@pytest.mark.parametrize("table", ["consularalert", "alertreceipt"])
def test_nothing_is_deleted(consul, casa, alert, table):
    for membership in (consul, casa):
        with world.acting(membership):
            assert "permission denied" in refused(f"DELETE FROM referral_{table}")
            assert "permission denied" in refused(f"TRUNCATE referral_{table}")


# Receipts


def test_a_receipt_is_seen_by_its_officer_alone_and_never_changed(consul, casa, alert):
    with world.acting(consul):
        assert rows("SELECT count(*) FROM referral_alertreceipt") == [(1,)]
        assert "permission denied" in refused("UPDATE referral_alertreceipt SET at = now()")
    others = [
        casa,
        world.member(consul.organisation, Role.CONSULAR),
        world.member(consul.organisation, Role.VISA_SECTION, user=consul.user),
    ]
    for other in others:
        with world.acting(other):
            assert rows("SELECT count(*) FROM referral_alertreceipt") == [(0,)]


def test_no_receipt_is_written_in_another_name(consul):
    sql = (
        "INSERT INTO referral_alertreceipt (id, number, organisation_id, officer_id, body, country, at)"
        " VALUES (gen_random_uuid(), 'A-1', %s, %s, 'authority', 'IT', now())"
    )
    colleague = world.member(consul.organisation, Role.CONSULAR)
    visa = world.member(consul.organisation, Role.VISA_SECTION)

    with world.acting(consul):
        refused(sql, consul.organisation_id, colleague.user_id)
    with world.acting(visa):
        refused(sql, consul.organisation_id, visa.user_id)


def test_nothing_links_a_receipt_to_an_alert():
    columns = rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_name IN ('referral_consularalert', 'referral_alertreceipt')"
    )
    of_receipt = {column for table, column in columns if table.endswith("receipt")}

    assert of_receipt == {"id", "number", "organisation_id", "officer_id", "body", "country", "at"}
    assert not any(
        "receipt" in column or "officer" in column for t, column in columns if "consular" in t
    )


def test_scheduled_work_does_not_read_what_it_says(alert):
    from tests.referral.test_worker import as_worker  # noqa: PLC0415

    with as_worker():
        assert rows("SELECT count(id) FROM referral_consularalert") == [(1,)]
        assert "permission denied" in refused("SELECT minor FROM referral_consularalert")
        assert "permission denied" in refused("SELECT * FROM referral_alertreceipt")
        assert "permission denied" in refused(
            "UPDATE referral_consularalert SET taken_up_at = now()"
        )
