"""
Figures that the worker counted, and meetings of two countries' coordinators. No person, no journey: numbers by country, body and
month (`row_security/77_desk.sql`), and what two countries decided (`78_meetings.sql`).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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


class MeetingAnswer(models.TextChoices):
    AGREED = "agreed", _("We agree to the day and the points")
    OTHER_DAY = "other_day", _("We propose another day")
    MORE = "more", _("We agree, and add points")


class Meeting(models.Model):
    """
    Two countries' coordinators sit together: prepared by one side, answered by the other, kept by both.

    What is open is asked anew each time, so that a journey that left one side's lists leaves this page as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.CharField(max_length=2)  # whose coordination prepared it
    other = models.CharField(max_length=2)
    since = models.DateField()
    held_on = models.DateField()
    prepared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=12, choices=MeetingAnswer.choices, blank=True)
    answer_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["one", "other", "-held_on"], name="meeting_of_pair")]
        constraints = [
            models.CheckConstraint(name="meeting_of_two_countries", condition=~Q(one=F("other"))),
            models.CheckConstraint(
                name="meeting_after_its_period", condition=Q(since__lt=F("held_on"))
            ),
            models.CheckConstraint(
                name="meeting_answer_has_a_time",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="meeting_other_day_is_said",
                condition=Q(answer="other_day", answer_on__isnull=False)
                | (~Q(answer="other_day") & Q(answer_on=None)),
            ),
        ]

    def __str__(self):
        return f"{self.one} {self.other} {self.held_on}"

    @property
    def pair(self):
        return (self.one, self.other)

    def across(self, country):
        """The other country, seen from this one."""
        return self.other if country == self.one else self.one


class Decision(models.Model):
    """What a meeting decided: which country does what by when. It speaks of bodies, never of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField(_("what was decided"), max_length=240)
    owner = models.CharField(_("who does it"), max_length=2)
    due_on = models.DateField(_("by"), null=True, blank=True)
    made_in = models.CharField(max_length=2)
    made_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        indexes = [models.Index(fields=["meeting", "made_at"], name="decision_of_meeting")]

    def __str__(self):
        return str(self.pk)
