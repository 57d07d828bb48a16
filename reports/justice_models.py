"""
Yearly figures of investigations, courts and rights, as a public body counted them: entered by one person with their source, confirmed by
another. Never changed: a correction is a new entry. No person of this desk is in them (`row_security/91_justice.sql`).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.justice.measures import MEASURES

FIRST_YEAR = 2000


class JusticeState(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Taken back")


class JusticeEntry(models.Model):
    """One measure of one country and year, with where it stands written. `is_public`: the source has published it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField(_("year"))
    measure = models.CharField(max_length=16)
    source = models.CharField(_("source"), max_length=200)
    source_on = models.DateField(_("date of the source"))
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    is_public = models.BooleanField(default=False)
    from_file = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=JusticeState.choices, default=JusticeState.WAITING
    )
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "measure"],
                condition=Q(state="waiting"),
                name="justice_entry_waits_once",
            ),
            models.CheckConstraint(
                name="justice_entry_has_a_second_person",
                condition=Q(state__in=["waiting", "withdrawn"], answered_by=None, answered_at=None)
                | (
                    Q(state__in=["confirmed", "refused"], answered_at__isnull=False)
                    & ~Q(answered_by=F("entered_by"))
                    & Q(answered_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="justice_entry_public_has_an_address",
                condition=Q(is_public=False) | ~Q(source_url=""),
            ),
            models.CheckConstraint(
                name="justice_entry_of_a_year_that_is_over",
                condition=Q(year__gte=FIRST_YEAR),
            ),
        ]

    def __str__(self):
        return f"{self.country} {self.year} {self.measure}"

    @property
    def about(self):
        return MEASURES[self.measure]


class Part(models.Model):
    """A cell: the whole (`parting` and `category` empty), or one part of it."""

    parting = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=12, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.parting} {self.category}"


class JusticeNumber(Part):
    """As it was entered. Read by the country's own coordination alone."""

    of = models.ForeignKey(JusticeEntry, on_delete=models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "parting", "category"], name="justice_number_once")
        ]  # fmt: skip


class JusticeSaid(Part):
    """What a table says of it: to everybody, or inside the country's coordination. No number where it is held back."""

    of = models.ForeignKey(JusticeEntry, on_delete=models.PROTECT, related_name="said")
    inside = models.BooleanField()
    number = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of", "inside", "parting", "category"], name="justice_said_once"
            )
        ]
