from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """Of a referral that goes on from a case that came by one: whether who sent the person there may know."""

    dependencies = [("referral", "0002_remind_bodies")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="first_sender_may_know",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="message",
            name="recall",
            field=models.CharField(
                blank=True,
                choices=[
                    ("deleted", "Deleted or destroyed, with every copy"),
                    ("care", "Kept: care is in work, and it is part of the own case"),
                    ("duty", "Kept: the law says that it must be kept"),
                    ("unopened", "Never opened"),
                    ("passed_on", "Kept, and passed on with a new consent of the person"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
