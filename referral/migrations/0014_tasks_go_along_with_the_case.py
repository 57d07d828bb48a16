from django.db import migrations

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("referral", "0013_work_is_given_put_off_and_covered")]

    operations = [migrations.RunPython(secure_rows, migrations.RunPython.noop)]
