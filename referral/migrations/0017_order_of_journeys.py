import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, Q

from referral.row_security import apply

FILL = """
UPDATE referral_journeyparty p SET sort_at = j.changed_at FROM referral_journey j WHERE j.id = p.journey_id AND p.sort_at <> j.changed_at
"""


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("referral", "0016_sign_gates_from_their_proofs")]

    operations = [
        migrations.AddField(
            model_name="journeyparty",
            name="sort_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
                editable=False,
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
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
