import uuid

from django.db import models
from django.db.models import Q


class NoticeMail(models.Model):
    """A letter that says that something waits. Written and read through the doors of `79_notices_mail.sql` only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    up_to = models.DateTimeField()  # the newest notice of which it tells
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-up_to"], name="notice_mail_newest"),
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notice_mail_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_mail_state", condition=Q(state__in=["waiting", "sent", "dead"])
            )
        ]

    def __str__(self):
        return f"{self.state} {self.tries}"
