import secrets
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.models.certificate import ALPHABET

CODE_LENGTH = 8


def new_session_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH))


class Place(models.TextChoices):
    ROOM = "room", _("In a room")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In a room and online")


class SessionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """An organisation sees its own sessions."""
        if actor is None:
            return self.none()
        return self.filter(organisation_id=actor.organisation)


class TrainingSession(models.Model):
    """A course held on certain days by an organisation. `code` is what participants type to say that they are there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="training_sessions"
    )
    course = models.SlugField(_("course"), max_length=40)
    edition = models.CharField(max_length=20)
    language = models.CharField(_("language"), max_length=8)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    place = models.CharField(_("how"), max_length=8, choices=Place.choices)
    where = models.CharField(_("place"), max_length=160, blank=True)
    country = models.CharField(_("country"), max_length=2)
    trainers = models.CharField(_("trainers"), max_length=300)
    co_organisers = models.CharField(_("held together with"), max_length=300, blank=True)
    agenda = models.TextField(_("agenda"), blank=True)
    accredited_by = models.CharField(_("accredited by"), max_length=160, blank=True)
    endorsed_by = models.CharField(_("endorsed by"), max_length=160, blank=True)
    group_outcome = models.TextField(_("what the groups found"), blank=True)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_session_code)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="training_session_ends_after_it_begins",
                condition=models.Q(ends_on__gte=models.F("begins_on")),
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self):
        return f"{self.course} {self.begins_on}"

    @property
    def is_on(self) -> bool:
        """Whether attendance can be said by code now."""
        return self.closed_at is None and self.begins_on <= timezone.localdate() <= self.ends_on
