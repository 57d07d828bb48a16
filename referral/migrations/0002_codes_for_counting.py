"""Two codes that are counted: why a return is paused, and how long a reflection period was whose days were erased."""

from django.db import migrations, models


def kept(**defaults):
    field = models.CharField(blank=True, editable=False, max_length=8, **defaults)
    return migrations.AddField(model_name="legal", name="reflection_kept", field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="pause_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("person", "The person wishes to wait, or not to return"),
                    ("safety", "New information on safety"),
                    ("practical", "Documents, health or travel"),
                ],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        # The database alone has a default, for the version that still runs: in the model, Django would ask the new row back,
        # and who writes it may not read it.
        migrations.SeparateDatabaseAndState(
            [kept(db_default="", default="")],
            [kept(default="")],
        ),
    ]
