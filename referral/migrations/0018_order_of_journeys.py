import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """The column and who keeps it. What is there already takes its place in the next one, while people read on."""

    dependencies = [("referral", "0017_register_agreements")]

    operations = [
        migrations.AddField(
            model_name="journeyparty",
            name="sort_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
                editable=False,
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
