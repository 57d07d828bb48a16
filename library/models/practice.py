import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from library.models.kept import Kept, codes


class Practice(Kept):
    """Something that was tried and helped: what, where, by whom, with which result, and what to watch."""

    language = models.CharField(_("language of the text"), max_length=8, default="en")
    title = models.CharField(_("title"), max_length=200)
    tried = models.TextField(_("what was tried"), max_length=3000)
    place = models.CharField(_("where"), max_length=200)
    countries = codes(2)
    bodies = codes()
    by_whom = models.CharField(_("by whom"), max_length=300)
    period = models.CharField(_("when"), max_length=60, blank=True)
    result = models.TextField(_("result"), max_length=3000)
    watch = models.TextField(_("what to watch"), max_length=3000)
    known_from = models.CharField(_("how this is known"), max_length=300)
    themes = codes()
    measures = codes(80)
    document = models.SlugField(_("document that tells it"), max_length=80, blank=True)


class PracticeTranslation(models.Model):
    """A practice in another language. Read once by a second person, it is reviewed; until then the page says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=8)
    title = models.CharField(_("title"), max_length=200)
    tried = models.TextField(_("what was tried"), max_length=3000)
    result = models.TextField(_("result"), max_length=3000)
    watch = models.TextField(_("what to watch"), max_length=3000)
    place = models.CharField(_("where"), max_length=200, blank=True)
    by_whom = models.CharField(_("by whom"), max_length=300, blank=True)
    period = models.CharField(_("when"), max_length=60, blank=True)
    known_from = models.CharField(_("how this is known"), max_length=300, blank=True)
    translated_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    translated_at = models.DateTimeField(default=timezone.now)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "language"], name="practice_translated_once_per_language"
            ),
            models.CheckConstraint(
                name="practice_translation_read_by_another",
                condition=Q(reviewed_by__isnull=True)
                | Q(translated_by__isnull=True)
                | ~Q(reviewed_by=F("translated_by")),
            ),
        ]

    def __str__(self):
        return f"{self.practice_id} {self.language}"
