from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.carriers import Carrier, due_from_week
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class Pregnancy(ManyPerCase):
    """
    Week and due date as the person says, and what they may steer (rules of practice 25). The newest row counts.

    It is in no package: the antenatal record goes in the person's own hands.
    """

    DATA_CLASS = DataClass.HEALTH

    due_on = EncryptedTextField(_("due date"))
    week = EncryptedTextField(_("completed weeks"))
    said_on = models.DateField(default=timezone.localdate)
    multiple = EncryptedTextField(_("more than one child"))
    steers_travel = models.BooleanField(default=False)
    steers_search = models.BooleanField(default=False)
    record_in_hand = models.BooleanField(default=False)
    over = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    @property
    def due(self) -> date | None:
        """As it was said, or from the week."""
        if self.due_on:
            return date.fromisoformat(self.due_on)
        return due_from_week(int(self.week), self.said_on) if self.week else None


class TravelLimit(ManyPerCase):
    """
    An instruction without a reason: no travel after a day, or not without a certificate. The newest one a carrier counts.

    Read with the summary; written by whoever may write about health, when the person agreed.
    """

    DATA_CLASS = DataClass.SUMMARY

    carrier = models.CharField(max_length=8, choices=Carrier.choices)
    not_after = models.DateField(null=True, blank=True)
    certificate_from = models.DateField(null=True, blank=True)
    set_at = models.DateTimeField(default=timezone.now)
