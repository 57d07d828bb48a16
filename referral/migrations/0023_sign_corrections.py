import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    """A correction waits for its second signature, and a receipt names what it confirms."""

    dependencies = [
        ("referral", "0022_give_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="package",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="referral.package",
            ),
        ),
        migrations.AddField(
            model_name="package",
            name="held",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="package",
            name="packed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
