"""The tables of imports, and their row security."""

import django.contrib.postgres.fields
import django.db.migrations.operations.special
import django.db.models.deletion
import django.utils.timezone
import referral.keys
import uuid
from django.db import migrations, models


from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [
        ("exchange", "0001_people_import"),
        ("exchange", "0002_secure_rows"),
        ("exchange", "0003_known_rows"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0002_throttle"),
        ("referral", "0001_casework"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("looked_at", "Not imported yet"),
                            ("queued", "On its way in"),
                            ("done", "Imported"),
                            ("stopped", "Stopped"),
                            ("dropped", "Deleted without an import"),
                        ],
                        default="looked_at",
                        max_length=12,
                    ),
                ),
                ("columns", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("decided", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
                ("fault_count", models.PositiveIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("queued_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "done", "stopped"])),
                        fields=("organisation", "digest"),
                        name="people_import_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("name", referral.keys.EncryptedTextField(blank=True, default="", editable=True)),
                (
                    "cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("others", models.BooleanField(default=False)),
                ("twin", models.PositiveIntegerField(null=True)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("new", "Take in as a new case"),
                            ("link", "Take in and link with the case that is known"),
                            ("leave", "Leave out"),
                        ],
                        default="new",
                        max_length=8,
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_rows",
                        to="exchange.peopleimport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "row"), name="known_row_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "link"), _negated=True),
                            ("cases__len__gt", 0),
                            _connector="OR",
                        ),
                        name="known_row_links_only_with_a_case_that_is_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("rows", referral.keys.EncryptedTextField(blank=True, default="", editable=True)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="exchange.peopleimport",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("of", "number"), name="import_batch_once")
                ],
            },
        ),
        migrations.RunPython(
            secure_rows,
            reverse_code=django.db.migrations.operations.special.RunPython.noop,
        ),
    ]
