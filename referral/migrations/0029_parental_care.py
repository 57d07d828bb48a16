import django.db.models.deletion
import django.utils.timezone
import referral.keys
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0028_alert_of_a_minimum"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ParentalCare",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "suspected",
                    models.CharField(
                        choices=[("no", "No"), ("unsure", "Not sure"), ("yes", "Yes")], max_length=8
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("authorisation", "Authorisation of the other parent"),
                            ("court_order", "Order of a court"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "number",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="number"
                    ),
                ),
                (
                    "issuer",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="issued by"
                    ),
                ),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                (
                    "seen_by",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="who saw the original"
                    ),
                ),
                (
                    "lies_at",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="where it lies"
                    ),
                ),
                (
                    "assessed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="best-interests assessment of"
                    ),
                ),
                (
                    "doubt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No doubt: the assessment is enough"),
                            ("doubt", "Doubt: the panel makes a full determination"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "doubt_text",
                    referral.keys.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="what the doubt is"
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="consent",
            name="consent_of_a_guardian_has_the_childs_view",
        ),
        migrations.AlterField(
            model_name="consent",
            name="assent",
            field=models.CharField(
                choices=[
                    ("not_needed", "Not needed: adult"),
                    ("yes", "The child agrees"),
                    ("no", "The child does not agree"),
                    ("not_asked", "Not asked yet"),
                    ("too_young", "Too young to be asked"),
                ],
                default="not_needed",
                max_length=12,
                verbose_name="the child’s view",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="given_by",
            field=models.CharField(
                choices=[
                    ("person", "The person"),
                    ("parent", "The parent who travels along, with the child’s own view"),
                    ("guardian", "The appointed guardian, with the child’s own view"),
                    ("public_body", "The public body with provisional care"),
                    ("not_recorded", "Not recorded"),
                ],
                max_length=16,
                verbose_name="given by",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("given_by__in", ["parent", "guardian", "public_body"]), _negated=True
                    ),
                    models.Q(("assent", "not_needed"), _negated=True),
                    _connector="OR",
                ),
                name="consent_of_a_guardian_has_the_childs_view",
            ),
        ),
        migrations.AddField(
            model_name="parentalcare",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="parentalcare",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="referral.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentalcare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis", ""),
                    models.Q(
                        ("dated_on__isnull", False),
                        models.Q(("number", b""), _negated=True),
                        models.Q(("issuer", b""), _negated=True),
                        models.Q(("seen_by", b""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="parental_care_basis_has_its_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentalcare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assessed_on__isnull", True), ("doubt", "")),
                    models.Q(
                        ("assessed_on__isnull", False), models.Q(("doubt", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="parental_care_assessment_says_whether_in_doubt",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentalcare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("doubt", "doubt"), _negated=True),
                    models.Q(("doubt_text", b""), _negated=True),
                    _connector="OR",
                ),
                name="parental_care_doubt_is_recorded",
            ),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
