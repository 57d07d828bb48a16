"""What is kept row by row is not emptied whole either, by the owner of the tables neither."""

import psycopg2.errors
import pytest

from tests import testing_database

pytestmark = pytest.mark.django_db
LEDGERS = {"audit_auditentry", "reports_noisespent", "reports_noisycell"}
PUBLISHED = {"directory_fact", "directory_contact", "library_document", "instruments_instrumentversion"}  # fmt: skip
LOOKED_AT_BEFORE_DELETE = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
 WHERE NOT tgisinternal AND tgtype & 11 = 11 AND c.relnamespace = 'public'::regnamespace
"""


def refused(cursor, statement):
    """Taken back, should it work after all."""
    cursor.execute("BEGIN")
    try:
        cursor.execute(statement)
    except psycopg2.errors.InsufficientPrivilege as problem:
        return str(problem)
    finally:
        cursor.execute("ROLLBACK")
    return ""


def test_no_table_that_keeps_its_rows_is_emptied():
    with testing_database.owner_cursor() as cursor:
        cursor.execute(LOOKED_AT_BEFORE_DELETE)
        tables = {table for (table,) in cursor.fetchall()}
        assert tables >= LEDGERS | PUBLISHED
        for table in sorted(tables):
            said = refused(cursor, f"TRUNCATE {table} CASCADE")
            assert "is not emptied" in said or "append-only" in said, table


def test_nor_with_a_table_that_they_refer_to():
    with testing_database.owner_cursor() as cursor:
        for table in ("reports_noisyrelease", "accounts_user"):
            assert "is not emptied" in refused(cursor, f"TRUNCATE {table} CASCADE"), table


def test_no_guard_of_a_ledger_is_silenced_by_a_setting_of_the_session():
    with testing_database.server_cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("replica",)
        for table in LEDGERS:
            assert refused(cursor, f"TRUNCATE {table} CASCADE"), table
