"""Two versions on one database: what the older one does not survive is named before it happens."""

import time

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from config import prepare, upgrades
from shell.tables import CreateTables
from tests.testing_database import acting_as_owner, owner_cursor


def migration(*operations):
    made = migrations.Migration("0002_next", "referral")
    made.operations = list(operations)
    return made


def added(**options):
    return migrations.AddField("case", "colour", models.CharField(max_length=9, **options))


@pytest.mark.parametrize(
    ("operation", "bears"),
    [
        (added(null=True), True),
        (added(db_default=""), True),
        (added(default=""), False),
        (migrations.RemoveField("case", "status"), False),
        (migrations.RenameField("case", "status", "state"), False),
        (migrations.RenameModel("Case", "File"), False),
        (migrations.DeleteModel("Case"), False),
        (migrations.AlterField("case", "status", models.CharField(max_length=3)), False),
        (migrations.AddIndex("case", models.Index(fields=["status"], name="one")), False),
        (migrations.RunSQL("DROP TABLE referral_case"), False),
        (migrations.SeparateDatabaseAndState([migrations.DeleteModel("Case")]), False),
        (migrations.SeparateDatabaseAndState([], [migrations.DeleteModel("Case")]), True),
        (migrations.RunPython(lambda apps, schema: None), True),
        (migrations.CreateModel("Colour", [("id", models.AutoField(primary_key=True))]), True),
    ],
)
def test_what_the_running_version_bears(operation, bears):
    assert (upgrades.dangers(migration(operation)) == []) is bears


def test_a_new_table_may_get_what_it_needs():
    made = migrations.CreateModel("Colour", [("id", models.AutoField(primary_key=True))])
    index = migrations.AddIndex("colour", models.Index(fields=["id"], name="one"))

    assert upgrades.dangers(migration(made, index)) == []


def test_every_migration_can_be_judged(capsys):
    loader = MigrationLoader(None)
    judged = {key: upgrades.dangers(one) for key, one in loader.disk_migrations.items()}

    assert {key[0] for key in judged} >= {"accounts", "referral", "library", "shell"}
    assert any(judged.values())


@pytest.mark.django_db(transaction=True)
def test_the_command_looks_at_what_this_database_lacks(capsys):
    with acting_as_owner():
        call_command("check_upgrade")
        assert "0 migrations" in capsys.readouterr().out
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM django_migrations WHERE app = 'shell' RETURNING name, applied"
            )
            rows = cursor.fetchall()
        try:
            waiting = upgrades.waiting()
            assert [one.name for one in waiting] == [name for name, _applied in rows]
            waiting[0].operations.append(migrations.DeleteModel("Gone"))
            assert upgrades.dangers(waiting[0]) != []
        finally:
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO django_migrations (app, name, applied) VALUES ('shell', %s, %s)",
                    rows,
                )


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stands_between_joined_migrations_is_told_so(capsys):
    with acting_as_owner():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM django_migrations WHERE app = 'referral'"
                " AND name IN ('0001_tables', '0020_keep_the_head_of_a_sheet') RETURNING name, applied"
            )
            rows = cursor.fetchall()
        try:
            with pytest.raises(CommandError, match="referral"):
                call_command("check_upgrade")
        finally:
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO django_migrations (app, name, applied) VALUES ('referral', %s, %s)",
                    rows,
                )
        call_command("check_upgrade")


def test_which_databases_stand_between():
    joined = migration()
    joined.name, joined.replaces = "0001_tables", [("referral", "0001_a"), ("referral", "0002_b")]

    assert not upgrades.is_gap(joined, {("accounts", "0001_tables"): None})
    assert upgrades.is_gap(joined, {("referral", "0001_a"): None})
    assert upgrades.is_gap(joined, {("referral", "0000_older"): None})
    assert not upgrades.is_gap(joined, dict.fromkeys(joined.replaces))
    assert not upgrades.is_gap(joined, {("referral", "0001_tables"): None})


@pytest.mark.django_db(transaction=True)
def test_tables_made_together_are_those_made_one_by_one():
    made = [
        migrations.CreateModel("Colour", [("id", models.AutoField(primary_key=True))]),
        migrations.CreateModel(
            "Shade",
            [
                ("id", models.AutoField(primary_key=True)),
                ("of", models.ForeignKey("shell.colour", models.CASCADE)),
            ],
        ),
    ]
    together = CreateTables(made)
    before = MigrationLoader(None).project_state()
    before.apps  # noqa: B018 -- drawn, as in the middle of a run
    after = before.clone()
    together.state_forwards("shell", after)
    one_by_one = before.clone()
    for table in made:
        table.state_forwards("shell", one_by_one)

    assert after.models.keys() == one_by_one.models.keys()
    with acting_as_owner():
        with connection.schema_editor() as editor:
            together.database_forwards("shell", editor, before, after)
        assert {"shell_colour", "shell_shade"} <= set(connection.introspection.table_names())
        with connection.schema_editor() as editor:
            together.database_backwards("shell", editor, after, before)
        assert not {"shell_colour", "shell_shade"} & set(connection.introspection.table_names())


@pytest.mark.django_db(transaction=True)
def test_a_migration_gives_way_and_comes_again(monkeypatch):
    """A long reader would make it wait, and everybody behind it."""
    monkeypatch.setattr(prepare, "PAUSE", 0.01)
    tried = []

    def alter():
        tried.append(time.monotonic())
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            if len(tried) == 3:
                reader.execute("ROLLBACK")
            cursor.execute("LOCK TABLE shell_signoflife IN ACCESS EXCLUSIVE MODE")

    with owner_cursor() as reader, acting_as_owner():
        reader.execute("BEGIN; SELECT * FROM shell_signoflife")
        connection.set_autocommit(False)
        prepare.giving_way(lambda: roll_back_after(alter))
        connection.set_autocommit(True)
        assert len(tried) == 3
        with pytest.raises(OperationalError):
            prepare.giving_way(lambda: failing("RAISE SQLSTATE '57014'"))


def roll_back_after(work):
    try:
        work()
    finally:
        connection.rollback()


def failing(statement):
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN {statement}; END $$")
