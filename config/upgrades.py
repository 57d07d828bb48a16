"""
Which steps of an upgrade break the version that still runs: two versions share the database while one replaces the other.

First a release that adds (the old one must be able to write without it), in a later one what takes away.
"""

from django.db import connection, models
from django.db.migrations import operations as do
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.fields import NOT_PROVIDED

GONE = (do.RemoveField, do.DeleteModel, do.RenameField, do.RenameModel, do.AlterModelTable)
LOCKS = (do.AddIndex, do.AddConstraint, do.AlterUniqueTogether, do.AlterIndexTogether)


def waiting() -> list:
    """Migrations that this database does not have yet, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _backwards in plan]


def gaps() -> list[str]:
    """Apps whose migrations were joined to one, where this database had only the first of them (docs/adr/0045)."""
    known = MigrationRecorder(connection).applied_migrations()
    disk = MigrationLoader(None).disk_migrations
    joined = (one for one in disk.values() if one.replaces and not disk.keys() & set(one.replaces))
    return sorted(one.app_label for one in joined if is_gap(one, known))


def is_gap(joined, known) -> bool:
    has_some = any(app == joined.app_label for app, _name in known)
    has_all = (joined.app_label, joined.name) in known or set(joined.replaces) <= known.keys()
    return has_some and not has_all


def dangers(migration) -> list[str]:
    """A sentence for each step of it that the version before does not survive; a new table is no danger."""
    new = {one.name_lower for one in migration.operations if isinstance(one, do.CreateModel)}
    found = (danger(one, new) for one in steps(migration.operations))
    return [f"{migration.app_label}.{migration.name}: {sentence}" for sentence in found if sentence]


def steps(operations):
    """With those that are told apart for the database and for Django."""
    for one in operations:
        if isinstance(one, do.SeparateDatabaseAndState):
            yield from steps(one.database_operations)
        else:
            yield one


def danger(one, new) -> str:
    if getattr(one, "model_name_lower", "") in new:
        return ""
    if isinstance(one, GONE):
        return f"{one.describe()}: the running version still asks for it."
    if isinstance(one, do.AddField) and not may_stay_empty(one.field):
        return f"{one.describe()}: the running version adds rows without it. Give it db_default, or allow null."
    if isinstance(one, do.AlterField):
        return f"{one.describe()}: rewrites or narrows a column that is in use. Look at it with sqlmigrate."
    if isinstance(one, LOCKS):
        return f"{one.describe()}: nobody writes into this table while it is built."
    if isinstance(one, do.RunSQL):
        return "SQL of its own: look whether the running version bears it."
    return ""


def may_stay_empty(field) -> bool:
    return (
        isinstance(field, models.ManyToManyField)
        or field.null
        or field.db_default is not NOT_PROVIDED
    )
