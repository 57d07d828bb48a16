from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("referral", "0015_tasks_go_along_with_the_case")]

    operations = [
        migrations.AddField(
            model_name="gatesignature",
            name="until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
