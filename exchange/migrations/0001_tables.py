"""All tables of what comes in and goes out, in one file for the three with which they grew: a fresh installation waited for each."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import referral.keys
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply
from shell.tables import CreateTables


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("exchange", "0001_import"),
        ("exchange", "0002_exports"),
        ("exchange", "0003_statistical_profiles"),
    ]

    dependencies = [
        ("accounts", "0001_tables"),
        ("referral", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="PeopleImport",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
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
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        (
                            "name",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
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
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "rows",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
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
                            models.UniqueConstraint(
                                fields=("of", "number"), name="import_batch_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Case file for the person"),
                                    ("court", "Extract for a court"),
                                    ("handover", "Case file for hand-over"),
                                    ("costs", "Costs by who pays"),
                                    ("cases", "List of cases"),
                                    ("referrals", "List of referrals"),
                                    ("htcds", "All my cases in IOM’s case data standard"),
                                    ("htcdsstat", "For statistics, in IOM’s case data standard"),
                                    ("ctdc", "For statistics, in the columns of CTDC"),
                                ],
                                max_length=12,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("pdf", "PDF"),
                                    ("xlsx", "Excel workbook (.xlsx)"),
                                    ("csv", "CSV table"),
                                ],
                                max_length=4,
                                verbose_name="as",
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=16)),
                        (
                            "language",
                            models.CharField(max_length=8, verbose_name="language of the file"),
                        ),
                        (
                            "options",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "reason",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="what it is for"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for a second person"),
                                    ("queued", "Being made"),
                                    ("ready", "Ready"),
                                    ("empty", "Empty: nothing was open to be put in it"),
                                    ("refused", "Refused by the second person"),
                                    ("stopped", "Stopped"),
                                    ("ended", "Destroyed"),
                                ],
                                default="queued",
                                max_length=8,
                            ),
                        ),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        (
                            "classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), default=list, size=None
                            ),
                        ),
                        (
                            "row_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, size=None
                            ),
                        ),
                        (
                            "stages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("ordered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("opened", models.PositiveIntegerField(default=0)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
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
                        (
                            "receiver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["membership", "-ordered_at"], name="export_mine")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("case__isnull", False),
                                        ("kind__in", ["costs", "court", "handover", "person"]),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("kind__in", ["costs", "court", "handover", "person"]),
                                            _negated=True,
                                        ),
                                        ("case__isnull", True),
                                        ("receiver__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="export_is_of_a_case_or_of_none",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    ("expires_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="export_that_is_ready_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ["court", "ctdc", "htcds", "htcdsstat"]),
                                        _negated=True,
                                    ),
                                    ("state__in", ["waiting", "refused", "stopped", "ended"]),
                                    models.Q(
                                        ("answered_by__isnull", False),
                                        models.Q(("answered_by", models.F("by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="export_has_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportPiece",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("body", models.BinaryField()),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pieces",
                                to="exchange.export",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("of", "number"), name="export_piece_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WentOut",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "export",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="exchange.export",
                            ),
                        ),
                    ],
                ),
            ]
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
