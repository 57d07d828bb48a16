from django.db import migrations, models

import referral.stages
from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """Care can be given back, and somebody watches until it is confirmed."""

    dependencies = [("referral", "0021_own_answer_ahead")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(choices=referral.stages.message_kinds, max_length=12),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
