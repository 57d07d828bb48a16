"""
Tables with random noise, and what they cost. Two people of a country's coordination agree to a release, the database charges the ledger,
and the role of the statistics draws its numbers, once (`row_security/97_noise.sql`, docs/adr/0046).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.noise.draw import EPSILONS, SENSITIVITY
from reports.statistics.cubes import CUBES


class NoiseState(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Not agreed")
    WITHDRAWN = "withdrawn", _("Taken back")


class NoisyRelease(models.Model):
    """One cube of one frozen month, of people of one year, with so much noise. Asked for again, it is the same release."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2)
    cube = models.CharField(max_length=16)
    month = models.DateField()  # the frozen one, its first day
    year = models.PositiveSmallIntegerField()  # of the first contact
    epsilon = models.DecimalField(max_digits=3, decimal_places=2)
    sensitivity = models.PositiveSmallIntegerField(default=SENSITIVITY)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=NoiseState.choices, default=NoiseState.WAITING)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")  # fmt: skip
    answered_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "cube", "month", "year", "epsilon"],
                condition=Q(state__in=["waiting", "agreed"]),
                name="noisy_release_once",
            ),
            models.CheckConstraint(
                name="noisy_release_has_a_second_person",
                condition=Q(state__in=["waiting", "withdrawn"], answered_by=None, answered_at=None)
                | (
                    Q(state__in=["agreed", "refused"], answered_at__isnull=False)
                    & ~Q(answered_by=F("proposed_by"))
                    & Q(answered_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="noisy_release_of_few_epsilons", condition=Q(epsilon__in=EPSILONS)
            ),
            models.CheckConstraint(
                name="noisy_release_drawn_once_agreed",
                condition=Q(drawn_at=None) | Q(state="agreed"),
            ),
        ]

    def __str__(self):
        return f"{self.country} {self.cube} {self.year} {self.epsilon}"

    @property
    def about(self):
        return CUBES[self.cube]


class NoisyCell(models.Model):
    """A number as it was drawn, also below zero. Never drawn again."""

    of = models.ForeignKey(NoisyRelease, on_delete=models.PROTECT, related_name="cells")
    row = models.CharField(max_length=32)
    column = models.CharField(max_length=32)
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "row", "column"], name="noisy_cell_once")
        ]

    def __str__(self):
        return f"{self.row} {self.column}"


class NoiseSpent(models.Model):
    """The ledger: one line for each release that was agreed to. Written by the database alone, never changed, never deleted."""

    release = models.OneToOneField(NoisyRelease, on_delete=models.PROTECT, related_name="spent")
    country = models.CharField(max_length=2)
    cube = models.CharField(max_length=16)
    month = models.DateField()
    year = models.PositiveSmallIntegerField()  # of the people counted: the budget is theirs
    epsilon = models.DecimalField(max_digits=3, decimal_places=2)
    reason = models.CharField(max_length=200)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    spent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["year"], name="noise_spent_of_year")]
        constraints = [
            models.CheckConstraint(
                name="noise_spent_by_two", condition=~Q(approved_by=F("proposed_by"))
            )
        ]

    def __str__(self):
        return f"{self.country} {self.cube} {self.year} {self.epsilon}"

    @property
    def about(self):
        return CUBES[self.cube]
