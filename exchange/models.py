"""A file of people on its way in. What it held lies sealed in batches with a key of its own, and is destroyed with it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.export_models import Export, ExportPiece, WentOut
from referral.keys import EncryptedTextField

__all__ = [
    "Export",
    "ExportPiece",
    "ImportBatch",
    "ImportState",
    "KnownRow",
    "PeopleImport",
    "RowChoice",
    "WentOut",
]

KEY_CLASS = "import"


class ImportState(models.TextChoices):
    LOOKED_AT = "looked_at", _("Not imported yet")
    QUEUED = "queued", _("On its way in")
    DONE = "done", _("Imported")
    STOPPED = "stopped", _("Stopped")
    DROPPED = "dropped", _("Deleted without an import")


class ImportRows(models.QuerySet):
    def visible_to(self, actor):
        """Whoever brought the file, in the role in which it was brought."""
        return self.filter(organisation_id=actor.organisation, membership_id=actor.membership)


class PeopleImport(models.Model):
    """
    One file. `mapping` is {place of column: field}, `decided` the places of the columns that the person judged.

    `digest` is keyed by organisation: it tells "the same file" and nothing else. `faults` has rows, columns and
    codes, never what a cell holds. `done` counts the rows that are in: what a killed worker goes on from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=12, choices=ImportState.choices, default=ImportState.LOOKED_AT
    )
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    decided = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    fault_count = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ImportRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "digest"],
                condition=models.Q(state__in=["queued", "done", "stopped"]),
                name="people_import_once",
            )
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def percent(self) -> int:
        return 100 * self.done // self.rows if self.rows else 0


class ImportBatch(models.Model):
    """Some rows of the file, as JSON: [[row number, {place of column: cell}], …]. `number`: of the rows before them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveSmallIntegerField()
    rows = EncryptedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="import_batch_once")]

    def __str__(self):
        return str(self.pk)

    @property
    def key_owner(self):
        return self.of_id

    @property
    def key_class(self):
        return KEY_CLASS


class RowChoice(models.TextChoices):
    """What becomes of a row whose person may be known already."""

    NEW = "new", _("Take in as a new case")
    LINK = "link", _("Take in and link with the case that is known")
    LEAVE = "leave", _("Leave out")


class KnownRow(models.Model):
    """
    A row whose person may be known here, or stands in the file twice: `twin` is the row before it.

    `cases`: those whose names the person who brought the file may read. `others`: there is one that is closed to her or him.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="known_rows")
    row = models.PositiveIntegerField()
    name = EncryptedTextField()
    cases = ArrayField(models.UUIDField(), default=list)
    others = models.BooleanField(default=False)
    twin = models.PositiveIntegerField(null=True)
    choice = models.CharField(max_length=8, choices=RowChoice.choices, default=RowChoice.NEW)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "row"], name="known_row_once"),
            models.CheckConstraint(
                name="known_row_links_only_with_a_case_that_is_open",
                condition=~models.Q(choice="link") | models.Q(cases__len__gt=0),
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def key_owner(self):
        return self.of_id

    @property
    def key_class(self):
        return KEY_CLASS
