import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import referral.models.alert
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_throttle"),
        ("referral", "0003_reflection_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="in_name_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.CreateModel(
            name="AlertReceipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        default=referral.models.alert.new_receipt_number, max_length=12, unique=True
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("child_protection", "Child protection"),
                            ("authority", "Competent authority"),
                            ("coordination", "National coordination"),
                            ("first_contact", "Organisation for first contact"),
                        ],
                        max_length=20,
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsularAlert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        max_length=2, verbose_name="country where the person stands now"
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("mission", "At the mission"),
                            ("same_city", "Elsewhere in the same city"),
                            ("elsewhere", "In another place of that country"),
                            ("unknown", "Not known"),
                        ],
                        max_length=12,
                        verbose_name="where",
                    ),
                ),
                ("noticed_on", models.DateField(verbose_name="when")),
                (
                    "minor",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                        max_length=8,
                        verbose_name="may be under 18",
                    ),
                ),
                (
                    "unfree",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                        max_length=8,
                        verbose_name="cannot answer freely",
                    ),
                ),
                (
                    "danger",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                        max_length=8,
                        verbose_name="in danger now",
                    ),
                ),
                (
                    "fear",
                    models.BooleanField(default=False, verbose_name="fear or asylum was mentioned"),
                ),
                (
                    "nationality",
                    models.CharField(blank=True, max_length=2, verbose_name="nationality"),
                ),
                (
                    "language",
                    models.CharField(blank=True, max_length=8, verbose_name="language to speak"),
                ),
                (
                    "indicators",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("no_papers", "Has no papers, or an employer keeps them"),
                                ("hurried", "Asks for new papers in a hurry"),
                                ("fled", "Asks for an emergency document after running away"),
                                ("injured", "Has injuries, or is worn out"),
                                ("no_address", "Cannot say where home or work is"),
                                ("debt", "Owes money for the journey or the job"),
                                ("begging", "Is made to beg"),
                                ("crime", "Is made to break the law"),
                                ("accompanied", "Somebody stays close, answers or interprets"),
                                ("same_place", "Several citizens speak of the same workplace"),
                                ("family_asks", "The family at home reports that contact stopped"),
                                ("household", "Works in a household and was never seen alone"),
                                ("fear", "Is afraid, or becomes so when left alone with you"),
                            ],
                            max_length=16,
                        ),
                        size=None,
                    ),
                ),
                (
                    "documents",
                    models.CharField(
                        choices=[
                            ("nothing", "Nothing noticed"),
                            ("held", "Somebody else holds the papers"),
                            ("none", "There are no papers"),
                            ("of_others", "The papers seem false, or somebody else’s"),
                            ("handed_back", "A companion wants to collect them"),
                            ("ends_soon", "Papers or permit end soon"),
                            ("unknown", "Not known"),
                        ],
                        max_length=12,
                        verbose_name="papers",
                    ),
                ),
                (
                    "done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("alone", "Spoke with the person alone"),
                                ("number", "Gave a number in a form that does not betray"),
                                ("emergency", "Rang the emergency number"),
                                ("in_hand", "Gave the papers into the person’s own hand"),
                                ("waits", "The person waits in a room of the mission"),
                                ("nothing", "Nothing yet"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                (
                    "agreed",
                    models.CharField(
                        choices=[
                            ("yes", "Yes, agreed"),
                            ("no", "No"),
                            ("not_asked", "Could not ask"),
                        ],
                        max_length=12,
                        verbose_name="agreed to this alert",
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("now", "At the counter of the mission now"),
                            ("comes_back", "Comes back on a day that is known"),
                            ("has_number", "Has the number and rings when it is safe"),
                            ("no_way", "Cannot be reached safely"),
                        ],
                        max_length=12,
                        verbose_name="how to reach the person",
                    ),
                ),
                (
                    "comes_back_on",
                    models.DateField(blank=True, null=True, verbose_name="comes back on"),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["receiver", "-sent_at"], name="alert_of_receiver")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fear", False),
                            models.Q(("mission__isnull", True), ("nationality", "")),
                            _connector="OR",
                        ),
                        name="alert_with_fear_tells_no_nationality",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed", "yes"),
                            models.Q(("minor", "no"), _negated=True),
                            models.Q(("danger", "no"), _negated=True),
                            models.Q(
                                ("agreed", "not_asked"), models.Q(("unfree", "no"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="alert_is_not_sent_against_an_adults_no",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("comes_back_on__isnull", False), ("reach", "comes_back")),
                            models.Q(
                                models.Q(("reach", "comes_back"), _negated=True),
                                ("comes_back_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="alert_day_goes_with_coming_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_up_at__isnull", True), ("taken_up_by__isnull", True)),
                            models.Q(
                                ("taken_up_at__isnull", False), ("taken_up_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="alert_taken_up_at_and_by_go_together",
                    ),
                ],
            },
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
