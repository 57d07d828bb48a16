import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

KEEPERS = [Role.NATIONAL_COORDINATOR]
"""Who brings, changes and withdraws a country's own tools, and confirms points that came from memory."""
PUBLISHERS = [Role.NATIONAL_COORDINATOR, Role.FOCAL_POINT]
"""Who publishes what somebody else brought."""


class Origin(models.TextChoices):
    SHIPPED = "shipped", _("Ships with the product")
    OWN = "own", _("The country’s own")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In use")
    WITHDRAWN = "withdrawn", _("No longer offered")


class InstrumentVersionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What is or was in use is no secret. A draft is read by those of its country who bring or publish."""
        if actor.role not in PUBLISHERS:
            return self.exclude(state=VersionState.DRAFT)
        return self.filter(~Q(state=VersionState.DRAFT) | Q(country=actor.country))

    def in_use(self):
        return self.filter(state=VersionState.PUBLISHED)


class InstrumentVersion(models.Model):
    """
    One version of a tool. From the day it is in use nothing of it changes any more, also not in the database.

    `content` is a definition as `instruments.reading.Reader` takes it, `report` what the import said of the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices)
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=10, choices=VersionState.choices)
    content = models.JSONField()
    report = models.JSONField(default=list)
    edition = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state="draft"), name="instrument_one_draft"
            ),
            models.CheckConstraint(
                name="instrument_published_by_a_second_person",
                condition=Q(origin="shipped", author=None, published_by=None, country="")
                & ~Q(state="draft")
                | Q(origin="own", author__isnull=False)
                & ~Q(country="")
                & (
                    Q(state="draft", published_by=None, published_at=None)
                    | ~Q(state="draft")
                    & Q(published_by__isnull=False, published_at__isnull=False)
                    & ~Q(published_by=F("author"))
                ),
            ),
            models.CheckConstraint(
                name="instrument_withdrawn_at_and_by_go_together",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT


class PointConfirmation(models.Model):
    """Somebody in a named role says that a point which was written from memory is right in this country."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    point = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "point", "country"], name="point_confirmed_once"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.version} {self.point} {self.country}"
