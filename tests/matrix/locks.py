"""The two locks, each taken off alone: what is left must hold."""

from contextlib import contextmanager

from tests import testing_database

OPEN_KEYS = """
CREATE OR REPLACE FUNCTION desk_private.key_right(of uuid, class text, verb text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'
"""


@contextmanager
def row_security_off():
    """Every row comes back and every key is handed out, whoever asks. What is left are the checks of the application."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(
            "SELECT pg_get_functiondef('desk_private.key_right(uuid, text, text)'::regprocedure)"
        )
        (key_right,) = cursor.fetchone()
        switch(cursor, tables, "DISABLE")
        cursor.execute(OPEN_KEYS)
        try:
            yield
        finally:
            cursor.execute(key_right)
            switch(cursor, tables, "ENABLE")


def switch(cursor, tables, how):
    cursor.execute("; ".join(f'ALTER TABLE "{table}" {how} ROW LEVEL SECURITY' for table in tables))
