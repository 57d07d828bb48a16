"""Tables with random noise, their numbers and the ledger of what they cost."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_longer_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoisyRelease",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("cube", models.CharField(max_length=16)),
                ("month", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("epsilon", models.DecimalField(decimal_places=2, max_digits=3)),
                ("sensitivity", models.PositiveSmallIntegerField(default=2)),
                ("reason", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("agreed", "Agreed"),
                            ("refused", "Not agreed"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
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
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoisyCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.CharField(max_length=32)),
                ("column", models.CharField(max_length=32)),
                ("number", models.IntegerField()),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="reports.noisyrelease",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoiseSpent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("cube", models.CharField(max_length=16)),
                ("month", models.DateField()),
                ("year", models.PositiveSmallIntegerField()),
                ("epsilon", models.DecimalField(decimal_places=2, max_digits=3)),
                ("reason", models.CharField(max_length=200)),
                ("spent_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spent",
                        to="reports.noisyrelease",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="noisyrelease",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "agreed"])),
                fields=("country", "cube", "month", "year", "epsilon"),
                name="noisy_release_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="noisyrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at", None),
                        ("answered_by", None),
                        ("state__in", ["waiting", "withdrawn"]),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("state__in", ["agreed", "refused"]),
                        models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="noisy_release_has_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="noisyrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("epsilon__in", (Decimal("0.25"), Decimal("0.50"), Decimal("1.00")))
                ),
                name="noisy_release_of_few_epsilons",
            ),
        ),
        migrations.AddConstraint(
            model_name="noisyrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("drawn_at", None), ("state", "agreed"), _connector="OR"),
                name="noisy_release_drawn_once_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="noisycell",
            constraint=models.UniqueConstraint(
                fields=("of", "row", "column"), name="noisy_cell_once"
            ),
        ),
        migrations.AddIndex(
            model_name="noisespent",
            index=models.Index(fields=["year"], name="noise_spent_of_year"),
        ),
        migrations.AddConstraint(
            model_name="noisespent",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                name="noise_spent_by_two",
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
