"""Two codes that are counted: why a return is paused, and how long a reflection period was whose days were erased."""

from django.db import migrations, models


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
        migrations.AddField(
            model_name="legal",
            name="reflection_kept",
            field=models.CharField(blank=True, default="", editable=False, max_length=8),
        ),
    ]
