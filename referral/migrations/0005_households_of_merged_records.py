from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """Run the row security again: who is linked with a household is the record that is read."""

    dependencies = [("referral", "0004_complaints")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
