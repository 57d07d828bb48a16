import hashlib
import secrets
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    SOCIAL = "social", _("Social work")
    NGO = "ngo", _("Non-governmental organisation")
    SHELTER = "shelter", _("Shelter")
    POLICE = "police", _("Police")
    BORDER = "border", _("Border and immigration")
    JUSTICE = "justice", _("Justice")
    HEALTH = "health", _("Health")
    LOCAL = "local", _("Local authority")
    HOUSING = "housing", _("Housing")
    EDUCATION = "education", _("Education")
    LABOUR = "labour", _("Labour inspection")
    CONSULAR = "consular", _("Embassy or consulate")
    FAITH = "faith", _("Faith group")
    OTHER = "other", _("Other")


class Sex(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Other")
    NOT_SAID = "not_said", _("Not said")


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Participant(models.Model):
    """
    Somebody at a session, mostly without an account. `confirmed_at` is empty for a name that was not on the list.

    The link to the certificate holds a token of which only a digest is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "training.TrainingSession", on_delete=models.CASCADE, related_name="participants"
    )
    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(max_length=120)  # the name in small Latin letters, to find it again
    works_at = models.CharField(_("organisation"), max_length=160, blank=True)
    function = models.CharField(_("function"), max_length=120, blank=True)
    sector = models.CharField(
        _("sector"), max_length=12, choices=Sector.choices, default=Sector.OTHER
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, default=Sex.NOT_SAID)
    email = models.EmailField(_("e-mail address"), blank=True)
    may_write = models.BooleanField(_("agreed to be written to"), default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    right_before = models.PositiveSmallIntegerField(_("test before, percent"), null=True)
    right_after = models.PositiveSmallIntegerField(_("test after, percent"), null=True)
    satisfied = models.PositiveSmallIntegerField(_("satisfied, 1 to 5"), null=True)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "key"], name="participant_once_per_session"),
            models.CheckConstraint(
                name="participant_percent",
                condition=(models.Q(right_before__isnull=True) | models.Q(right_before__lte=100))
                & (models.Q(right_after__isnull=True) | models.Q(right_after__lte=100))
                & (models.Q(satisfied__isnull=True) | models.Q(satisfied__range=(1, 5))),
            ),
        ]

    def __str__(self):
        return f"participant {self.pk}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(24)


class Attendance(models.Model):
    """This participant was there for this module."""

    participant = models.ForeignKey(
        "training.Participant", on_delete=models.CASCADE, related_name="attended"
    )
    module = models.CharField(max_length=4)
    by_code = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "module"], name="attended_once")
        ]

    def __str__(self):
        return self.module
