from pathlib import Path

from django.db import migrations


def close_the_chain(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.cursor.execute((Path(__file__).parent.parent / "chain.sql").read_text())


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(close_the_chain, migrations.RunPython.noop)]
