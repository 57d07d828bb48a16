from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("referral", "0014_erase_what_is_over")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
