import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ASKED_EVERY = timedelta(days=31)


class OrganisationKind(models.TextChoices):
    NGO = "ngo", _("Non-governmental organisation")
    SHELTER = "shelter", _("Shelter")
    SOCIAL_SERVICE = "social_service", _("Public social service")
    HEALTH = "health", _("Health service")
    LEGAL = "legal", _("Legal service")
    POLICE = "police", _("Police")
    AUTHORITY = "authority", _("Competent authority")
    CONSULATE = "consulate", _("Embassy or consulate")
    GUARDIANSHIP = "guardianship", _("Guardianship office")
    RETURN = "return", _("Return organiser")
    COORDINATION = "coordination", _("National coordination")
    INTERNATIONAL = "international", _("International organisation")
    OPERATOR = "operator", _("Operator of this installation")


class Taker(models.TextChoices):
    """Who an organisation can take in."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    TRANS = "trans", _("Trans and non-binary people")
    CHILDREN = "children", _("Children")
    FAMILIES = "families", _("Parents with children")
    PREGNANT = "pregnant", _("Pregnant women and newborns")
    DISABLED = "disabled", _("People with disabilities")


class Organisation(models.Model):
    """A body on the mechanism. Permissions and records belong to organisations, not to people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    country = models.CharField(_("country"), max_length=2, db_index=True)
    represents = models.CharField(_("represents the country"), max_length=2, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    takes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    places_free = models.PositiveSmallIntegerField(_("places free"), null=True, blank=True)
    usual_answer_days = models.PositiveSmallIntegerField(
        _("usually answers in (days)"), null=True, blank=True
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    accepts_referrals = models.BooleanField(_("accepts referrals"), default=False)
    has_account = models.BooleanField(_("works in this installation"), default=True)
    is_demo = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_free_places_within_capacity",
                condition=models.Q(places_free__isnull=True)
                | models.Q(capacity__isnull=True)
                | models.Q(places_free__lte=models.F("capacity")),
                violation_error_message=_("There cannot be more free places than places."),
            ),
            models.CheckConstraint(
                name="organisation_represents_only_as_consulate",
                condition=models.Q(represents="") | models.Q(kind="consulate"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_to_be_asked(self) -> bool:
        """Once a month its people say whether the profile is still right."""
        return self.verified_on is None or timezone.localdate() - self.verified_on >= ASKED_EVERY
