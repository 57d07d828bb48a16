import uuid

from django.db import models
from django.utils import timezone


class Reminder(models.Model):
    """A coordinator reminded a body of what it owes. Written and read through the doors of `row_security/77_desk.sql` only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referral.Referral", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    country = models.CharField(max_length=2)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["referral", "kind", "-at"], name="reminder_newest")]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d}"
