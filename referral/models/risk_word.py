import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def levels():
    """By category, the first in place 0: 1 low to 4 extreme; 0 is not judged, or not known."""
    return ArrayField(models.PositiveSmallIntegerField(), size=10)


class RiskWord(models.Model):
    """
    What one side's signature on G3 says by category. Levels cross with consent for the class of risks; items never do.

    `row_security/73_risk.sql` says who reads it.
    """

    signature = models.OneToOneField(
        "referral.GateSignature", on_delete=models.PROTECT, primary_key=True, related_name="word"
    )
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    assessment = models.ForeignKey(
        "referral.Assessment", on_delete=models.PROTECT, related_name="+"
    )
    staying = levels()
    returning = levels()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risk_word_is_levels_only",
                condition=Q(staying__contained_by=[0, 1, 2, 3, 4], staying__len=10)
                & Q(returning__contained_by=[0, 1, 2, 3, 4], returning__len=10),
            )
        ]

    def __str__(self):
        return f"levels {self.pk}"


class RiskTalk(models.Model):
    """
    Two sides are two levels apart or more, and talk. Opened by the database when the later of them signs, see `73_risk.sql`.

    `staying` and `returning` are the categories; both empty where the person did not agree that levels cross.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="talks")
    one = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    staying = ArrayField(models.PositiveSmallIntegerField(), default=list)
    returning = ArrayField(models.PositiveSmallIntegerField(), default=list)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["journey", "-opened_at"], name="risk_talk_newest")]

    def __str__(self):
        return f"talk {self.pk}"


class TalkOutcome(models.TextChoices):
    """What a side says after the talk. Both have to speak; the newest word of each counts."""

    HIGHER = "higher", _("We agree: the higher level counts")
    ANEW = "anew", _("We look again and sign anew")
    APART = "apart", _("We still see it differently")


class TalkWord(models.Model):
    """One side's word after the talk. What was said stays in its own case, as a record of evidence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    talk = models.ForeignKey(RiskTalk, on_delete=models.PROTECT, related_name="words")
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=8, choices=TalkOutcome.choices)
    said_at = models.DateTimeField(default=timezone.now)
    evidence = models.UUIDField()

    def __str__(self):
        return f"{self.said} {self.pk}"
