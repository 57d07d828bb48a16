import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import referral.keys
from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_secure_rows"),
        ("referral", "0014_ask_another"),
    ]

    operations = [
        migrations.AddField(
            model_name="peopleimport",
            name="left_out",
            field=models.PositiveIntegerField(default=0),
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
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
