"""
The cases of a house once more at every side and stage, so that one question asks at all of them at once.

The owner copies rows and keys, in the database. What is sealed does not open in a copy: the database alone is asked about them.
"""

import hashlib
import uuid
from contextlib import contextmanager

from tests import testing_database

NOT_COPIED = {"referral_accessrule"}
COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL) = 'uuid', a.atttypid = ANY ('{int4,int8}'::regtype[]),
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indkey::text = a.attnum::text),
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND i.indkey::text = a.attnum::text)
  FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""


def copy_of(pk, place):
    """The id that the database gives to the copy at this (side, stage)."""
    side, stage = place
    digest = hashlib.md5(f"{pk}{side}{stage}".encode(), usedforsecurity=False)
    return str(uuid.UUID(digest.hexdigest()))


@contextmanager
def at_every_place(house, places):
    with testing_database.owner_cursor() as cursor:
        tables = testing_database.filled(cursor, testing_database.all_tables(cursor))
        tables = sorted(t for t in tables if t.startswith("referral_") and t not in NOT_COPIED)
        columns = {table: columns_of(cursor, table) for table in tables}
        with testing_database.silent_triggers(cursor, set(tables)):
            written = copied(cursor, columns, [f"{side}{stage}" for side, stage in places])
            for side, stage in places:
                house.put(
                    cursor, side, stage, [copy_of(pk, (side, stage)) for pk in house.cases.values()]
                )
        try:
            yield
        finally:
            with testing_database.silent_triggers(cursor, set(tables)):
                testing_database.at_once(
                    cursor,
                    [f"DELETE FROM \"{table}\" WHERE xmin::text = '{written}'" for table in tables],
                )


def columns_of(cursor, table):
    cursor.execute(COLUMNS, [table])
    return cursor.fetchall()


def copied(cursor, columns, places):
    """Every row with an id of its own that lies in the house, at each place. Returns the transaction that wrote them."""
    ids = [
        f'SELECT "{name}" FROM "{table}"'
        for table, found in columns.items()
        for name, is_uuid, _number, _unique, primary in found
        if primary and is_uuid
    ]
    cursor.execute(
        f"CREATE TEMP TABLE of_house ON COMMIT DROP AS SELECT DISTINCT * FROM ({' UNION ALL '.join(ids)}) AS x (id)"
    )
    for table, found in columns.items():
        kept = [
            column for column in found if not (column[4] and column[2])
        ]  # a number is given anew
        names = ", ".join(f'"{name}"' for name, *_what in kept)
        values = ", ".join(value_of(*column) for column in kept)
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t, unnest(%s) AS p (place) ON CONFLICT DO NOTHING',
            [places],
        )
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    return cursor.fetchone()[0]


def value_of(name, is_uuid, _number, unique, _primary):
    own = f"""md5(t."{name}"::text || p.place)"""
    if is_uuid and unique:
        return f"{own}::uuid"
    if is_uuid:
        return f'CASE WHEN t."{name}" IN (SELECT id FROM of_house) THEN {own}::uuid ELSE t."{name}" END'
    return f"left({own}, 12)" if unique else f't."{name}"'
