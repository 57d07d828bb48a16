"""Indexes for what lies on a desk and came in: few rows of many, in the order in which they are read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0002_codes_for_counting"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("stage", 6), _negated=True),
                fields=["organisation"],
                name="case_open_of",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("status__in", ["sent", "asked", "expired"])),
                fields=["sender", "answer_by"],
                name="referral_we_wait_for",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["receiver", "-sent_at"], name="referral_received"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("together__isnull", False)),
                fields=["receiver", "together"],
                name="referral_came_together",
            ),
        ),
        migrations.AddIndex(
            model_name="package",
            index=models.Index(
                condition=models.Q(("held", False), ("supersedes__isnull", False)),
                fields=["referral"],
                name="package_corrects",
            ),
        ),
    ]
