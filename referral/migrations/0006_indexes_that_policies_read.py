"""The indexes of grants and of parties hold all that policies read of them: no row is fetched."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("referral", "0005_open_tasks_by_person"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="casegroupgrant",
            name="case_group_grant_page",
        ),
        migrations.RemoveIndex(
            model_name="caseusergrant",
            name="case_user_grant_page",
        ),
        migrations.AlterField(
            model_name="journeyparty",
            name="journey",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="referral.journey",
            ),
        ),
        migrations.AlterField(
            model_name="journeyparty",
            name="organisation",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="casegroupgrant",
            index=models.Index(
                models.F("group"),
                models.F("organisation"),
                models.OrderBy(models.F("sort_at"), descending=True),
                models.OrderBy(models.F("content_object"), descending=True),
                include=("expires_at",),
                name="case_group_grant_page",
            ),
        ),
        migrations.AddIndex(
            model_name="caseusergrant",
            index=models.Index(
                models.F("user"),
                models.F("organisation"),
                models.OrderBy(models.F("sort_at"), descending=True),
                models.OrderBy(models.F("content_object"), descending=True),
                include=("expires_at",),
                name="case_user_grant_page",
            ),
        ),
        migrations.AddIndex(
            model_name="journeyparty",
            index=models.Index(
                fields=["journey"],
                include=("organisation", "country", "hidden_at"),
                name="journey_parties",
            ),
        ),
    ]
