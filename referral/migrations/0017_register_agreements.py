"""The register of data-sharing agreements, with the rules of its rows; notices that figures of justice wait."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_choose_notices_by_mail"),
        ("referral", "0016_sign_gates_from_their_proofs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SharingAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="a body that is not in the list"
                    ),
                ),
                (
                    "body_country",
                    models.CharField(blank=True, max_length=2, verbose_name="its country"),
                ),
                (
                    "classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("summary", "Summary without a name"),
                                ("services", "Needs, plan and services"),
                                ("risk", "Risks and safety"),
                                ("travel", "Travel"),
                                ("identity", "Name and identity"),
                                ("whereabouts", "Contact and whereabouts"),
                                ("account", "What happened"),
                                ("legal", "Legal matters"),
                                ("health", "Health"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("assistance", "Referral and assistance"),
                                ("return", "Return and reintegration"),
                                ("papers", "Travel documents and visas"),
                                ("children", "Protection of children"),
                                ("statistics", "Statistics"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("consent", "The person’s consent"),
                            ("duty", "A legal duty"),
                            ("task", "A task in the public interest"),
                            ("vital", "Vital interests"),
                            ("legitimate", "Legitimate interests"),
                        ],
                        max_length=12,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "abroad",
                    models.CharField(
                        choices=[
                            ("not_needed", "Nothing more is needed: inside the country or the EEA"),
                            ("adequacy", "A decision that the protection there is adequate"),
                            ("safeguards", "Standard clauses or other safeguards"),
                            ("public", "An agreement between public bodies"),
                            (
                                "single_case",
                                "The person’s consent or vital interests, case by case",
                            ),
                        ],
                        max_length=12,
                        verbose_name="out of the EEA",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("until", models.DateField(verbose_name="until")),
                (
                    "document",
                    models.CharField(
                        max_length=120, verbose_name="number and date of the document"
                    ),
                ),
                (
                    "kept_at",
                    models.CharField(max_length=120, verbose_name="where the signed paper lies"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second person"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Not confirmed"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who keeps it",
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
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "other"], name="agreement_of_two"),
                    models.Index(
                        condition=models.Q(("reminded_at", None), ("state", "confirmed")),
                        fields=["until"],
                        name="agreement_to_remind_of",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", ""), ("body_country", ""), ("other__isnull", False)),
                            models.Q(
                                ("other__isnull", True),
                                models.Q(("body", ""), _negated=True),
                                models.Q(("body_country", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_with_one_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("other", models.F("organisation")), _negated=True),
                        name="agreement_not_with_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("from_on"))),
                        name="agreement_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None),
                                ("answered_by", None),
                                ("state__in", ["waiting", "withdrawn"]),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state__in", ["confirmed", "refused"]),
                                models.Q(("answered_by", models.F("entered_by")), _negated=True),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_has_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by", None), ("ended_on", None)),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                ("state", "confirmed"),
                            ),
                            _connector="OR",
                        ),
                        name="agreement_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
