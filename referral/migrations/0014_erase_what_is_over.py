import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("referral", "0013_work_is_given_put_off_and_covered"),
        ("accounts", "0003_choose_notices_by_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasedKey",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("owner", models.UUIDField()),
                ("data_class", models.CharField(max_length=12)),
                ("erased_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=16)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("period", "The time for which they are kept is over"),
                            ("request", "The person asks for it"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "Name and identity"),
                                ("whereabouts", "Contact and whereabouts"),
                                ("account", "What happened"),
                                ("risk", "Risks and safety"),
                                ("health", "Health"),
                                ("legal", "Legal matters"),
                                ("services", "Needs, plan and services"),
                                ("travel", "Travel"),
                                ("summary", "Summary without a name"),
                                ("consent", "Consent"),
                                ("evidence", "Evidence of a gate"),
                                ("referral", "Referrals"),
                                ("journey", "Journey"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                ("proposed_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("done", "Erased"),
                            ("kept", "Kept for now"),
                            ("lapsed", "The case was opened again"),
                        ],
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "kept_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("court", "A court or an authority needs it"),
                            ("claim", "A claim of the person is open"),
                            ("comes_back", "The person comes back"),
                            ("wrong", "Asked for by mistake"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kept_until", models.DateField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referral.case",
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referral.journey",
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
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["organisation", "proposed_on"],
                        name="erasure_waits",
                    ),
                    models.Index(fields=["case"], name="erasure_of_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            ("asked_by__isnull", True),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="erasure_is_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "kept"]), _negated=True),
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="erasure_done_has_who_and_when",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("case", "why"),
                        name="erasure_one_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasureHold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(max_length=16)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("court", "A court or an authority needs it"),
                            ("claim", "A claim of the person is open"),
                            ("complaint", "A complaint is being looked into"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("until", models.DateField(verbose_name="until")),
                ("set_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referral.case",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "journey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referral.journey",
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
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="erasure_hold_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("set_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="erasure_hold_is_confirmed_by_another",
                    )
                ],
            },
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
