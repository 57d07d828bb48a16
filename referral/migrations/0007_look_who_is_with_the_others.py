from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """Run the row security again: one of a household stops, and somebody looks who is with the others."""

    dependencies = [("referral", "0006_one_assessment_of_a_child")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
