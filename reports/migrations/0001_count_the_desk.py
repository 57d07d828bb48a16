from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("referral", "0001_casework")]

    operations = [
        migrations.CreateModel(
            name="DeskCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            models.Q(("organisation__isnull", False), ("slice", "organisation")),
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
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
