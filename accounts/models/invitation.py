import hashlib
import secrets
import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

LIFETIME = timedelta(hours=72)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def expiry():
    return timezone.now() + LIFETIME


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(
            used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )

    def for_token(self, token: str):
        return self.open().filter(token_digest=digest(token))


class Invitation(models.Model):
    """A door into one organisation, for one e-mail address, once, for 72 hours. Only a digest of its key is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=expiry)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self):
        return f"{self.organisation}, {self.get_role_display()}"

    @staticmethod
    def new_token() -> str:
        """256 bits, in a form that survives an e-mail."""
        return secrets.token_urlsafe(32)
