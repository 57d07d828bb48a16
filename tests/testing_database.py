"""A database for one test run: made as the owner, used as the application role, emptied by the server itself."""

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
SERVER = "postgres"  # empties tables: of its triggers only those run that always do
kept = {}  # the open connections of `kept_cursor`, by role
prepared = {}  # what the one of the server knows by name
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
    with server_cursor() as cursor:
        seeded.update(look(cursor, filled(cursor, all_tables(cursor))))
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
        with server_cursor() as inside:
            keep_copies(inside)
        forget_kept()
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
    with contextlib.closing(connect("trm_owner")) as opened, opened.cursor() as cursor:
        yield cursor


@contextlib.contextmanager
def kept_cursor(role="trm_owner"):
    """The same connection each time, for what happens after every test: a new one reads the catalogue of all tables first."""
    if role not in kept:
        kept[role] = connect(role)
    try:
        with kept[role].cursor() as cursor:
            yield cursor
    except BaseException:
        forget_kept()
        raise


def server_cursor():
    """For what no role of the product does: away with all rows, whoever keeps them and whatever refers to them."""
    return kept_cursor(SERVER)


def forget_kept():
    while kept:
        kept.popitem()[1].close()
    prepared.clear()


def connect(role):
    found = database.parameters(role, settings.CLUSTER)
    silent = " -c session_replication_role=replica" if role == SERVER else ""
    opened = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
        host=found["HOST"],
        port=found["PORT"],
        options=f"-c lock_timeout={FAILS_AFTER}{silent}",
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
    cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{own}_(up_)?[0-9]+$"])
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
    TransactionTestCase._fixture_teardown = empty_as_server


def empty_as_server(_test=None):
    """What a migrated database holds stays or is put back, everything else goes."""
    connection.close()
    with server_cursor() as cursor:
        dirty = rows_left(cursor, [table for table in all_tables(cursor) if table not in seeded])
        full = emptied_by_file(cursor, filled(cursor, dirty, more_than=MANY))
        truncate(cursor, full)
        put_back(cursor, dirty - full)


def rows_left(cursor, tables):
    """As `filled`, for what is asked after every test: the server plans it once."""
    return {table for (table,) in ask(cursor, "rows_left", having(tables))}


def emptied_by_file(cursor, full):
    """With what refers to them, and without what a migrated database refers to."""
    if not full:
        return set()
    held = {target for target, table in references(cursor) if table in seeded}
    return with_referring(cursor, full - held) - set(seeded) - held


def ask(cursor, name, statement):
    if prepared.get(name) != statement:
        if name in prepared:
            cursor.execute(f"DEALLOCATE {name}")
        cursor.execute(f"PREPARE {name} AS {statement}")
        prepared[name] = statement
    cursor.execute(f"EXECUTE {name}")
    return cursor.fetchall()


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


def look(cursor, tables):
    """Of each the number of rows and the last transaction that wrote one of them."""
    asked = [
        f"SELECT '{table}', count(*), max(xmin::text::bigint) FROM \"{table}\""
        for table in sorted(tables)
    ]
    found = ask(cursor, "look", " UNION ALL ".join(asked))
    return {table: (rows, written) for table, rows, written in found}


def put_back(cursor, dirty=frozenset()):
    """Takes the rows of `dirty` tables away, and undoes what a test did where a migrated database has rows."""
    now = look(cursor, seeded)
    written = {table for table, before in seeded.items() if now[table] != before}
    if not written | dirty:
        return
    with silent_triggers(cursor, written | dirty, "A"):
        at_once(cursor, [f'DELETE FROM "{table}"' for table in dirty])
        for table in written:
            cursor.execute(
                f'DELETE FROM "{table}" WHERE xmin::text::bigint > %s', [seeded[table][1]]
            )
        for table in written:
            cursor.execute(
                f'INSERT INTO "{table}" SELECT * FROM {KEPT}."{table}" ON CONFLICT DO NOTHING'
            )
    if written:
        seeded.update(look(cursor, seeded))


def take_away(cursor, tables):
    """For tests that begin with less than a migrated database has; `put_back` follows them."""
    with silent_triggers(cursor, tables, "A"):
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')


@contextlib.contextmanager
def silent_triggers(cursor, tables, kinds="OA"):
    """All in one transaction. Of the server, only those that always run (A) have to be silenced."""
    cursor.execute("BEGIN")
    triggers = [found for found in triggers_of(cursor, tables) if found[2] in kinds]
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
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    return [table for (table,) in cursor.fetchall()]


def filled(cursor, tables, more_than=0):
    """Those with more rows than that."""
    if not tables:
        return set()
    cursor.execute(having(tables, more_than))
    return {table for (table,) in cursor.fetchall()}


def having(tables, more_than=0):
    asked = [
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\" OFFSET {more_than})"
        for table in tables
    ]
    return " UNION ALL ".join(asked)


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
