import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.clearance import WARNS

# No letter or digit that is read as another one, no vowel that makes a word.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 16


def new_code() -> str:
    """77 bits: nobody finds one by trying."""
    return "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


class WhyRevoked(models.TextChoices):
    NAME = "name", _("Issued in a wrong name")
    NOT_THERE = "not_there", _("The person was not there, or somebody else took the test")
    MISTAKE = "mistake", _("Issued by mistake")


class Certificate(models.Model):
    """Of a person with an account, or of a participant without one. `name` as it stands on the paper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, null=True, related_name="certificates"
    )
    participant = models.OneToOneField(
        "training.Participant", on_delete=models.CASCADE, null=True, related_name="certificate"
    )
    name = models.CharField(max_length=120)
    course = models.SlugField(max_length=40)
    edition = models.CharField(max_length=20)
    code = models.CharField(max_length=LENGTH, unique=True, default=new_code)
    issued_on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(_("why"), max_length=12, choices=WhyRevoked.choices, blank=True)
    revoked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_of_one_person",
                condition=Q(user__isnull=True, participant__isnull=False)
                | Q(user__isnull=False, participant__isnull=True),
            ),
            models.CheckConstraint(
                name="certificate_revoked_for_a_reason",
                condition=Q(revoked_at__isnull=True, revoked_why="", revoked_by__isnull=True)
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why="")),
            ),
            models.CheckConstraint(
                name="certificate_revoked_by_another",
                condition=Q(revoked_by__isnull=True)
                | Q(user__isnull=True)
                | ~Q(revoked_by=F("user")),
            ),
        ]

    def __str__(self):
        return f"{self.course} {self.issued_on}"

    @property
    def shown_code(self) -> str:
        """In groups of four, as it is printed."""
        return " ".join(self.code[place : place + 4] for place in range(0, LENGTH, 4))

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_on >= timezone.localdate()

    @property
    def ends_soon(self) -> bool:
        return self.is_valid and self.expires_on - timezone.localdate() <= WARNS
