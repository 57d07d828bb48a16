from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """Run the row security again: what a child answers ahead, or keeps, is not the guardian's to read."""

    dependencies = [("referral", "0020_contact_check")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
