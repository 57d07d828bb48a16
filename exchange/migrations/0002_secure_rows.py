from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_people_import"), ("referral", "0006_keep_what_was_typed")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
