"""All tables of the courses, in one file for the two with which they grew: a fresh installation waited for each."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import training.models.certificate
import training.models.session
import uuid
from django.conf import settings
from django.db import migrations, models

from shell.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    replaces = [("training", "0001_courses"), ("training", "0002_withdraw_certificates")]

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Extension",
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
                        ("until", models.DateField(verbose_name="until")),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("urgent", "Somebody needs help today"),
                                    ("absent", "Was ill or on leave"),
                                    ("no_access", "Could not reach the course"),
                                    ("booked", "Takes part in a session soon"),
                                ],
                                max_length=12,
                                verbose_name="why",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="extensions",
                                to="accounts.membership",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="LessonTranslation",
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
                        ("lesson", models.SlugField(max_length=40)),
                        ("of_version", models.PositiveSmallIntegerField()),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("title", models.CharField(max_length=160, verbose_name="title")),
                        ("aim", models.CharField(max_length=300, verbose_name="what it is for")),
                        ("text", models.TextField(verbose_name="text")),
                        ("todo", models.CharField(max_length=500, verbose_name="to do today")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Draft"), ("reviewed", "Reviewed")],
                                default="draft",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "by",
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
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("lesson", "language"), name="lesson_translated_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(
                                        ("reviewed_by__isnull", False),
                                        models.Q(("reviewed_by", models.F("by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="lesson_reviewed_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionTranslation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=48)),
                        ("ask", models.CharField(max_length=500)),
                        (
                            "options",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300), size=None
                            ),
                        ),
                        ("why", models.CharField(max_length=700)),
                        (
                            "translation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="training.lessontranslation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("translation", "key"), name="question_translated_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrainingSession",
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
                        ("course", models.SlugField(max_length=40, verbose_name="course")),
                        ("edition", models.CharField(max_length=20)),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("begins_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "place",
                            models.CharField(
                                choices=[
                                    ("room", "In a room"),
                                    ("online", "Online"),
                                    ("both", "In a room and online"),
                                ],
                                max_length=8,
                                verbose_name="how",
                            ),
                        ),
                        (
                            "where",
                            models.CharField(blank=True, max_length=160, verbose_name="place"),
                        ),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("trainers", models.CharField(max_length=300, verbose_name="trainers")),
                        (
                            "co_organisers",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="held together with"
                            ),
                        ),
                        ("agenda", models.TextField(blank=True, verbose_name="agenda")),
                        (
                            "accredited_by",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="accredited by"
                            ),
                        ),
                        (
                            "endorsed_by",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="endorsed by"
                            ),
                        ),
                        (
                            "group_outcome",
                            models.TextField(blank=True, verbose_name="what the groups found"),
                        ),
                        (
                            "code",
                            models.CharField(
                                default=training.models.session.new_session_code,
                                max_length=8,
                                unique=True,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "made_by",
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
                                related_name="training_sessions",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                                name="training_session_ends_after_it_begins",
                                violation_error_message="The last day is before the first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
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
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("key", models.CharField(max_length=120)),
                        (
                            "works_at",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="organisation"
                            ),
                        ),
                        (
                            "function",
                            models.CharField(blank=True, max_length=120, verbose_name="function"),
                        ),
                        (
                            "sector",
                            models.CharField(
                                choices=[
                                    ("social", "Social work"),
                                    ("ngo", "Non-governmental organisation"),
                                    ("shelter", "Shelter"),
                                    ("police", "Police"),
                                    ("border", "Border and immigration"),
                                    ("justice", "Justice"),
                                    ("health", "Health"),
                                    ("local", "Local authority"),
                                    ("housing", "Housing"),
                                    ("education", "Education"),
                                    ("labour", "Labour inspection"),
                                    ("consular", "Embassy or consulate"),
                                    ("faith", "Faith group"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(blank=True, max_length=2, verbose_name="country"),
                        ),
                        (
                            "sex",
                            models.CharField(
                                choices=[
                                    ("woman", "Woman"),
                                    ("man", "Man"),
                                    ("other", "Other"),
                                    ("not_said", "Not said"),
                                ],
                                default="not_said",
                                max_length=8,
                                verbose_name="sex",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "may_write",
                            models.BooleanField(
                                default=False, verbose_name="agreed to be written to"
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "right_before",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="test before, percent"
                            ),
                        ),
                        (
                            "right_after",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="test after, percent"
                            ),
                        ),
                        (
                            "satisfied",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="satisfied, 1 to 5"
                            ),
                        ),
                        (
                            "token_digest",
                            models.CharField(blank=True, db_index=True, max_length=64),
                        ),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participants",
                                to="training.trainingsession",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "key"), name="participant_once_per_session"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("right_before__isnull", True),
                                        ("right_before__lte", 100),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("right_after__isnull", True),
                                        ("right_after__lte", 100),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("satisfied__isnull", True),
                                        ("satisfied__range", (1, 5)),
                                        _connector="OR",
                                    ),
                                ),
                                name="participant_percent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Certificate",
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
                        ("name", models.CharField(max_length=120)),
                        ("course", models.SlugField(max_length=40)),
                        ("edition", models.CharField(max_length=20)),
                        (
                            "code",
                            models.CharField(
                                default=training.models.certificate.new_code,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        ("issued_on", models.DateField(default=django.utils.timezone.localdate)),
                        ("expires_on", models.DateField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="certificates",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "participant",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="certificate",
                                to="training.participant",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revoked_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("name", "Issued in a wrong name"),
                                    (
                                        "not_there",
                                        "The person was not there, or somebody else took the test",
                                    ),
                                    ("mistake", "Issued by mistake"),
                                ],
                                max_length=12,
                                verbose_name="why",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("participant__isnull", False), ("user__isnull", True)
                                    ),
                                    models.Q(
                                        ("participant__isnull", True), ("user__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="certificate_of_one_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("revoked_at__isnull", True),
                                        ("revoked_by__isnull", True),
                                        ("revoked_why", ""),
                                    ),
                                    models.Q(
                                        ("revoked_at__isnull", False),
                                        ("revoked_by__isnull", False),
                                        models.Q(("revoked_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="certificate_revoked_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revoked_by__isnull", True),
                                    ("user__isnull", True),
                                    models.Q(("revoked_by", models.F("user")), _negated=True),
                                    _connector="OR",
                                ),
                                name="certificate_revoked_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("module", models.CharField(max_length=4)),
                        ("by_code", models.BooleanField(default=False)),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attended",
                                to="training.participant",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "module"), name="attended_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
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
                        ("course", models.SlugField(max_length=40)),
                        ("edition", models.CharField(max_length=20)),
                        (
                            "when",
                            models.CharField(
                                choices=[
                                    ("before", "Before the course"),
                                    ("after", "After the course"),
                                ],
                                max_length=8,
                                verbose_name="when",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField()),
                        ("right", models.PositiveSmallIntegerField()),
                        ("of", models.PositiveSmallIntegerField()),
                        ("passed", models.BooleanField()),
                        ("again", models.JSONField(default=list)),
                        ("role", models.CharField(blank=True, max_length=24)),
                        ("country", models.CharField(blank=True, max_length=2)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attempts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "course", "when", "round"),
                                name="attempt_once_per_round",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("right__lte", models.F("of"))),
                                name="attempt_not_more_right_than_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
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
                        ("months", models.PositiveSmallIntegerField(choices=[(3, 3), (6, 6)])),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "has_referred",
                            models.BooleanField(null=True, verbose_name="referred somebody since"),
                        ),
                        (
                            "helped",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("signs", "Knowing the signs"),
                                    ("talk", "How to talk with the person"),
                                    ("who", "Knowing whom to ring"),
                                    ("law", "The law and the rights"),
                                    ("nothing", "Nothing so far"),
                                ],
                                max_length=8,
                                verbose_name="what helped most",
                            ),
                        ),
                        (
                            "certificate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="followups",
                                to="training.certificate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("certificate", "months"), name="followup_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_at__isnull", True),
                                    ("has_referred__isnull", False),
                                    _connector="OR",
                                ),
                                name="followup_answer_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LessonRead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("lesson", models.SlugField(max_length=40)),
                        ("version", models.PositiveSmallIntegerField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "lesson"), name="lesson_read_once"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
