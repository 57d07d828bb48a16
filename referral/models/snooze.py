import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST = timedelta(days=30)


class SnoozeReason(models.TextChoices):
    WAITS = "waits", _("I wait for somebody else first")
    AGREED = "agreed", _("Another day was agreed")
    PART = "part", _("Part of it is done")
    FULL = "full", _("Other work comes first")
    AWAY = "away", _("I am away until then")


class Snooze(models.Model):
    """
    A task put off by one person, for her or himself, with a reason. For everybody else it stands where it stood.

    Kept by `row_security/86_work.sql`: of one's own tasks only, never an alarm, thirty days at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey("referral.Task", on_delete=models.PROTECT, related_name="snoozes")
    reason = models.CharField(max_length=8, choices=SnoozeReason.choices)
    until = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "task"], name="snooze_one_per_person_and_task")
        ]

    def __str__(self):
        return f"{self.reason} {self.until}"
