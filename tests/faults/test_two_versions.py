"""
Two versions of the code on one database, at each migration: while it goes up, the version before reads and writes on; down and up again,
no row differs. The version before is what Django knows of the models before the migration: those columns, those statements.

`make test` looks at the newest of each app and at those that add columns, `make test-all` at each.
"""

import os
import threading

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations import AddField
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from config import database, prepare
from config.upgrades import steps
from referral.models import CaseGroupGrant, CaseUserGrant
from reports.models import CubeCell, SaidCell, Snapshot
from tests import testing_database
from tests.faults import real
from tests.pages import world as pages_world

EARLIER = "earlier"  # the connection of the version before
PATIENCE = 120  # seconds
ROWS = 5  # of each table
REWRITTEN = {"referral_accessrule"}  # by each `secure_rows`


def later():
    """Every migration but the first of its app; where nothing is said, the newest, and those that an insert may not survive."""
    loader = MigrationLoader(None)
    graph = loader.graph
    ours = [key for key in sorted(graph.nodes) if key[0] in settings.OUR_APPS]
    always = {*graph.leaf_nodes(), *(key for key in ours if adds(loader.disk_migrations[key]))}
    return [
        pytest.param(key, marks=() if key in always else pytest.mark.in_test_all, id=".".join(key))
        for key in ours
        if key not in graph.root_nodes(key[0])
    ]


def adds(migration):
    return any(isinstance(one, AddField) for one in steps(migration.operations))


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """A database of its own, in which every page has something to show. It is migrated as its owner."""
    with django_db_blocker.unblock():
        own = connection.settings_dict["NAME"]
        name = f"{own.rpartition('_')[0]}_up_{os.getpid()}"
        with testing_database.owner_cursor() as cursor:
            template = testing_database.migrated_template(cursor, own)
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        go_to(name)
        try:
            pages_world.build()
            with testing_database.acting_as_owner():
                count_somebody()
                share_with_a_team()
                yield
        finally:
            go_to(own)
            with testing_database.owner_cursor() as cursor:
                testing_database.drop(cursor, name)


def count_somebody():
    """In words that every version knows: what is longer stops the way down, rather than being cut off."""
    month = Snapshot.objects.first()
    cell = {"cube": "sex_age", "row": "female", "column": "adult", "number": 12}
    place = {"snapshot": month, "country": "IT", "year": month.month.year}
    CubeCell.objects.create(**place, **cell)
    SaidCell.objects.create(**place, **cell, inside=True, as_of=month.month)


def share_with_a_team():
    one = CaseUserGrant.objects.first()
    as_for_one = ("content_object", "organisation", "sort_at", "granted_by", "permission")
    CaseGroupGrant.objects.create(
        group=Group.objects.create(name="team"),
        **{name: getattr(one, name) for name in as_for_one},
    )


def go_to(name):
    testing_database.forget_kept()
    testing_database.use(name)


@pytest.fixture
def head(seeded, monkeypatch):
    """Whatever a migration comes to, the next one finds the newest tables."""
    monkeypatch.setattr(prepare, "PAUSE", 0.1)
    yield MigrationExecutor(connection).loader.graph.leaf_nodes()
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())


def migrate(*targets):
    def up_or_down():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        MigrationExecutor(connection).migrate(list(targets))

    prepare.giving_way(up_or_down)


class Earlier(threading.Thread):
    """The version before: reads every table, and writes into those that the migration is about."""

    def __init__(self, models, written):
        super().__init__(daemon=True)
        self.models, self.written = models, written
        self.stopped, self.rounds, self.met = threading.Event(), 0, []

    def run(self):
        connections.databases[EARLIER] = of_the_server()
        try:
            while not self.stopped.is_set() and not self.met:
                self.round()
                self.rounds += 1
        finally:
            connections[EARLIER].close()
            del connections.databases[EARLIER]

    def round(self):
        for model in self.models:
            try:
                rows = list(model._base_manager.using(EARLIER)[:ROWS])
                if model._meta.db_table in self.written:
                    self.write(model, rows)
            except DatabaseError as problem:
                self.met.append(f"{model._meta.db_table}: {problem}")

    def write(self, model, rows):
        """Each row as it was; and new, which is taken back."""
        with transaction.atomic(using=EARLIER):
            for row in rows:
                row.save(using=EARLIER, force_update=True)
        with transaction.atomic(using=EARLIER):
            here = model._base_manager.using(EARLIER).filter(pk__in=[row.pk for row in rows])
            here._raw_delete(EARLIER)
            model._base_manager.using(EARLIER).bulk_create(rows)
            transaction.set_rollback(True, using=EARLIER)

    def goes_on(self):
        """Two rounds from now: one may have begun before."""
        here = self.rounds
        real.until(lambda: self.met or self.rounds > here + 1, PATIENCE, "the version before hangs")
        assert self.met == []


def of_the_server():
    """Beside the triggers, which ask who acts: here it is asked whether the columns are there."""
    found = database.parameters(testing_database.SERVER, settings.CLUSTER)
    options = {"options": "-c session_replication_role=replica"}
    return {**connections.databases["default"], **found, "NAME": connection.settings_dict["NAME"], "OPTIONS": options}  # fmt: skip


def before(key):
    """The migration before, the models as that version has them, and which of their tables the next one is about."""
    loader = MigrationExecutor(connection).loader
    step = loader.disk_migrations[key]
    former = next(one for one in step.dependencies if one[0] == key[0])
    gone = set(loader.graph.backwards_plan(key))
    left = [each for each in loader.graph.nodes if each not in gone]
    apps = loader.graph.make_state(nodes=left, real_apps=loader.unmigrated_apps).apps
    models = apps.get_models(include_auto_created=True)
    about = {(key[0], getattr(one, "model_name_lower", "")) for one in steps(step.operations)}
    of_model = {(m._meta.app_label, m._meta.model_name): m._meta.db_table for m in models}
    return former, models, {of_model[one] for one in about & set(of_model)}


def sums(models):
    """table → what stands in the columns that the version before knows"""
    asked = (
        f"SELECT '{m._meta.db_table}', count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM"
        f" (SELECT {', '.join(connection.ops.quote_name(f.column) for f in m._meta.local_concrete_fields)} FROM {m._meta.db_table}) t"
        for m in models
        if m._meta.db_table not in REWRITTEN
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return {table: rest for table, *rest in cursor.fetchall()}


@pytest.mark.parametrize("key", later())
def test_the_version_before_goes_on_while_it_is_migrated(head, key):
    former, models, written = before(key)
    migrate(former)
    rows = sums(models)
    assert all(rows[table][0] for table in written), "nothing was seeded"
    earlier = Earlier(models, written)
    earlier.start()
    try:
        earlier.goes_on()
        migrate(key)
        earlier.goes_on()
    finally:
        earlier.stopped.set()
        earlier.join(PATIENCE)
    assert sums(models) == rows
    migrate(former)
    assert sums(models) == rows
    migrate(key)
    assert sums(models) == rows
