from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0029_parental_care"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="together",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
