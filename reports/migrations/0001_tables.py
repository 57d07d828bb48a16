"""All tables of the figures, in one file for the six with which they grew: a fresh installation waited for each."""

import django.db.models.deletion
import django.utils.timezone
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
        ("reports", "0001_count_the_desk"),
        ("reports", "0002_meetings"),
        ("reports", "0003_values_of_plans"),
        ("reports", "0004_frozen_months"),
        ("reports", "0005_justice_figures"),
        ("reports", "0006_cross_borders_and_risk"),
    ]

    dependencies = [
        ("accounts", "0001_tables"),
        ("directory", "0001_tables"),
        ("plans", "0001_tables"),
        ("referral", "0001_tables"),
        ("training", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="DeskCount",
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
                        ("as_of", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="DeskCell",
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
                        ("country", models.CharField(max_length=2)),
                        ("slice", models.CharField(max_length=12)),
                        ("organisation", models.UUIDField(null=True)),
                        ("found_in", models.CharField(blank=True, max_length=2)),
                        ("goes_to", models.CharField(blank=True, max_length=2)),
                        ("figure", models.CharField(max_length=12)),
                        ("month", models.DateField(null=True)),
                        ("stage", models.PositiveSmallIntegerField(null=True)),
                        ("outlook", models.CharField(blank=True, max_length=12)),
                        ("kind", models.CharField(blank=True, max_length=16)),
                        ("body", models.CharField(blank=True, max_length=2)),
                        ("days", models.PositiveSmallIntegerField(null=True)),
                        ("number", models.PositiveIntegerField()),
                        ("late", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["country", "slice", "organisation", "found_in", "goes_to"],
                                name="desk_cell_of_page",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("organisation__isnull", False), ("slice", "organisation")
                                    ),
                                    models.Q(
                                        models.Q(("slice", "organisation"), _negated=True),
                                        ("organisation__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="desk_cell_organisation_in_its_slice",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                        ("one", models.CharField(max_length=2)),
                        ("other", models.CharField(max_length=2)),
                        ("since", models.DateField()),
                        ("held_on", models.DateField()),
                        ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agreed", "We agree to the day and the points"),
                                    ("other_day", "We propose another day"),
                                    ("more", "We agree, and add points"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("answer_on", models.DateField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["one", "other", "-held_on"], name="meeting_of_pair"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("one", models.F("other")), _negated=True),
                                name="meeting_of_two_countries",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("since__lt", models.F("held_on"))),
                                name="meeting_after_its_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""), ("answered_at", None), ("answered_by", None)
                                    ),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_answer_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "other_day"), ("answer_on__isnull", False)),
                                    models.Q(
                                        models.Q(("answer", "other_day"), _negated=True),
                                        ("answer_on", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_other_day_is_said",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                        ("text", models.CharField(max_length=240, verbose_name="what was decided")),
                        ("owner", models.CharField(max_length=2, verbose_name="who does it")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                        ("made_in", models.CharField(max_length=2)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("agreed_at", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="reports.meeting",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["made_at"],
                        "indexes": [
                            models.Index(fields=["meeting", "made_at"], name="decision_of_meeting")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snapshot",
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
                        ("month", models.DateField(unique=True)),
                        ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("journeys", models.PositiveIntegerField(default=0)),
                        ("referrals", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="SaidCell",
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
                        ("country", models.CharField(max_length=2)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("cube", models.CharField(max_length=16)),
                        ("row", models.CharField(max_length=16)),
                        ("column", models.CharField(max_length=16)),
                        ("inside", models.BooleanField()),
                        ("number", models.PositiveIntegerField(null=True)),
                        ("as_of", models.DateField(null=True)),
                        (
                            "snapshot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.snapshot",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "country",
                                    "year",
                                    "snapshot",
                                    "inside",
                                    "cube",
                                    "row",
                                    "column",
                                ),
                                name="said_cell_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("as_of", None), ("number", None)),
                                    models.Q(("as_of__isnull", False), ("number__isnull", False)),
                                    _connector="OR",
                                ),
                                name="said_cell_has_its_month",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenReferrals",
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
                        ("country", models.CharField(max_length=2)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("kind", models.CharField(max_length=16)),
                        ("place", models.CharField(max_length=8)),
                        ("result", models.CharField(max_length=16)),
                        ("wait", models.CharField(max_length=8)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "snapshot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.snapshot",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["snapshot", "country"], name="frozen_referrals_of_month"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenJourneys",
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
                        ("country", models.CharField(max_length=2)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("sex", models.CharField(max_length=8)),
                        ("age", models.CharField(max_length=8)),
                        ("citizenship", models.CharField(max_length=8)),
                        ("form", models.CharField(max_length=8)),
                        ("status", models.CharField(max_length=12)),
                        ("body", models.CharField(max_length=16)),
                        ("reflection", models.CharField(max_length=8)),
                        ("outlook", models.CharField(max_length=12)),
                        ("way", models.CharField(max_length=12)),
                        ("ended", models.CharField(max_length=12)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "snapshot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.snapshot",
                            ),
                        ),
                        ("crossing", models.CharField(db_default="", default="", max_length=8)),
                        ("risk", models.CharField(db_default="", default="", max_length=8)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["snapshot", "country"], name="frozen_journeys_of_month"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CubeCell",
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
                        ("country", models.CharField(max_length=2)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("cube", models.CharField(max_length=16)),
                        ("row", models.CharField(max_length=16)),
                        ("column", models.CharField(max_length=16)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "snapshot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.snapshot",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["cube", "year", "country"], name="cube_cell_of_year"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JusticeEntry",
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
                        ("country", models.CharField(max_length=2)),
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("measure", models.CharField(max_length=16)),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
                        ("source_on", models.DateField(verbose_name="date of the source")),
                        (
                            "source_url",
                            models.URLField(
                                blank=True, max_length=300, verbose_name="address of the source"
                            ),
                        ),
                        ("is_public", models.BooleanField(default=False)),
                        ("from_file", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for a second person"),
                                    ("confirmed", "Confirmed"),
                                    ("refused", "Not confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("country", "year", "measure"),
                                name="justice_entry_waits_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("state__in", ["waiting", "withdrawn"]),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("state__in", ["confirmed", "refused"]),
                                        models.Q(
                                            ("answered_by", models.F("entered_by")), _negated=True
                                        ),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="justice_entry_has_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_public", False),
                                    models.Q(("source_url", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="justice_entry_public_has_an_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("year__gte", 2000)),
                                name="justice_entry_of_a_year_that_is_over",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JusticeNumber",
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
                        ("parting", models.CharField(blank=True, max_length=12)),
                        ("category", models.CharField(blank=True, max_length=12)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="numbers",
                                to="reports.justiceentry",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("of", "parting", "category"), name="justice_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JusticeSaid",
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
                        ("parting", models.CharField(blank=True, max_length=12)),
                        ("category", models.CharField(blank=True, max_length=12)),
                        ("inside", models.BooleanField()),
                        ("number", models.PositiveIntegerField(null=True)),
                        (
                            "of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="said",
                                to="reports.justiceentry",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("of", "inside", "parting", "category"),
                                name="justice_said_once",
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
