"""The index of open cases holds all that counting them asks for: no row is fetched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0003_desk_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_open_of",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("stage", 6), _negated=True),
                fields=["organisation"],
                include=["id", "journey"],
                name="case_open_of",
            ),
        ),
    ]
