from django.db import migrations, models
from django.db.models import F, Q

FILL = """
UPDATE referral_journeyparty p SET sort_at = j.changed_at FROM referral_journey j WHERE j.id = p.journey_id AND p.sort_at <> j.changed_at
"""


class Migration(migrations.Migration):
    dependencies = [("referral", "0018_order_of_journeys")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="journeyparty",
            index=models.Index(
                F("organisation"),
                F("sort_at").desc(),
                F("journey").desc(),
                condition=Q(hidden_at=None, organisation__isnull=False),
                name="journey_party_page",
            ),
        ),
        migrations.AddIndex(
            model_name="journeyparty",
            index=models.Index(
                F("country"),
                F("sort_at").desc(),
                F("journey").desc(),
                condition=Q(hidden_at=None, organisation=None),
                name="journey_party_country_page",
            ),
        ),
    ]
