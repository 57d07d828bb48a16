"""All tables of the plans, in one file for the two with which they grew: a fresh installation waited for each."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from shell.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    replaces = [("plans", "0001_national_action_plans"), ("plans", "0002_values_of_the_mechanism")]

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60, unique=True)),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("is_invented", models.BooleanField(default=False)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["country"], name="plan_country")],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("on", models.DateField(verbose_name="date")),
                        ("title", models.CharField(max_length=200, verbose_name="meeting")),
                        (
                            "bodies",
                            models.CharField(
                                blank=True, max_length=400, verbose_name="bodies present"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                        ("text", models.CharField(max_length=400, verbose_name="decision")),
                        (
                            "lead",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="who does it"
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "activity",
                            models.CharField(blank=True, max_length=16, verbose_name="activity"),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="plans.meeting",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("superseded", "Replaced"),
                                    ("refused", "Not published"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "language",
                            models.CharField(default="en", max_length=8, verbose_name="language"),
                        ),
                        ("begins_on", models.DateField(verbose_name="begins")),
                        ("ends_on", models.DateField(verbose_name="ends")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("drafted", "Drafted"),
                                    ("consulted", "Consulted"),
                                    ("adopted", "Adopted"),
                                    ("running", "Running"),
                                    ("reviewed", "Reviewed"),
                                    ("closed", "Closed"),
                                ],
                                default="drafted",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="responsible body"
                            ),
                        ),
                        (
                            "legal_basis",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="legal basis"
                            ),
                        ),
                        (
                            "vision",
                            models.TextField(blank=True, max_length=3000, verbose_name="vision"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what is new"
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is not published"
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "number"), name="edition_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("plan",),
                                name="edition_one_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("begins_on"))),
                                name="edition_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("drafted_by__isnull", True),
                                    ("state__in", ["draft", "refused"]),
                                    models.Q(
                                        ("published_by__isnull", False),
                                        models.Q(
                                            ("published_by", models.F("drafted_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="edition_needs_two_people",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Progress",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("code", models.CharField(max_length=16)),
                        ("on", models.DateField(verbose_name="as of")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("not_started", "Not started"),
                                    ("on_track", "On track"),
                                    ("delayed", "Delayed"),
                                    ("done", "Done"),
                                    ("dropped", "Dropped"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "percent",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="done, per cent"
                            ),
                        ),
                        (
                            "evidence",
                            models.CharField(blank=True, max_length=400, verbose_name="evidence"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="progress",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["plan", "code", "-on"], name="progress_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("percent__lte", 100)), name="progress_percent"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("body", models.CharField(max_length=100, verbose_name="by whom")),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=100, verbose_name="reference"),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="recommendation")),
                        (
                            "response",
                            models.CharField(
                                choices=[
                                    ("open", "No answer yet"),
                                    ("accepted", "Accepted"),
                                    ("partly", "Accepted in part"),
                                    ("not_accepted", "Not accepted"),
                                    ("done", "Carried out"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="response",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(blank=True, max_length=2000, verbose_name="answer"),
                        ),
                        (
                            "activity",
                            models.CharField(blank=True, max_length=16, verbose_name="activity"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("on", models.DateField(verbose_name="date")),
                        ("title", models.CharField(max_length=200, verbose_name="review")),
                        (
                            "finding",
                            models.TextField(blank=True, max_length=3000, verbose_name="findings"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="plans.plan",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("code", models.CharField(max_length=16, verbose_name="code")),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                        (
                            "title",
                            models.CharField(max_length=300, verbose_name="risk or assumption"),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                                default="medium",
                                max_length=6,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="what is done about it"
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="risks",
                                to="plans.edition",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "code"), name="risk_code_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("code", models.CharField(max_length=16, verbose_name="code")),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                        ("objective", models.CharField(max_length=16, verbose_name="objective")),
                        ("title", models.CharField(max_length=400, verbose_name="activity")),
                        ("lead", models.CharField(max_length=200, verbose_name="lead")),
                        (
                            "partners",
                            models.CharField(blank=True, max_length=400, verbose_name="partners"),
                        ),
                        (
                            "begins_on",
                            models.DateField(blank=True, null=True, verbose_name="begins"),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends")),
                        (
                            "budget",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="budget",
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(blank=True, max_length=3, verbose_name="currency"),
                        ),
                        (
                            "funding",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="source of the money"
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="activities",
                                to="plans.edition",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "code"), name="activity_code_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("begins_on__isnull", True),
                                    ("ends_on__isnull", True),
                                    ("ends_on__gte", models.F("begins_on")),
                                    _connector="OR",
                                ),
                                name="activity_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("budget__isnull", True),
                                    models.Q(("currency", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="activity_budget_has_currency",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("code", models.CharField(max_length=16, verbose_name="code")),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                        ("objective", models.CharField(max_length=16, verbose_name="objective")),
                        ("title", models.CharField(max_length=300, verbose_name="indicator")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("input", "Input"),
                                    ("output", "Output"),
                                    ("outcome", "Outcome"),
                                    ("impact", "Impact"),
                                ],
                                default="output",
                                max_length=8,
                                verbose_name="type",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="starting value",
                            ),
                        ),
                        ("baseline_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="target",
                            ),
                        ),
                        ("target_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "frequency",
                            models.CharField(blank=True, max_length=60, verbose_name="how often"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="source"),
                        ),
                        ("figure", models.CharField(blank=True, max_length=60)),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="indicators",
                                to="plans.edition",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "code"), name="indicator_code_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("code", models.CharField(max_length=16, verbose_name="code")),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                        (
                            "pillar",
                            models.CharField(
                                choices=[
                                    ("prevention", "Prevention"),
                                    ("protection", "Protection"),
                                    ("prosecution", "Prosecution"),
                                    ("partnership", "Partnership"),
                                    ("coordination", "Coordination and data"),
                                ],
                                max_length=12,
                                verbose_name="pillar",
                            ),
                        ),
                        (
                            "parent",
                            models.CharField(blank=True, max_length=16, verbose_name="under"),
                        ),
                        ("title", models.CharField(max_length=400, verbose_name="objective")),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objectives",
                                to="plans.edition",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "code"), name="objective_code_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndicatorValue",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("code", models.CharField(max_length=16)),
                        ("period", models.CharField(max_length=20, verbose_name="period")),
                        ("on", models.DateField(verbose_name="end of the period")),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, max_digits=14, null=True, verbose_name="value"
                            ),
                        ),
                        (
                            "comment",
                            models.CharField(blank=True, max_length=300, verbose_name="comment"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="plans.plan",
                            ),
                        ),
                        ("below", models.PositiveSmallIntegerField(null=True)),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("entered", "Entered by hand"),
                                    ("mechanism", "From the mechanism’s own figures"),
                                ],
                                default="entered",
                                max_length=10,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "verified_by",
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
                            models.Index(fields=["plan", "code", "-on"], name="value_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("below__isnull", True), ("value__isnull", False)),
                                    models.Q(
                                        ("below__isnull", False),
                                        ("origin", "mechanism"),
                                        ("value__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="value_or_below",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("origin", "entered"),
                                    models.Q(
                                        ("by__isnull", True),
                                        ("verified_at__isnull", True),
                                        ("verified_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="value_of_the_mechanism_is_nobodys",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("verified_at__isnull", True), ("verified_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("verified_at__isnull", False),
                                        ("verified_by__isnull", False),
                                        models.Q(
                                            ("by__isnull", True),
                                            models.Q(
                                                ("verified_by", models.F("by")), _negated=True
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="value_verified_by_another",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("origin", "mechanism")),
                                fields=("plan", "code", "period"),
                                name="value_of_the_mechanism_once",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
