"""What documents and practices have in common: who wrote it and who let it stand."""

import uuid

from django.contrib.postgres.fields import ArrayField
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


class KeptQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED)

    def drafts(self):
        return self.filter(state=State.DRAFT).select_related("drafted_by", "supersedes")


def codes(size=24):
    return ArrayField(models.CharField(max_length=size), default=list, blank=True)


class Kept(models.Model):
    """
    One version of a record. A change is a new row that supersedes the published one, drafted by one person and
    published by another. `slug` names the record through all its versions. Rows of the seed have no drafter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    removes = models.BooleanField(default=False)  # publishing it takes the old row away
    reason = models.CharField(_("why it changes"), max_length=300, blank=True)
    refusal = models.CharField(_("why it is not published"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            needs_two_people("%(class)s_needs_two_people"),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(state=State.PUBLISHED),
                name="%(class)s_one_published_per_slug",
            ),
        ]

    def __str__(self):
        return self.slug

    @property
    def version(self) -> int:
        """Changes whenever its drafter writes it anew: who publishes has seen what is published."""
        return int(self.drafted_at.timestamp() * 1_000_000)
