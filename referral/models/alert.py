import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.alerts import (
    READS_ALERTS,
    Agreed,
    AlertIndicator,
    AlertStep,
    Body,
    DocumentRisk,
    Place,
    Reach,
    Said,
)


def new_receipt_number():
    return f"A-{uuid.uuid4().hex[:8].upper()}"


class ConsularAlertQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The body that got it. Never the mission."""
        return (
            self.filter(receiver_id=actor.organisation)
            if actor.role in READS_ALERTS
            else self.none()
        )


class ConsularAlert(models.Model):
    """
    A mission tells a body of the country where somebody stands that the person may need protection.

    Codes only: no name, no number of a document, no text. Who sent it can never read it, and nothing links it to the
    receipt (docs/adr/0007).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receiver = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    # Empty where fear or asylum was mentioned: it would tell the nationality.
    mission = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    country = models.CharField(_("country where the person stands now"), max_length=2)
    city = models.CharField(_("city"), max_length=80, blank=True)  # the mission's own, never typed
    place = models.CharField(_("where"), max_length=12, choices=Place.choices)
    noticed_on = models.DateField(_("when"))
    minor = models.CharField(_("may be under 18"), max_length=8, choices=Said.choices)
    unfree = models.CharField(_("cannot answer freely"), max_length=8, choices=Said.choices)
    danger = models.CharField(_("in danger now"), max_length=8, choices=Said.choices)
    fear = models.BooleanField(_("fear or asylum was mentioned"), default=False)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    language = models.CharField(_("language to speak"), max_length=8, blank=True)
    indicators = ArrayField(models.CharField(max_length=16, choices=AlertIndicator.choices))
    documents = models.CharField(_("papers"), max_length=12, choices=DocumentRisk.choices)
    done = ArrayField(models.CharField(max_length=12, choices=AlertStep.choices))
    agreed = models.CharField(_("agreed to this alert"), max_length=12, choices=Agreed.choices)
    reach = models.CharField(_("how to reach the person"), max_length=12, choices=Reach.choices)
    comes_back_on = models.DateField(_("comes back on"), null=True, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = ConsularAlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="alert_with_fear_tells_no_nationality",
                condition=Q(fear=False) | Q(nationality="", mission__isnull=True),
            ),
            models.CheckConstraint(
                name="alert_is_not_sent_against_an_adults_no",
                condition=Q(agreed=Agreed.YES)
                | ~Q(minor=Said.NO)
                | ~Q(danger=Said.NO)
                | (Q(agreed=Agreed.NOT_ASKED) & ~Q(unfree=Said.NO)),
            ),
            models.CheckConstraint(
                name="alert_day_goes_with_coming_back",
                condition=Q(reach=Reach.COMES_BACK, comes_back_on__isnull=False)
                | (~Q(reach=Reach.COMES_BACK) & Q(comes_back_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="alert_taken_up_at_and_by_go_together",
                condition=Q(taken_up_at__isnull=True, taken_up_by__isnull=True)
                | Q(taken_up_at__isnull=False, taken_up_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["receiver", "-sent_at"], name="alert_of_receiver")]

    def __str__(self):
        return f"alert {self.pk}"

    @property
    def from_frontline(self) -> bool:
        """Sent by this desk itself when a minimum about somebody who may be a child was kept (rule 19)."""
        return self.reach == Reach.SENDER

    @property
    def indicator_labels(self):
        return [AlertIndicator(code).label for code in self.indicators]

    @property
    def step_labels(self):
        return [AlertStep(code).label for code in self.done]


class AlertReceiptQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(organisation_id=actor.organisation, officer_id=actor.user)


class AlertReceipt(models.Model):
    """What an officer keeps of an alert: a number, when, to which kind of body. It leads nowhere and never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True, default=new_receipt_number)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=20, choices=Body.choices)
    country = models.CharField(max_length=2)
    at = models.DateTimeField(default=timezone.now)

    objects = AlertReceiptQuerySet.as_manager()

    def __str__(self):
        return self.number
