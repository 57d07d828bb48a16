import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WhyExtended(models.TextChoices):
    URGENT = "urgent", _("Somebody needs help today")
    ABSENT = "absent", _("Was ill or on leave")
    NO_ACCESS = "no_access", _("Could not reach the course")
    BOOKED = "booked", _("Takes part in a session soon")


class Extension(models.Model):
    """A supervisor lets a colleague begin cases for a while without a valid course. Whoever gave it stays known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.CASCADE, related_name="extensions"
    )
    until = models.DateField(_("until"))
    why = models.CharField(_("why"), max_length=12, choices=WhyExtended.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.membership_id} {self.until}"
