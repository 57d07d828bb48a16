from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_throttle")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="notice_mail",
            field=models.CharField(
                choices=[
                    ("at_once", "At once"),
                    ("digest", "Once a day, from eight in the morning"),
                    ("never", "No e-mail"),
                ],
                default="digest",
                max_length=8,
                verbose_name="notices by e-mail",
            ),
        ),
    ]
