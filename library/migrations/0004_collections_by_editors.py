import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

# The same as for documents and practices (0003): what was published keeps its content, and whoever acts does so in the own name.
TRIGGERS = """
CREATE OR REPLACE TRIGGER keep_published BEFORE UPDATE OR DELETE ON library_collection
  FOR EACH ROW EXECUTE FUNCTION library_keep_published();
CREATE OR REPLACE TRIGGER own_name BEFORE INSERT OR UPDATE ON library_collection
  FOR EACH ROW WHEN (coalesce(current_setting('desk.context', true), '') <> '') EXECUTE FUNCTION library_own_name();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0003_by_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="document",
            name="collections",
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                    models.CharField(blank=True, max_length=300, verbose_name="why it changes"),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why it is not published"
                    ),
                ),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("title", models.CharField(max_length=120, verbose_name="title in English")),
                (
                    "title_fr",
                    models.CharField(blank=True, max_length=120, verbose_name="title in French"),
                ),
                (
                    "lead",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="for whom or for what, in English"
                    ),
                ),
                (
                    "lead_fr",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="for whom or for what, in French"
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
                                models.Q(("published_by", models.F("drafted_by")), _negated=True),
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
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
