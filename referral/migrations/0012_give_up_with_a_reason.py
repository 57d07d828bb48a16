from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("referral", "0011_notices_by_mail")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
