import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_values_of_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        fields=("country", "year", "snapshot", "inside", "cube", "row", "column"),
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.Index(fields=["snapshot", "country"], name="frozen_referrals_of_month")
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenJourneys",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["snapshot", "country"], name="frozen_journeys_of_month")
                ],
            },
        ),
        migrations.CreateModel(
            name="CubeCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    models.Index(fields=["cube", "year", "country"], name="cube_cell_of_year")
                ],
            },
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
