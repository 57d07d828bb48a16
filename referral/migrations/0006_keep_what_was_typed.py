import django.db.models.deletion
import django.utils.timezone
import referral.keys
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_throttle"),
        ("referral", "0005_emergency_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UnsentForm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(max_length=32)),
                ("address", models.CharField(max_length=200)),
                ("key", models.UUIDField()),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                (
                    "content",
                    referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                ),
            ],
        ),
        migrations.AddField(
            model_name="draft",
            name="begun_with",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="usedkey",
            name="answer",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("author", "begun_with"), name="draft_once_per_page"
            ),
        ),
        migrations.AddField(
            model_name="unsentform",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unsentform",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="referral.case",
            ),
        ),
        migrations.AddField(
            model_name="unsentform",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="unsentform",
            constraint=models.UniqueConstraint(
                fields=("organisation", "author", "role", "address"), name="unsent_once_per_form"
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
