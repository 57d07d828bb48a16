from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """Run the row security again: a caseload of guardians holds no adults."""

    dependencies = [("referral", "0033_ask_without_a_name")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
