"""
The database alone, as the application role with a signed context: no check of the application is on the way.

All that is asked is asked in four prepared statements, so that thousands of states take seconds.
"""

from django.db import connection, transaction

from tests import world
from tests.matrix.copies import copy_of
from tests.matrix.table import (
    CLASSES,
    GUARDED,
    lists_parts,
    reads,
    reads_parts,
    reads_there,
    writes,
)

WRITTEN = {
    "referral_summary": "summary",
    "referral_identity": "identity",
    "referral_whereabouts": "whereabouts",
    "referral_account": "account",
    "referral_risk": "risk",
    "referral_health": "health",
    "referral_legal": "legal",
    "referral_services": "services",
    "referral_travel": "travel",
    "referral_need": "services",
    "referral_plangoal": "services",
    "referral_traffickingevent": "account",
}


def rows_sql():
    """Of some cases: each table and class of which a row comes back."""
    return " UNION ALL ".join(
        f"SELECT DISTINCT case_id, '{table}', {quoted(data_class)} FROM {table} WHERE case_id = ANY ($1)"
        for table, data_class in GUARDED.items()
    )


def quoted(data_class):
    return f"'{data_class}'" if data_class else "data_class::text"


def writes_sql():
    updates = (
        f"{table} AS (UPDATE {table} SET case_id = case_id WHERE case_id = ANY ($1) RETURNING case_id)"
        for table in WRITTEN
    )
    written = (f"SELECT DISTINCT case_id, '{table}' FROM {table}" for table in WRITTEN)
    return f"WITH {', '.join(updates)} {' UNION ALL '.join(written)}"


ASKED = [
    "here",
    "here keys",
    "kept",
    "kept keys",
    "there",
    "there keys",
    "parts",
    "part keys",
    "written",
]
# For each class whether rows and key of each of three cases come back; beside, the parts of the package and what is written.
CELLS = len(CLASSES) * 6 + 3 * 2 * 8 + len(WRITTEN)
STATEMENTS = [
    f"matrix_rows (uuid[]) AS {rows_sql()}",
    f"matrix_writes (uuid[]) AS {writes_sql()}",
    "matrix_keys (uuid[], text[]) AS SELECT x.of, x.class FROM unnest($1, $2) AS x (of, class)"
    " CROSS JOIN LATERAL use_key(x.of, x.class) AS k",
    "matrix_parts (uuid[]) AS SELECT id FROM referral_packagepart WHERE id = ANY ($1)",
]


class Database:
    """What one membership gets of the cases of a house, or of copies of them: by copy, all in the same four questions."""

    prepared = None  # the connection in which the questions are known, for all of this kind

    def __init__(self, house, copies=None):
        self.names = by_id(house.cases, copies)
        self.parts = by_id(house.parts, copies)
        self.here = [pk for pk, (_copy, name) in self.names.items() if name == "here"]

    def prepare(self):
        """Once in each connection. A plan is made once, too: planning takes longer than running."""
        connection.ensure_connection()
        if connection.connection is self.prepared:
            return
        Database.prepared = connection.connection
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan; SET jit = off")
            for statement in STATEMENTS:
                cursor.cursor.execute(f"PREPARE {statement}")

    def seen_by(self, membership):
        """
        By copy, and there by case: the (table, class) of the rows, and the classes of the keys. Beside: parts of the package, and what is
        written. Nothing is changed: all is rolled back.
        """
        self.prepare()
        seen = {copy: {what: set() for what in ASKED} for copy, _name in self.names.values()}
        with world.acting(membership), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("EXECUTE matrix_rows (%s::uuid[])", [list(self.names)])
            for case, table, data_class in cursor.fetchall():
                copy, name = self.names[str(case)]
                seen[copy][name].add((table, data_class))
            self.keys(cursor, seen)
            cursor.execute("EXECUTE matrix_parts (%s::uuid[])", [list(self.parts)])
            for (part,) in cursor.fetchall():
                copy, place = self.parts[str(part)]
                seen[copy]["parts"].add(place)
            cursor.execute("EXECUTE matrix_writes (%s::uuid[])", [self.here])
            for case, table in cursor.fetchall():
                seen[self.names[str(case)][0]]["written"].add(table)
            transaction.set_rollback(True)
        return seen

    def keys(self, cursor, seen):
        asked = [(case, data_class) for case in self.names for data_class in CLASSES]
        asked += [(part, place[-1]) for part, (_copy, place) in self.parts.items()]
        of, classes = zip(*asked, strict=True)
        cursor.execute("EXECUTE matrix_keys (%s::uuid[], %s)", [list(of), list(classes)])
        for pk, data_class in cursor.fetchall():
            if str(pk) in self.parts:
                copy, place = self.parts[str(pk)]
                seen[copy]["part keys"].add(place)
            else:
                copy, name = self.names[str(pk)]
                seen[copy][f"{name} keys"].add(data_class)


def by_id(things, copies):
    """id → (copy, name). Without copies the things themselves, as the copy None."""
    if copies is None:
        return {str(pk): (None, name) for name, pk in things.items()}
    return {copy_of(pk, copy): (copy, name) for copy in copies for name, pk in things.items()}


def breaches(house, seen, relation, role, side, stage):
    """What came back and should not, or should and did not. Each answer is a cell of the matrix."""
    here = reads(relation, role, side, stage)
    there = reads_there(relation, role, side, stage)
    parts = reads_parts(relation, role, side, stage)
    wanted = {
        "here": {place for place in house.held if place[1] in here},
        "here keys": here & house.keys,
        "kept": set(),
        "kept keys": set(),
        "there keys": there & house.keys_there,
        "part keys": {place for place in parts if place in house.parts},
        "written": {t for t, c in WRITTEN.items() if c in writes(relation, role, side, stage)},
    }
    for what, expected in wanted.items():
        if seen[what] != expected:
            yield f"{what}: leaks {sorted(seen[what] - expected)}, lacks {sorted(expected - seen[what])}"  # fmt: skip
    if strange := {place for place in seen["parts"] if place[0] not in lists_parts(relation)}:
        yield f"rows of parts: {sorted(strange)}"
    if {c for _t, c in seen["there"]} - there:
        yield f"there: leaks {sorted({c for _t, c in seen['there']} - there)}"
