import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """An operator of the installation. A superuser sees no case: cases look at memberships only."""
        return self.create_user(email, password, is_superuser=True, **fields)


class Appearance(models.TextChoices):
    DEVICE = "device", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class NoticeMail(models.TextChoices):
    """How somebody learns by e-mail that something waits."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("Once a day, from eight in the morning")
    NEVER = "never", _("No e-mail")


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff who signs in. What this person may do comes from a membership, never from here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Rome")
    appearance = models.CharField(
        _("appearance"), max_length=8, choices=Appearance.choices, default=Appearance.DEVICE
    )
    keys_on = models.BooleanField(_("single-letter shortcuts"), default=True)
    notice_mail = models.CharField(
        _("notices by e-mail"), max_length=8, choices=NoticeMail.choices, default=NoticeMail.DIGEST
    )
    knows_leave_quickly = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self):
        return self.name

    @property
    def short_name(self):
        return short(self.name)

    @property
    def initials(self):
        parts = self.name.split()
        return (parts[0][:1] + parts[-1][:1]).upper() if parts else ""


def short(name: str) -> str:
    """`E. Marino`: enough for colleagues, less than a full name on a shared screen."""
    first, _space, last = name.rpartition(" ")
    return f"{first[0]}. {last}" if first else last
