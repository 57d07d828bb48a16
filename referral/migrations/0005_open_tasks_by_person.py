"""An index for the open tasks of one person, or of nobody: an organisation has many times as many."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("referral", "0004_open_cases_in_the_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["organisation", "assigned_to", "due_on"],
                name="task_open_of",
            ),
        ),
    ]
