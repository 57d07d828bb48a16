import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_courses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="certificate",
            name="revoked_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("name", "Issued in a wrong name"),
                    ("not_there", "The person was not there, or somebody else took the test"),
                    ("mistake", "Issued by mistake"),
                ],
                max_length=12,
                verbose_name="why",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revoked_at__isnull", True),
                        ("revoked_by__isnull", True),
                        ("revoked_why", ""),
                    ),
                    models.Q(
                        ("revoked_at__isnull", False),
                        ("revoked_by__isnull", False),
                        models.Q(("revoked_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="certificate_revoked_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revoked_by__isnull", True),
                    ("user__isnull", True),
                    models.Q(("revoked_by", models.F("user")), _negated=True),
                    _connector="OR",
                ),
                name="certificate_revoked_by_another",
            ),
        ),
    ]
