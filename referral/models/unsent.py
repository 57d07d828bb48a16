import uuid

from django.db import models
from django.utils import timezone

from referral.keys import EncryptedTextField


class UnsentForm(models.Model):
    """
    What somebody typed into a form and has not sent: one for each person, form and record, for 72 hours.

    Its author alone reads it, in the role of the writing, and while the case is open to that author. An unfinished
    contact is no such thing: that is a `Draft`, which a supervisor sees too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32)
    case = models.ForeignKey(
        "referral.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.CharField(max_length=200)
    key = models.UUIDField()  # of the page it was typed into: another tab does not write over it
    saved_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    content = EncryptedTextField()

    key_class = "unsent"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "author", "role", "address"], name="unsent_once_per_form"
            )
        ]

    @property
    def key_owner(self):
        return self.id

    def __str__(self):
        return str(self.id)
