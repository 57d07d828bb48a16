"""Figures that the worker counted. No person, no journey: numbers by country, body and month (`row_security/77_desk.sql`)."""

from django.db import models
from django.db.models import Q


class DeskCell(models.Model):
    """One number of a coordinating country, in one of three slices: all, by organisation, by corridor."""

    country = models.CharField(max_length=2)
    slice = models.CharField(max_length=12)
    organisation = models.UUIDField(null=True)
    found_in = models.CharField(max_length=2, blank=True)
    goes_to = models.CharField(max_length=2, blank=True)
    figure = models.CharField(max_length=12)
    month = models.DateField(null=True)  # its first day; none for what stands now
    stage = models.PositiveSmallIntegerField(null=True)
    outlook = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    body = models.CharField(max_length=2, blank=True)  # the country of who owes or answered
    days = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField()
    late = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["country", "slice", "organisation", "found_in", "goes_to"],
                name="desk_cell_of_page",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="desk_cell_organisation_in_its_slice",
                condition=Q(slice="organisation", organisation__isnull=False)
                | (~Q(slice="organisation") & Q(organisation__isnull=True)),
            )
        ]

    def __str__(self):
        return f"{self.country} {self.figure} {self.number}"


class DeskCount(models.Model):
    """When the figures were counted last: one row."""

    as_of = models.DateTimeField()

    def __str__(self):
        return f"{self.as_of:%Y-%m-%d %H:%M}"
