"""
Figures that the worker counted, and meetings of two countries' coordinators. No person, no journey: numbers by country, body and
month (`row_security/77_desk.sql`), what two countries decided (`78_meetings.sql`), the frozen months of the statistics
(`87_statistics.sql`), what public bodies counted (`justice_models.py`), and tables with random noise (`noise_models.py`).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.justice_models import JusticeEntry, JusticeNumber, JusticeSaid
from reports.noise_models import NoiseSpent, NoisyCell, NoisyRelease

__all__ = [
    "CubeCell",
    "Decision",
    "DeskCell",
    "DeskCount",
    "FrozenJourneys",
    "FrozenReferrals",
    "JusticeEntry",
    "JusticeNumber",
    "JusticeSaid",
    "Meeting",
    "MeetingAnswer",
    "NoiseSpent",
    "NoisyCell",
    "NoisyRelease",
    "SaidCell",
    "Snapshot",
]


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


class Snapshot(models.Model):
    """A month that was frozen: codes and counts, no reference, no day, no word. Never changed."""

    month = models.DateField(unique=True)  # its first day
    taken_at = models.DateTimeField(default=timezone.now)
    journeys = models.PositiveIntegerField(default=0)
    referrals = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.month:%Y-%m}"


class FrozenJourneys(models.Model):
    """So many journeys that are alike in all of these codes. Read by the statistics' own role alone."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)  # where the person was found
    year = models.PositiveSmallIntegerField()  # of the first contact
    sex = models.CharField(max_length=8)
    age = models.CharField(max_length=8)
    citizenship = models.CharField(max_length=8)
    form = models.CharField(max_length=8)
    status = models.CharField(max_length=12)
    body = models.CharField(max_length=16)
    reflection = models.CharField(max_length=8)
    outlook = models.CharField(max_length=12)
    way = models.CharField(max_length=12)
    ended = models.CharField(max_length=12)
    # Of months that were frozen before these were counted: empty.
    crossing = models.CharField(max_length=8, default="", db_default="")
    risk = models.CharField(max_length=8, default="", db_default="")
    number = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["snapshot", "country"], name="frozen_journeys_of_month")]

    def __str__(self):
        return f"{self.country} {self.year} {self.number}"


class FrozenReferrals(models.Model):
    """So many referrals that are alike: what was asked, where, what came of it, how soon."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)  # of who asked
    year = models.PositiveSmallIntegerField()  # of the sending
    kind = models.CharField(max_length=16)
    place = models.CharField(max_length=8)
    result = models.CharField(max_length=16)
    wait = models.CharField(max_length=8)
    number = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["snapshot", "country"], name="frozen_referrals_of_month")]

    def __str__(self):
        return f"{self.country} {self.year} {self.number}"


class CubeCell(models.Model):
    """A cell of a fixed cube as it was counted, before anything is held back. Read by the statistics' own role alone."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    cube = models.CharField(max_length=16)
    row = models.CharField(max_length=32)
    column = models.CharField(max_length=32)
    number = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["cube", "year", "country"], name="cube_cell_of_year")]

    def __str__(self):
        return f"{self.cube} {self.row} {self.column}"


class SaidCell(models.Model):
    """
    What a table of that month says. `as_of`: the month whose number stands here; an earlier one while too little has changed,
    none (and no number) where it was never said.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    cube = models.CharField(max_length=16)
    row = models.CharField(max_length=32)
    column = models.CharField(max_length=32)
    inside = models.BooleanField()  # for the country's coordination; else for everybody
    number = models.PositiveIntegerField(null=True)
    as_of = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "snapshot", "inside", "cube", "row", "column"],
                name="said_cell_once",
            ),
            models.CheckConstraint(
                name="said_cell_has_its_month",
                condition=Q(number=None, as_of=None) | Q(number__isnull=False, as_of__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.cube} {self.row} {self.column}"
