from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("referral", "0008_budgets_and_plans")]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["organisation", "-made_at"], name="notice_newest"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)),
                fields=["organisation"],
                name="notice_unread",
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
