from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_close_the_chain")]
    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=BrinIndex(fields=["at"], name="audit_entry_by_time"),
        )
    ]
