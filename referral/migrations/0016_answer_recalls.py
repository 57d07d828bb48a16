from django.db import migrations, models

import referral.models.task
from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """What was asked back is answered, class by class."""

    dependencies = [
        ("referral", "0015_coming_of_age"),
        ("accounts", "0002_throttle"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="recall",
            field=models.CharField(
                blank=True,
                choices=[
                    ("deleted", "Deleted or destroyed, with every copy"),
                    ("care", "Kept: care is in work, and it is part of the own case"),
                    ("duty", "Kept: the law says that it must be kept"),
                    ("unopened", "Never opened"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="kind",
            field=models.CharField(choices=referral.models.task.task_kinds, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recall", ""),
                    models.Q(("kind", "receipt"), models.Q(("data_class", ""), _negated=True)),
                    _connector="OR",
                ),
                name="message_recall_answers_a_class",
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
