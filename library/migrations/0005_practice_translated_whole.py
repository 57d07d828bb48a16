from django.db import migrations, models

LINES = {"place": ("where", 200), "by_whom": ("by whom", 300), "period": ("when", 60), "known_from": ("how this is known", 300)}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("library", "0004_collections_by_editors")]

    operations = [
        migrations.AddField(
            "practicetranslation",
            name,
            models.CharField(label, max_length=longest, blank=True, default=""),
            preserve_default=False,
        )
        for name, (label, longest) in LINES.items()
    ]
