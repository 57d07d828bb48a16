"""The chain of the audit, in one file for the three with which they grew: a fresh installation waited for each."""

from pathlib import Path

import django.contrib.postgres.indexes
from django.db import migrations, models


def close_the_chain(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.cursor.execute((Path(__file__).parent.parent / "chain.sql").read_text())


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_close_the_chain"),
        ("audit", "0003_find_by_time"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("organisation", models.UUIDField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField(default=b"\x00")),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organisation", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=120)),
                ("action", models.CharField(max_length=60)),
                ("target", models.CharField(blank=True, max_length=80)),
                ("detail", models.JSONField(default=dict)),
                ("seq", models.BigIntegerField(null=True)),
                ("hash", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "target", "-id"], name="audit_entry_by_target"
                    ),
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["at"], name="audit_entry_by_time"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "seq"), name="audit_entry_seq_once"
                    )
                ],
            },
        ),
        migrations.RunPython(close_the_chain, migrations.RunPython.noop),
    ]
