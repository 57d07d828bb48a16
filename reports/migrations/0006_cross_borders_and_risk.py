"""Two more codes of a frozen month: whether somebody was exploited over a border, and the risk level. Months that stand have neither."""

from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_justice_figures"),
        ("referral", "0017_register_agreements"),
    ]

    operations = [
        migrations.AddField(
            model_name="frozenjourneys",
            name="crossing",
            field=models.CharField(db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="frozenjourneys",
            name="risk",
            field=models.CharField(db_default="", default="", max_length=8),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
