"""All tables of the library, in one file for the seven with which they grew: a fresh installation waited for each."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import library.taxonomy
import uuid
from django.conf import settings
from django.db import migrations, models

from shell.tables import CreateTables

# What was published keeps its content, and whoever acts drafts and publishes in the own name.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION library_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  movable text[] := ARRAY['state', 'link_state', 'link_answer', 'link_checked_at'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' AND OLD.drafted_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'a published row of the library is never deleted' USING ERRCODE = '23001';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.drafted_by_id IS DISTINCT FROM OLD.drafted_by_id THEN
    RAISE EXCEPTION 'a draft stays the draft of who wrote it' USING ERRCODE = '23001';
  END IF;
  IF OLD.state = 'draft' OR (OLD.drafted_by_id IS NULL AND coalesce(current_setting('desk.context', true), '') = '') THEN
    RETURN NEW;
  END IF;
  IF NEW.state = 'draft' OR (OLD.state <> 'published' AND NEW.state <> OLD.state)
     OR to_jsonb(NEW) - movable <> to_jsonb(OLD) - movable THEN
    RAISE EXCEPTION 'a published row of the library keeps its content' USING ERRCODE = '23001';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION library_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  acting uuid := (public.desk_acting()->>'user')::uuid;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.drafted_by_id IS DISTINCT FROM acting THEN
      RAISE EXCEPTION 'whoever acts drafts in the own name' USING ERRCODE = '23001';
    END IF;
  ELSIF OLD.state = 'draft' AND NEW.state <> 'draft' AND NEW.published_by_id IS DISTINCT FROM acting
        AND NOT (NEW.state = 'refused' AND NEW.published_by_id IS NULL AND NEW.drafted_by_id = acting) THEN
    RAISE EXCEPTION 'whoever acts publishes in the own name' USING ERRCODE = '23001';
  END IF;
  RETURN NEW;
END $$;
"""
TRIGGERS = "".join(
    f"""
CREATE OR REPLACE TRIGGER keep_published BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION library_keep_published();
CREATE OR REPLACE TRIGGER own_name BEFORE INSERT OR UPDATE ON {table}
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION library_own_name();
"""
    for table in (
        "library_document",
        "library_practice",
        "library_collection",
        "library_countrymeasure",
    )
)
# And measures for the own country only.
OWN_COUNTRY = """
CREATE OR REPLACE FUNCTION library_own_country() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.country IS DISTINCT FROM public.desk_acting()->>'country' THEN
    RAISE EXCEPTION 'a country writes its own measures' USING ERRCODE = '23001';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER own_country BEFORE INSERT OR UPDATE ON library_countrymeasure
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION library_own_country();
"""
# The shelf gets its row.
ROW = "INSERT INTO library_shelf (token) VALUES (gen_random_uuid());"
# The worker tries links and notes what it met; it changes no word.
WORKER = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'trm_worker') THEN
    GRANT SELECT (id, state, address, link_state, link_answer, link_checked_at),
          UPDATE (link_state, link_answer, link_checked_at) ON library_document TO trm_worker;
  END IF;
END $$;
"""
UNDO = """
DROP FUNCTION library_keep_published() CASCADE;
DROP FUNCTION library_own_name() CASCADE;
DROP FUNCTION library_own_country() CASCADE;
"""


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("library", "0001_text_review"),
        ("library", "0002_documents_and_practices"),
        ("library", "0003_by_two_people"),
        ("library", "0004_collections_by_editors"),
        ("library", "0005_practice_translated_whole"),
        ("library", "0006_measures_of_countries"),
        ("library", "0007_name_the_tool_and_other_languages"),
    ]

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="TextReview",
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
                        ("text", models.CharField(max_length=40)),
                        ("version", models.PositiveSmallIntegerField()),
                        ("language", models.CharField(max_length=8)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("first_contact", "First contact"),
                                    ("case_manager", "Case manager"),
                                    ("supervisor", "Supervisor"),
                                    ("focal_point", "Focal point"),
                                    ("competent_authority", "Competent authority"),
                                    ("service_worker", "Service worker"),
                                    ("health", "Health professional"),
                                    ("lawyer", "Lawyer"),
                                    ("police", "Police"),
                                    ("consular", "Consular protection"),
                                    ("visa_section", "Visa section"),
                                    ("return_organiser", "Return organiser"),
                                    ("guardian", "Guardian"),
                                    ("panel", "Best-interests panel"),
                                    ("national_coordinator", "National coordinator"),
                                    ("data_protection", "Data protection officer"),
                                    ("organisation_admin", "Organisation administrator"),
                                    ("operator", "Operator"),
                                    ("analyst", "Analyst"),
                                ],
                                max_length=24,
                                verbose_name="role",
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("text", "version", "language"), name="text_reviewed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shelf",
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
                        ("token", models.UUIDField(default=uuid.uuid4)),
                    ],
                ),
                migrations.CreateModel(
                    name="StoredFile",
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
                        ("body", models.BinaryField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("pages", models.PositiveIntegerField()),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="Practice",
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
                        ("slug", models.SlugField(max_length=80)),
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
                        (
                            "refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is not published"
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "language",
                            models.CharField(
                                default="en", max_length=8, verbose_name="language of the text"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("tried", models.TextField(max_length=3000, verbose_name="what was tried")),
                        ("place", models.CharField(max_length=200, verbose_name="where")),
                        (
                            "countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "bodies",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("by_whom", models.CharField(max_length=300, verbose_name="by whom")),
                        (
                            "period",
                            models.CharField(blank=True, max_length=60, verbose_name="when"),
                        ),
                        ("result", models.TextField(max_length=3000, verbose_name="result")),
                        ("watch", models.TextField(max_length=3000, verbose_name="what to watch")),
                        (
                            "known_from",
                            models.CharField(max_length=300, verbose_name="how this is known"),
                        ),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "measures",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "document",
                            models.SlugField(
                                blank=True, max_length=80, verbose_name="document that tells it"
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
                                to="library.practice",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
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
                                name="practice_needs_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("slug",),
                                name="practice_one_published_per_slug",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeTranslation",
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
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("tried", models.TextField(max_length=3000, verbose_name="what was tried")),
                        ("result", models.TextField(max_length=3000, verbose_name="result")),
                        ("watch", models.TextField(max_length=3000, verbose_name="what to watch")),
                        ("translated_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "practice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="translations",
                                to="library.practice",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "translated_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="where"),
                        ),
                        (
                            "by_whom",
                            models.CharField(blank=True, max_length=300, verbose_name="by whom"),
                        ),
                        (
                            "period",
                            models.CharField(blank=True, max_length=60, verbose_name="when"),
                        ),
                        (
                            "known_from",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="how this is known"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("practice", "language"),
                                name="practice_translated_once_per_language",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    ("translated_by__isnull", True),
                                    models.Q(
                                        ("reviewed_by", models.F("translated_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="practice_translation_read_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
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
                        ("slug", models.SlugField(max_length=80)),
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
                        (
                            "refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is not published"
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=400, verbose_name="title")),
                        (
                            "title_en",
                            models.CharField(
                                blank=True, max_length=400, verbose_name="title in English"
                            ),
                        ),
                        (
                            "title_fr",
                            models.CharField(
                                blank=True, max_length=400, verbose_name="title in French"
                            ),
                        ),
                        ("publisher", models.CharField(max_length=200, verbose_name="publisher")),
                        (
                            "authors",
                            models.CharField(blank=True, max_length=300, verbose_name="authors"),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="year"
                            ),
                        ),
                        (
                            "edition",
                            models.CharField(blank=True, max_length=60, verbose_name="edition"),
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
                        (
                            "kind",
                            models.CharField(
                                choices=library.taxonomy.kinds, max_length=16, verbose_name="type"
                            ),
                        ),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "audiences",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "forms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "beside",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "related",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "summary_en",
                            models.TextField(
                                blank=True, max_length=1500, verbose_name="summary in English"
                            ),
                        ),
                        (
                            "summary_fr",
                            models.TextField(
                                blank=True, max_length=1500, verbose_name="summary in French"
                            ),
                        ),
                        (
                            "address",
                            models.URLField(blank=True, max_length=500, verbose_name="address"),
                        ),
                        (
                            "archive_address",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="copy elsewhere"
                            ),
                        ),
                        (
                            "is_verified",
                            models.BooleanField(
                                default=False, verbose_name="the address was seen with this title"
                            ),
                        ),
                        (
                            "checked_on",
                            models.DateField(blank=True, null=True, verbose_name="checked on"),
                        ),
                        (
                            "licence",
                            models.CharField(
                                choices=library.taxonomy.licences,
                                default="unknown",
                                max_length=16,
                                verbose_name="licence",
                            ),
                        ),
                        (
                            "pages",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="pages"
                            ),
                        ),
                        (
                            "replaced_by",
                            models.SlugField(blank=True, max_length=80, verbose_name="replaced by"),
                        ),
                        (
                            "translation_of",
                            models.SlugField(
                                blank=True, max_length=80, verbose_name="translation of"
                            ),
                        ),
                        (
                            "is_public",
                            models.BooleanField(
                                default=True, verbose_name="visitors may read this record"
                            ),
                        ),
                        (
                            "link_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not checked yet"),
                                    ("works", "The link works"),
                                    ("moved", "It leads to another address"),
                                    ("gone", "The page is gone"),
                                    ("silent", "The site does not answer"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("link_answer", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("link_checked_at", models.DateTimeField(blank=True, null=True)),
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
                                to="library.document",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="library.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("state", "published")),
                                fields=["beside"],
                                name="document_beside",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("state", "published")),
                                fields=["countries"],
                                name="document_countries",
                            ),
                            models.Index(
                                condition=models.Q(("state", "published")),
                                fields=["link_checked_at"],
                                name="document_link",
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
                                name="document_needs_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("slug",),
                                name="document_one_published_per_slug",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file__isnull", True),
                                    (
                                        "licence__in",
                                        [
                                            "cc_by",
                                            "cc_by_nc",
                                            "cc_by_sa",
                                            "official",
                                            "own",
                                            "permission",
                                            "public_domain",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="document_file_only_where_licence_allows",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Collection",
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
                        ("slug", models.SlugField(max_length=80)),
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
                        (
                            "refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is not published"
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "title",
                            models.CharField(max_length=120, verbose_name="title in English"),
                        ),
                        (
                            "title_fr",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="title in French"
                            ),
                        ),
                        (
                            "lead",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="for whom or for what, in English",
                            ),
                        ),
                        (
                            "lead_fr",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="for whom or for what, in French",
                            ),
                        ),
                        (
                            "documents",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80),
                                blank=True,
                                default=list,
                                size=None,
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
                                to="library.collection",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("state", "published")),
                                fields=["documents"],
                                name="collection_holds",
                            )
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
                                name="collection_needs_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("slug",),
                                name="collection_one_published_per_slug",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountryMeasure",
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
                        ("slug", models.SlugField(max_length=80)),
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
                        (
                            "refusal",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="why it is not published"
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("procedure", models.SlugField(max_length=40, verbose_name="procedure")),
                        ("code", models.SlugField(max_length=40)),
                        (
                            "after",
                            models.SlugField(
                                blank=True, max_length=40, verbose_name="stands after"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                default="en", max_length=8, verbose_name="language of the text"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "people",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "who",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("when", models.CharField(max_length=200, verbose_name="when")),
                        (
                            "how",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "child",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "foreign",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=300),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "say",
                            models.CharField(max_length=400, verbose_name="what you could say"),
                        ),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=10, verbose_name="minutes it takes"
                            ),
                        ),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
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
                                to="library.countrymeasure",
                            ),
                        ),
                        (
                            "also",
                            models.JSONField(
                                blank=True, default=dict, verbose_name="in other languages"
                            ),
                        ),
                        ("gate", models.CharField(blank=True, max_length=4, verbose_name="gate")),
                        ("tool", models.SlugField(blank=True, max_length=60, verbose_name="tool")),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["country", "procedure"], name="measures_of_country"
                            )
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
                                name="countrymeasure_needs_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("slug",),
                                name="countrymeasure_one_published_per_slug",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(FUNCTIONS + TRIGGERS + OWN_COUNTRY + ROW + WORKER, UNDO),
    ]
