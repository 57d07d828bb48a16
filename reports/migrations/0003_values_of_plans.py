"""The worker writes yearly values into plans and asks what came of a course: its doors and rights."""

from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_meetings"),
        ("plans", "0002_values_of_the_mechanism"),
        ("training", "0002_withdraw_certificates"),
    ]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
