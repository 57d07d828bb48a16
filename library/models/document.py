import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from library.models.kept import Kept, State, codes
from library.taxonomy import KINDS, LICENCES_WITH_FILE, kinds, licences


class LinkState(models.TextChoices):
    UNKNOWN = "", _("Not checked yet")
    WORKS = "works", _("The link works")
    MOVED = "moved", _("It leads to another address")
    GONE = "gone", _("The page is gone")
    SILENT = "silent", _("The site does not answer")


class Shelf(models.Model):
    """One row. Its token changes with every publication: what was made from the documents is made anew then."""

    token = models.UUIDField(default=uuid.uuid4)

    def __str__(self):
        return str(self.token)


class StoredFile(models.Model):
    """A document itself, where its licence allows that we keep it: a PDF, painted anew without scripts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.sha256[:12]


class Document(Kept):
    """
    A publication that matters to the work: what it is, what it says in our own words, where it stands.

    `is_verified`: the address was seen with this title. `beside`: where it is shown, as `tool:consent`,
    `measure:return.wish`, `lesson:course.lesson`; beside a country it is shown by `countries`.
    """

    title = models.CharField(_("title"), max_length=400)
    title_en = models.CharField(_("title in English"), max_length=400, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=400, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    edition = models.CharField(_("edition"), max_length=60, blank=True)
    languages = codes(8)
    kind = models.CharField(_("type"), max_length=16, choices=kinds)
    themes = codes()
    audiences = codes()
    forms = codes()
    countries = codes(2)
    beside = codes(80)
    related = codes(80)
    summary_en = models.TextField(_("summary in English"), max_length=1500, blank=True)
    summary_fr = models.TextField(_("summary in French"), max_length=1500, blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    archive_address = models.URLField(_("copy elsewhere"), max_length=500, blank=True)
    is_verified = models.BooleanField(_("the address was seen with this title"), default=False)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=16, choices=licences, default="unknown")
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    replaced_by = models.SlugField(_("replaced by"), max_length=80, blank=True)
    translation_of = models.SlugField(_("translation of"), max_length=80, blank=True)
    is_public = models.BooleanField(_("visitors may read this record"), default=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link_state = models.CharField(
        max_length=8, choices=LinkState.choices, default=LinkState.UNKNOWN, blank=True
    )
    link_answer = models.PositiveSmallIntegerField(null=True, blank=True)  # the HTTP status
    link_checked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Kept.Meta):
        constraints = [
            *Kept.Meta.constraints,
            models.CheckConstraint(
                name="document_file_only_where_licence_allows",
                condition=Q(file__isnull=True) | Q(licence__in=sorted(LICENCES_WITH_FILE)),
            ),
        ]
        indexes = [
            GinIndex(fields=["beside"], condition=Q(state=State.PUBLISHED), name="document_beside"),
            GinIndex(
                fields=["countries"], condition=Q(state=State.PUBLISHED), name="document_countries"
            ),
            models.Index(
                fields=["link_checked_at"], condition=Q(state=State.PUBLISHED), name="document_link"
            ),
        ]

    @property
    def shown_title(self) -> str:
        return self.title_for(get_language() or "en")

    def title_for(self, language: str) -> str:
        return {"en": self.title_en, "fr": self.title_fr}.get(language[:2]) or self.title

    @property
    def title_language(self) -> str:
        """Of the title that is shown: French where there is one and the page is French, else that of the document."""
        language = (get_language() or "en")[:2]
        if language == "fr" and self.title_fr:
            return "fr"
        if language == "en" and self.title_en:
            return "en"
        return "en" if "en" in self.languages else (self.languages or ["en"])[0]

    @property
    def summary(self) -> str:
        first, second = self.summary_en, self.summary_fr
        return (second or first) if self.summary_language == "fr" else (first or second)

    @property
    def summary_language(self) -> str:
        wants_french = (get_language() or "en")[:2] == "fr"
        return "fr" if (wants_french and self.summary_fr) or not self.summary_en else "en"

    @property
    def kind_label(self) -> str:
        return KINDS.get(self.kind, self.kind)
