"""The three ways to tamper with the log, done as the database's owner with the triggers off, are found and named."""

import contextlib
import io

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.models import SYSTEM, AuditEntry, record
from tests import world
from tests.testing_database import acting_as_owner, owner_cursor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chain():
    """Five entries of one organisation, and one of another."""
    worker = world.member(world.organisation())
    for number in range(5):
        with world.acting(worker):
            record("test.done", target=str(number))
    with world.acting(world.member(world.organisation("Other"))):
        record("test.done")
    return worker.organisation_id


def tamper(sql, *parameters):
    with owner_cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER refuse_change")
        cursor.execute(sql, parameters)
        cursor.execute("ALTER TABLE audit_auditentry ENABLE ALWAYS TRIGGER refuse_change")


def verify():
    said = io.StringIO()
    with acting_as_owner():
        try:
            call_command("verify_audit", stdout=said)
        except CommandError as problem:
            return said.getvalue() + str(problem)
    return said.getvalue()


def test_an_intact_log_is_said_to_be_intact(chain):
    assert "6 entries in 2 chains: intact" in verify()


def test_an_edited_entry_is_named(chain):
    tamper(
        "UPDATE audit_auditentry SET action = 'nothing' WHERE organisation = %s AND seq = 3",
        str(chain),
    )

    assert f"chain {chain}, entry 3: this entry, or its link" in verify()


def test_an_entry_deleted_in_the_middle_is_named(chain):
    tamper("DELETE FROM audit_auditentry WHERE organisation = %s AND seq = 2", str(chain))

    assert f"chain {chain}, entry 3: entries before this one were deleted" in verify()


def test_a_cut_tail_is_named(chain):
    tamper("DELETE FROM audit_auditentry WHERE organisation = %s AND seq >= 4", str(chain))

    assert f"chain {chain}, entry 5: the entries at the end were deleted" in verify()


@pytest.mark.asvs("16.4.2")
def test_even_the_owner_cannot_change_an_entry_while_the_guards_are_on(chain):
    with owner_cursor() as cursor, pytest.raises(psycopg2.Error, match="append-only"):
        cursor.execute("UPDATE audit_auditentry SET action = 'x'")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET action = 'x'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
        "SELECT * FROM audit_audithead",
        "INSERT INTO audit_auditentry (organisation, actor, action, target, detail, seq)"
        " VALUES (gen_random_uuid(), '', 'x', '', '{}', 1)",
    ],
)
@pytest.mark.asvs("16.4.2")
def test_the_application_can_only_add_and_read(chain, sql):
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(sql)


def test_another_organisations_entries_are_neither_read_nor_written(chain):
    stranger = world.member(world.organisation("Elsewhere"))

    with world.acting(stranger):
        assert not AuditEntry.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_auditentry (organisation, actor, action, target, detail)"
                " VALUES (%s, 'somebody else', 'forged', '', '{}')",
                [chain],
            )
        mine = AuditEntry.objects.get()

    assert (mine.organisation, mine.actor) == (stranger.organisation_id, str(stranger.pk))
    with owner_cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_auditentry WHERE organisation = %s", [str(chain)]
        )
        assert cursor.fetchone() == (5,)


def test_what_nobody_did_goes_into_the_systems_own_chain():
    with transaction.atomic():
        record("sign_in.failed")

    with owner_cursor() as cursor:
        cursor.execute("SELECT organisation::text, actor, seq FROM audit_auditentry")
        assert cursor.fetchall() == [(str(SYSTEM), "system", 1)]


def test_an_action_that_fails_leaves_no_entry(chain):
    worker = world.member(world.organisation("Third"))

    with contextlib.suppress(ZeroDivisionError), world.acting(worker):
        record("test.done")
        raise ZeroDivisionError

    with world.acting(worker):
        assert not AuditEntry.objects.exists()
