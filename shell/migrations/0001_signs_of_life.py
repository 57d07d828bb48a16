from django.db import migrations, models

BY_ALL = "GRANT SELECT, INSERT, UPDATE ON shell_signoflife TO trm_worker, trm_stats"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="SignOfLife",
            fields=[
                ("what", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(BY_ALL, migrations.RunSQL.noop),
    ]
