"""What people say to each other about the directory: a report of something wrong, a question to a colleague."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReportOutcome(models.TextChoices):
    CHANGED = "changed", _("It was changed")
    RIGHT = "right", _("It is right as it stands")
    UNKNOWN = "unknown", _("We could not find out")


class Report(models.Model):
    """
    Something wrong on the page of a country, said by anybody signed in; without `made_by` it was
    said by the body itself, through the link of its mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2, db_index=True)
    fact = models.ForeignKey(
        "directory.Fact", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    contact = models.ForeignKey(
        "directory.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    text = models.TextField(_("what is wrong"), max_length=2000)
    made_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=ReportOutcome.choices, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.country


class Question(models.Model):
    """A question about a country, without personal data, to its focal points and coordinators."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(_("country"), max_length=2, db_index=True)
    text = models.TextField(_("question"), max_length=2000)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.country


class Answer(models.Model):
    """An answer; made public as guidance it becomes a draft of a fact, with the usual second person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), max_length=4000)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(default=timezone.now)
    guidance = models.ForeignKey(
        "directory.Fact", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self):
        return self.question.country


class Pin(models.Model):
    """A country somebody keeps at hand."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2)
    pinned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "country"], name="pin_once")]

    def __str__(self):
        return self.country
