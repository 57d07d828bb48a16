"""A database for one test run: made and emptied as the owner, used as the application role."""

import contextlib
import os

import psycopg2
import psycopg2.errors
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from config import database, prepare

FAILS_AFTER = "20s"  # when a request that nobody waits for still holds a table
ONE_AT_A_TIME = 20_261_121  # runs that start together make the template once
MANY = 500  # rows from which on emptying a table by its file is quicker than row by row
KEPT = "kept"  # the schema with copies of what a migrated database holds
kept = []  # the open connection of `kept_cursor`
seeded = {}  # by table: how it looks while no test has written to it


def set_up():
    """A copy of a migrated database; that one is made anew when migrations or rules have changed."""
    former, name = connection.settings_dict["NAME"], settings.DATABASES["default"]["TEST"]["NAME"]
    connection.ensure_connection()  # starts the embedded server
    connection.close()
    with owner_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")  # until the other run has made the template
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        drop_leftovers(cursor, name)
        template = migrated_template(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    use(name)
    refuse_bypassing_role()
    with owner_cursor() as cursor:
        seeded.update((table, look(cursor, table)) for table in filled(cursor, all_tables(cursor)))
    return former


def tear_down(former):
    name = connection.settings_dict["NAME"]
    forget_kept()
    use(former)
    with owner_cursor() as cursor:
        drop(cursor, name)


def drop(cursor, name):
    """An autovacuum at work there belongs to the server, and the owner may not end it: the next run drops it then."""
    with contextlib.suppress(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def use(name):
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def migrated_template(cursor, name):
    own = name.rpartition("_")[0]
    template = f"{own}_of_{prepare.fingerprint(prepare.database_sources())[:12]}"
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{own}_of_"])
    made = {old for (old,) in cursor.fetchall()}
    if template in made:
        return template
    for old in made:
        drop(cursor, old)
    cursor.execute(f'CREATE DATABASE "{name}"')
    former = connection.settings_dict["NAME"]
    with acting_as_owner():
        use(name)
        prepare.secure()
        with owner_cursor() as inside:
            keep_copies(inside)
        use(former)
    cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{template}"')
    return template


@contextlib.contextmanager
def acting_as_owner():
    connection.close()
    former = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    owner = database.parameters("trm_owner", settings.CLUSTER)
    connection.settings_dict.update({name: owner[name] for name in former})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(former)


@contextlib.contextmanager
def owner_cursor():
    """A connection beside Django's: the live server's threads never see the owner's name."""
    with contextlib.closing(connect_as_owner()) as opened, opened.cursor() as cursor:
        yield cursor


@contextlib.contextmanager
def kept_cursor():
    """The same connection each time, for what happens after every test: a new one reads the catalogue of all tables first."""
    if not kept:
        kept.append(connect_as_owner())
    try:
        with kept[0].cursor() as cursor:
            yield cursor
    except BaseException:
        forget_kept()
        raise


def forget_kept():
    while kept:
        kept.pop().close()


def connect_as_owner():
    owner = database.parameters("trm_owner", settings.CLUSTER)
    opened = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        host=owner["HOST"],
        port=owner["PORT"],
        options=f"-c lock_timeout={FAILS_AFTER}",
    )
    opened.autocommit = True
    return opened


def refuse_bypassing_role():
    """Tests that row security does not touch would prove nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("trm_app", False)


def drop_leftovers(cursor, name):
    """Of runs in this checkout that were killed."""
    own = name.rpartition("_")[0]
    cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{own}_[0-9]+$"])
    for (left,) in cursor.fetchall():
        if not is_running(int(left.rpartition("_")[2])):
            drop(cursor, left)


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def empty_between_tests():
    """Django's own flush truncates as the current role, which is refused. TestCase still only rolls back."""
    TransactionTestCase._fixture_teardown = empty_as_owner


def empty_as_owner(_test=None):
    """What a migrated database holds stays or is put back, everything else goes."""
    connection.close()
    with kept_cursor() as cursor:
        tables = [table for table in all_tables(cursor) if table not in seeded]
        dirty = set(filled(cursor, tables))
        held = {target for target, table in references(cursor) if table in seeded}
        full = with_referring(cursor, filled(cursor, dirty - held, more_than=MANY)) - set(seeded)
        truncate(cursor, full - held)
        put_back(cursor, dirty - (full - held))


def truncate(cursor, tables):
    if not tables:
        return
    guards = truncation_guards(cursor, tables)
    switch_guards(cursor, guards, "DISABLE")
    cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in sorted(tables)))
    switch_guards(cursor, guards, "ENABLE ALWAYS")


def keep_copies(cursor):
    cursor.execute(f"CREATE SCHEMA {KEPT}")
    for table in filled(cursor, all_tables(cursor)):
        cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')


def look(cursor, table):
    """Number of rows and the last transaction that wrote one of them."""
    cursor.execute(f'SELECT count(*), max(xmin::text::bigint) FROM "{table}"')
    return cursor.fetchone()


def put_back(cursor, dirty=frozenset()):
    """Takes the rows of `dirty` tables away, and undoes what a test did where a migrated database has rows."""
    written = {table for table, before in seeded.items() if look(cursor, table) != before}
    if not written | dirty:
        return
    with silent_triggers(cursor, written | dirty):
        at_once(cursor, [f'DELETE FROM "{table}"' for table in dirty])
        for table in written:
            cursor.execute(
                f'DELETE FROM "{table}" WHERE xmin::text::bigint > %s', [seeded[table][1]]
            )
        for table in written:
            cursor.execute(
                f'INSERT INTO "{table}" SELECT * FROM {KEPT}."{table}" ON CONFLICT DO NOTHING'
            )
    seeded.update((table, look(cursor, table)) for table in written)


def take_away(cursor, tables):
    """For tests that begin with less than a migrated database has; `put_back` follows them."""
    with silent_triggers(cursor, tables):
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')


@contextlib.contextmanager
def silent_triggers(cursor, tables):
    """All in one transaction, in which only the database itself watches what refers to what."""
    cursor.execute("BEGIN")
    triggers = triggers_of(cursor, tables)
    at_once(cursor, [f'ALTER TABLE "{t}" DISABLE TRIGGER "{name}"' for t, name, _ in triggers])
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    always = {"A": "ALWAYS "}
    at_once(
        cursor,
        [
            f'ALTER TABLE "{t}" ENABLE {always.get(enabled, "")}TRIGGER "{name}"'
            for t, name, enabled in triggers
        ],
    )
    cursor.execute("COMMIT")


def at_once(cursor, statements):
    if statements:
        cursor.execute("; ".join(statements))


def triggers_of(cursor, tables):
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"
    )
    return [row for row in cursor.fetchall() if row[0] in tables]


def all_tables(cursor):
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [table for (table,) in cursor.fetchall()]


def filled(cursor, tables, more_than=0):
    """Those with more rows than that."""
    if not tables:
        return set()
    asked = [
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\" OFFSET {more_than})"
        for table in tables
    ]
    cursor.execute(" UNION ALL ".join(asked))
    return {table for (table,) in cursor.fetchall()}


def with_referring(cursor, tables):
    """TRUNCATE wants every table that refers to one of these, too."""
    known, reached = references(cursor), set(tables)
    while more := {source for target, source in known if target in reached} - reached:
        reached |= more
    return reached


def references(cursor):
    """Pairs of a table and one that refers to it."""
    cursor.execute(
        "SELECT DISTINCT confrelid::regclass::text, conrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
    )
    return cursor.fetchall()


def truncation_guards(cursor, tables):
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 > 0"
    )
    return [(table, trigger) for table, trigger in cursor.fetchall() if table in tables]


def switch_guards(cursor, guards, switch):
    for table, trigger in guards:
        cursor.execute(f'ALTER TABLE "{table}" {switch} TRIGGER "{trigger}"')
