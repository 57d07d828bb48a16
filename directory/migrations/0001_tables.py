"""All tables of the directory, in one file for the six with which they grew: a fresh installation waited for each."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from shell.tables import CreateTables

# What was published stays as it was: a change is a new row. And a draft stays the draft of who wrote it.
KEEP = """
CREATE OR REPLACE FUNCTION directory_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  movable text[] := ARRAY['state'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'a published row of the directory is never deleted' USING ERRCODE = '23001';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.drafted_by_id IS DISTINCT FROM OLD.drafted_by_id THEN
    RAISE EXCEPTION 'a draft stays the draft of who wrote it' USING ERRCODE = '23001';
  END IF;
  IF OLD.state = 'draft' THEN
    RETURN NEW;
  END IF;
  IF TG_TABLE_NAME = 'directory_contact' THEN
    movable := movable || ARRAY['verified_on', 'verified_by_id', 'verified_how', 'is_wrong',
                                'asked_monthly', 'asked_at'];
  END IF;
  IF NEW.state = 'draft' OR (OLD.state <> 'published' AND NEW.state <> OLD.state)
     OR to_jsonb(NEW) - movable <> to_jsonb(OLD) - movable THEN
    RAISE EXCEPTION 'a published row of the directory keeps its content' USING ERRCODE = '23001';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER keep_published BEFORE UPDATE OR DELETE ON directory_fact
  FOR EACH ROW EXECUTE FUNCTION directory_keep_published();
CREATE OR REPLACE TRIGGER keep_published BEFORE UPDATE OR DELETE ON directory_contact
  FOR EACH ROW EXECUTE FUNCTION directory_keep_published();
"""
# Who drafts and who publishes is who acts: the signed context says it, and no other name is taken. A draft is written by its
# drafter only, what is published is what was drafted, a row that stands goes only where the draft of another person takes its
# place, and a source keeps its words. Where nobody acts (the loader, a command) a load of thousands of rows asks nothing.
# `desk_acting` belongs to row security, which is put in place after this.
TWO_PEOPLE = """
CREATE OR REPLACE FUNCTION directory_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  acting uuid := (public.desk_acting()->>'user')::uuid;
  -- What a review writes. A new row keeps the verification of the one it replaces.
  reviewed text[] := ARRAY['state', 'refusal', 'published_by_id', 'published_at', 'verified_on', 'verified_by_id',
                           'verified_how', 'is_wrong', 'asked_at'];
  is_followed boolean;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.drafted_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'whoever acts drafts in the own name' USING ERRCODE = '23001';
    END IF;
  ELSIF OLD.state = 'draft' AND (NEW.state = 'draft' OR NEW.state = 'refused' AND NEW.published_by_id IS NULL) THEN
    IF OLD.drafted_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'a draft is written by who drafted it' USING ERRCODE = '23001';
    END IF;
  ELSIF OLD.state = 'draft' THEN
    IF NEW.published_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'whoever acts publishes in the own name' USING ERRCODE = '23001';
    END IF;
    IF to_jsonb(NEW) - reviewed <> to_jsonb(OLD) - reviewed THEN
      RAISE EXCEPTION 'what is published is what was drafted' USING ERRCODE = '23001';
    END IF;
  ELSIF NEW.state <> OLD.state THEN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I WHERE supersedes_id = $1 AND state = ''draft'''
                   ' AND drafted_by_id <> $2)', TG_TABLE_NAME) INTO is_followed USING OLD.id, acting;
    IF NEW.state <> 'superseded' OR NOT is_followed THEN
      RAISE EXCEPTION 'it takes two people to take a row away' USING ERRCODE = '23001';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER own_name BEFORE INSERT OR UPDATE ON directory_fact
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION directory_own_name();
CREATE OR REPLACE TRIGGER own_name BEFORE INSERT OR UPDATE ON directory_contact
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION directory_own_name();
CREATE OR REPLACE FUNCTION directory_keep_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a source that was named keeps its words' USING ERRCODE = '23001';
END $$;
CREATE OR REPLACE TRIGGER keep_source BEFORE UPDATE OR DELETE ON directory_source
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION directory_keep_source();
"""
UNDO = """
DROP FUNCTION directory_keep_published() CASCADE;
DROP FUNCTION directory_own_name() CASCADE;
DROP FUNCTION directory_keep_source() CASCADE;
"""


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("directory", "0001_initial"),
        ("directory", "0002_keep_published"),
        ("directory", "0003_report_from_a_body"),
        ("directory", "0004_why_it_is_refused"),
        ("directory", "0005_who_acts"),
        ("directory", "0006_what_two_people_do"),
    ]

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Question",
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
                        (
                            "country",
                            models.CharField(db_index=True, max_length=2, verbose_name="country"),
                        ),
                        ("text", models.TextField(max_length=2000, verbose_name="question")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
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
                    name="Source",
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
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "publisher",
                            models.CharField(blank=True, max_length=200, verbose_name="publisher"),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=500, verbose_name="address"),
                        ),
                        (
                            "dated",
                            models.CharField(
                                blank=True,
                                max_length=60,
                                verbose_name="date as the source states it",
                            ),
                        ),
                        (
                            "licence",
                            models.CharField(blank=True, max_length=120, verbose_name="licence"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("title", "publisher", "address", "dated"),
                                name="source_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
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
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        (
                            "partner",
                            models.CharField(
                                blank=True, max_length=2, verbose_name="with the country"
                            ),
                        ),
                        (
                            "as_of",
                            models.CharField(blank=True, max_length=10, verbose_name="as of"),
                        ),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        (
                            "confidence",
                            models.CharField(
                                choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                                default="medium",
                                max_length=6,
                                verbose_name="confidence",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("superseded", "Replaced"),
                                    ("withdrawn", "Withdrawn"),
                                    ("refused", "Not published"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("removes", models.BooleanField(default=False)),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it changes"
                            ),
                        ),
                        ("seed_key", models.CharField(blank=True, max_length=120)),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("emergency", "Emergency number"),
                                    ("trafficking", "Trafficking hotline"),
                                    ("child", "Line for children"),
                                    ("victim_support", "Line for victims of crime"),
                                    ("domestic_violence", "Line against domestic violence"),
                                    ("labour", "Labour inspection"),
                                    ("police", "Police line"),
                                    ("child_protection", "Child protection authority"),
                                    ("guardianship", "Guardianship authority"),
                                    ("authority", "Competent authority"),
                                    ("coordinator", "National coordinator"),
                                    ("rapporteur", "National rapporteur"),
                                    ("focal_point", "Focal point"),
                                    ("service", "Service"),
                                    ("mission", "Embassy or consulate"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        ("serves", models.CharField(blank=True, max_length=20, verbose_name="for")),
                        (
                            "represents",
                            models.CharField(
                                blank=True, max_length=2, verbose_name="represents the country"
                            ),
                        ),
                        ("mission_type", models.CharField(blank=True, max_length=40)),
                        ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                        (
                            "phone_local",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="number inside the country"
                            ),
                        ),
                        (
                            "phone_international",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="number from abroad"
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "website",
                            models.URLField(blank=True, max_length=300, verbose_name="website"),
                        ),
                        (
                            "hours",
                            models.CharField(blank=True, max_length=80, verbose_name="hours"),
                        ),
                        (
                            "is_all_day",
                            models.BooleanField(default=False, verbose_name="day and night"),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("note_language", models.CharField(default="en", max_length=8)),
                        ("is_deputy", models.BooleanField(default=False, verbose_name="deputy")),
                        (
                            "for_partners_only",
                            models.BooleanField(default=False, verbose_name="for partners only"),
                        ),
                        (
                            "verified_on",
                            models.DateField(blank=True, null=True, verbose_name="verified on"),
                        ),
                        (
                            "verified_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("rang", "Rang the number and somebody answered"),
                                    ("wrote", "Wrote and had an answer"),
                                    ("met", "Spoke with the body in person"),
                                    ("official_page", "Read it on the official page of the body"),
                                    ("still_right", "The body itself said that it is right"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("is_wrong", models.BooleanField(default=False)),
                        (
                            "asked_monthly",
                            models.BooleanField(
                                default=False,
                                verbose_name="ask every month whether it is still right",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="directory.contact",
                            ),
                        ),
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
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="directory.source",
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is not published"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "published")),
                                fields=["country", "kind"],
                                name="contact_published",
                            ),
                            models.Index(
                                condition=models.Q(("kind", "mission"), ("state", "published")),
                                fields=["represents", "country"],
                                name="contact_missions",
                            ),
                            models.Index(
                                fields=["country", "state", "published_at"], name="contact_history"
                            ),
                        ],
                        "constraints": [
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
                                name="contact_needs_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("drafted_by__isnull", False),
                                    models.Q(("seed_key", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="contact_without_drafter_is_seed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state", "published"),
                                    models.Q(("seed_key", ""), _negated=True),
                                ),
                                fields=("seed_key",),
                                name="contact_one_published_per_seed_key",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "mission"), _negated=True),
                                    models.Q(("represents", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="contact_mission_represents",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactCheck",
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
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("rang", "Rang the number and somebody answered"),
                                    ("wrote", "Wrote and had an answer"),
                                    ("met", "Spoke with the body in person"),
                                    ("official_page", "Read it on the official page of the body"),
                                    ("still_right", "The body itself said that it is right"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("works", "It works"),
                                    ("no_answer", "Nobody answered"),
                                    ("wrong", "It is wrong"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
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
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="directory.contact",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at"],
                    },
                ),
                migrations.CreateModel(
                    name="Fact",
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
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        (
                            "partner",
                            models.CharField(
                                blank=True, max_length=2, verbose_name="with the country"
                            ),
                        ),
                        (
                            "as_of",
                            models.CharField(blank=True, max_length=10, verbose_name="as of"),
                        ),
                        ("checked_on", models.DateField(verbose_name="checked on")),
                        (
                            "confidence",
                            models.CharField(
                                choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                                default="medium",
                                max_length=6,
                                verbose_name="confidence",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("published", "Published"),
                                    ("superseded", "Replaced"),
                                    ("withdrawn", "Withdrawn"),
                                    ("refused", "Not published"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("removes", models.BooleanField(default=False)),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it changes"
                            ),
                        ),
                        ("seed_key", models.CharField(blank=True, max_length=120)),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("topic", models.CharField(max_length=24, verbose_name="topic")),
                        (
                            "subject",
                            models.CharField(blank=True, max_length=24, verbose_name="about"),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="year"
                            ),
                        ),
                        (
                            "text",
                            models.CharField(blank=True, max_length=300, verbose_name="value"),
                        ),
                        (
                            "detail",
                            models.TextField(blank=True, max_length=2000, verbose_name="detail"),
                        ),
                        (
                            "language",
                            models.CharField(
                                default="en", max_length=8, verbose_name="language of the text"
                            ),
                        ),
                        (
                            "number",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=12)),
                        ("yes", models.BooleanField(blank=True, null=True)),
                        ("on", models.CharField(blank=True, max_length=10, verbose_name="date")),
                        (
                            "codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("figures", models.JSONField(blank=True, null=True)),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="directory.fact",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="directory.source",
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is not published"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "published")),
                                fields=["country", "topic"],
                                name="fact_published",
                            ),
                            models.Index(
                                condition=models.Q(("state", "published")),
                                fields=["topic", "subject"],
                                name="fact_by_topic",
                            ),
                            models.Index(
                                fields=["country", "state", "published_at"], name="fact_history"
                            ),
                        ],
                        "constraints": [
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
                                name="fact_needs_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("drafted_by__isnull", False),
                                    models.Q(("seed_key", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="fact_without_drafter_is_seed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state", "published"),
                                    models.Q(("seed_key", ""), _negated=True),
                                ),
                                fields=("seed_key",),
                                name="fact_one_published_per_seed_key",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
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
                        ("text", models.TextField(max_length=4000, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answered_by",
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
                            "guidance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="directory.fact",
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="directory.question",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Report",
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
                        ("country", models.CharField(db_index=True, max_length=2)),
                        ("text", models.TextField(max_length=2000, verbose_name="what is wrong")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("changed", "It was changed"),
                                    ("right", "It is right as it stands"),
                                    ("unknown", "We could not find out"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="answer"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="directory.contact",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="directory.fact",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Pin",
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
                        ("country", models.CharField(max_length=2)),
                        ("pinned_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            models.UniqueConstraint(fields=("user", "country"), name="pin_once")
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(KEEP + TWO_PEOPLE, UNDO),
    ]
