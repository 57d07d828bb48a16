"""Files on their way out, and their row security."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import referral.keys
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_import"),
        ("accounts", "0003_choose_notices_by_mail"),
        ("referral", "0011_notices_by_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                ("language", models.CharField(max_length=8, verbose_name="language of the file")),
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
                            ("empty", "Empty: the rights were gone when it was made"),
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
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
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
        ),
        migrations.CreateModel(
            name="ExportPiece",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(fields=["membership", "-ordered_at"], name="export_mine"),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["court", "htcds"]), _negated=True),
                    ("state__in", ["waiting", "refused", "stopped", "ended"]),
                    models.Q(
                        ("answered_by__isnull", False),
                        models.Q(("answered_by", models.F("by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="export_has_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("case__isnull", False),
                        ("kind__in", ["costs", "court", "handover", "person"]),
                    ),
                    models.Q(
                        models.Q(
                            ("kind__in", ["costs", "court", "handover", "person"]), _negated=True
                        ),
                        ("case__isnull", True),
                        ("receiver__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="export_is_of_a_case_or_of_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True),
                    ("expires_at__isnull", False),
                    _connector="OR",
                ),
                name="export_that_is_ready_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportpiece",
            constraint=models.UniqueConstraint(fields=("of", "number"), name="export_piece_once"),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
