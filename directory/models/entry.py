"""What facts and contacts have in common: where it comes from, how sure, who wrote it and who let it stand."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.second_person import needs_two_people


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Not published")


class Confidence(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


HISTORY = (
    *("state", "supersedes", "removes", "reason", "refusal", "seed_key"),
    *("drafted_by", "drafted_at", "published_by", "published_at"),
)


class EntryQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED)

    def of(self, *countries):
        return self.filter(country__in=[code.upper() for code in countries])

    def without_history(self):
        """As readers read it: not how it came to stand here."""
        return self.defer(*HISTORY)


class Entry(models.Model):
    """
    One row of the directory. A published row never changes its content: a change is a new row that
    supersedes it, drafted by one person and published by another. Rows of the seed have no drafter;
    `seed_key` says which line of the seed they stem from, also after people edited them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(_("country"), max_length=2)
    partner = models.CharField(_("with the country"), max_length=2, blank=True)
    source = models.ForeignKey("directory.Source", on_delete=models.PROTECT, related_name="+")
    as_of = models.CharField(_("as of"), max_length=10, blank=True)  # 2014, 2022-11, 2022-11-16
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidence = models.CharField(
        _("confidence"), max_length=6, choices=Confidence.choices, default=Confidence.MEDIUM
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    removes = models.BooleanField(default=False)  # publishing it takes the old row away
    reason = models.CharField(_("why it changes"), max_length=300, blank=True)
    refusal = models.CharField(_("why it is not published"), max_length=300, blank=True)
    seed_key = models.CharField(max_length=120, blank=True)
    drafted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            needs_two_people("%(class)s_needs_two_people"),
            models.CheckConstraint(
                name="%(class)s_without_drafter_is_seed",
                condition=Q(drafted_by__isnull=False) | ~Q(seed_key=""),
            ),
            models.UniqueConstraint(
                fields=["seed_key"],
                condition=Q(state=State.PUBLISHED) & ~Q(seed_key=""),
                name="%(class)s_one_published_per_seed_key",
            ),
        ]
