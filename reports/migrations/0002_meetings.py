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
        ("reports", "0001_count_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("one", models.CharField(max_length=2)),
                ("other", models.CharField(max_length=2)),
                ("since", models.DateField()),
                ("held_on", models.DateField()),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agreed", "We agree to the day and the points"),
                            ("other_day", "We propose another day"),
                            ("more", "We agree, and add points"),
                        ],
                        max_length=12,
                    ),
                ),
                ("answer_on", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=240, verbose_name="what was decided")),
                ("owner", models.CharField(max_length=2, verbose_name="who does it")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                ("made_in", models.CharField(max_length=2)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="reports.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at"],
            },
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["one", "other", "-held_on"], name="meeting_of_pair"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("one", models.F("other")), _negated=True),
                name="meeting_of_two_countries",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("since__lt", models.F("held_on"))),
                name="meeting_after_its_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="meeting_answer_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "other_day"), ("answer_on__isnull", False)),
                    models.Q(models.Q(("answer", "other_day"), _negated=True), ("answer_on", None)),
                    _connector="OR",
                ),
                name="meeting_other_day_is_said",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["meeting", "made_at"], name="decision_of_meeting"),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
