"""Rows and columns of a cube as long as the longest code, and the statistics read the new ones of casework."""

from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_tables"),
        ("referral", "0002_codes_for_counting"),
    ]

    operations = [
        migrations.AlterField(model_name=model, name=name, field=models.CharField(max_length=32))
        for model in ("cubecell", "saidcell")
        for name in ("row", "column")
    ] + [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
