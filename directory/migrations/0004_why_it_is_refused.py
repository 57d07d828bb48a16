from django.db import migrations, models


def refusal():
    return models.CharField(max_length=300, blank=True, verbose_name="why it is not published")


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_report_from_a_body")]
    operations = [
        migrations.AddField("fact", "refusal", refusal()),
        migrations.AddField("contact", "refusal", refusal()),
    ]
