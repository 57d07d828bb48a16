"""One place of work, several people: joined by a number that names neither the place nor anybody."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase


class Worksite(models.Model):
    """A keyed mark of name, place and country. The application reads none of it: see 74_care.sql."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=9, unique=True)
    mark = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.number


class SiteLink(ManyPerCase):
    """This person worked there. Counted for others only as long as the person agrees."""

    DATA_CLASS = DataClass.SERVICES

    site = models.UUIDField()
    number = models.CharField(max_length=9)
    name = EncryptedTextField(_("name of the firm or the farm"))
    place = EncryptedTextField(_("town or village"))
    country = models.CharField(_("country"), max_length=2)
    agreed_on = models.DateField(_("the person agreed on"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "site"],
                condition=Q(ended_at__isnull=True),
                name="site_link_once_per_case",
            )
        ]
