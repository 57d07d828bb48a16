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
        ("referral", "0030_sent_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="travel",
            name="means",
            field=models.CharField(
                blank=True,
                choices=[
                    ("air", "By air"),
                    ("sea", "By ship"),
                    ("rail", "By train"),
                    ("road", "By road"),
                ],
                max_length=8,
                verbose_name="how the person travels",
            ),
        ),
        migrations.CreateModel(
            name="Pregnancy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "due_on",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="due date"
                    ),
                ),
                (
                    "week",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="completed weeks"
                    ),
                ),
                ("said_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "multiple",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="more than one child"
                    ),
                ),
                ("steers_travel", models.BooleanField(default=False)),
                ("steers_search", models.BooleanField(default=False)),
                ("record_in_hand", models.BooleanField(default=False)),
                ("over", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="referral.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TravelLimit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "carrier",
                    models.CharField(
                        choices=[
                            ("air", "By air"),
                            ("sea", "By ship"),
                            ("rail", "By train"),
                            ("road", "By road"),
                        ],
                        max_length=8,
                    ),
                ),
                ("not_after", models.DateField(blank=True, null=True)),
                ("certificate_from", models.DateField(blank=True, null=True)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="referral.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
