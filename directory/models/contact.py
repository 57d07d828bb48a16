import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.entry import Entry, State


class ContactKind(models.TextChoices):
    EMERGENCY = "emergency", _("Emergency number")
    TRAFFICKING = "trafficking", _("Trafficking hotline")
    CHILD = "child", _("Line for children")
    VICTIM_SUPPORT = "victim_support", _("Line for victims of crime")
    DOMESTIC_VIOLENCE = "domestic_violence", _("Line against domestic violence")
    LABOUR = "labour", _("Labour inspection")
    POLICE = "police", _("Police line")
    CHILD_PROTECTION = "child_protection", _("Child protection authority")
    GUARDIANSHIP = "guardianship", _("Guardianship authority")
    AUTHORITY = "authority", _("Competent authority")
    COORDINATOR = "coordinator", _("National coordinator")
    RAPPORTEUR = "rapporteur", _("National rapporteur")
    FOCAL_POINT = "focal_point", _("Focal point")
    SERVICE = "service", _("Service")
    MISSION = "mission", _("Embassy or consulate")


# Lines that a person in need may be given, in the order in which they are offered.
HOTLINES = (
    ContactKind.TRAFFICKING,
    ContactKind.CHILD,
    ContactKind.VICTIM_SUPPORT,
    ContactKind.DOMESTIC_VIOLENCE,
    ContactKind.LABOUR,
    ContactKind.POLICE,
)
BODIES = (
    ContactKind.COORDINATOR,
    ContactKind.RAPPORTEUR,
    ContactKind.FOCAL_POINT,
    ContactKind.AUTHORITY,
    ContactKind.CHILD_PROTECTION,
    ContactKind.GUARDIANSHIP,
    ContactKind.SERVICE,
)


class Serves(models.TextChoices):
    """What an emergency number is for, in the order in which they are shown."""

    ANY = "any", _("Emergency")
    POLICE = "police", _("Police")
    AMBULANCE = "ambulance", _("Ambulance")
    FIRE = "fire", _("Fire brigade")


class CheckMethod(models.TextChoices):
    RANG = "rang", _("Rang the number and somebody answered")
    WROTE = "wrote", _("Wrote and had an answer")
    MET = "met", _("Spoke with the body in person")
    OFFICIAL_PAGE = "official_page", _("Read it on the official page of the body")
    STILL_RIGHT = "still_right", _("The body itself said that it is right")


class CheckOutcome(models.TextChoices):
    WORKS = "works", _("It works")
    NO_ANSWER = "no_answer", _("Nobody answered")
    WRONG = "wrong", _("It is wrong")


class Contact(Entry):
    """
    A number or a body in a country, as the public or partners may know it; a confidential address
    has no place here. `partner` is set on a focal point that serves one other country only.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=ContactKind.choices)
    name = models.CharField(_("name"), max_length=200, blank=True)
    serves = models.CharField(_("for"), max_length=20, blank=True)  # police, ambulance, fire, any
    represents = models.CharField(_("represents the country"), max_length=2, blank=True)
    mission_type = models.CharField(max_length=40, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    phone_local = models.CharField(_("number inside the country"), max_length=60, blank=True)
    phone_international = models.CharField(_("number from abroad"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    is_all_day = models.BooleanField(_("day and night"), default=False)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    note_language = models.CharField(max_length=8, default="en")
    is_deputy = models.BooleanField(_("deputy"), default=False)
    for_partners_only = models.BooleanField(_("for partners only"), default=False)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_how = models.CharField(max_length=16, choices=CheckMethod.choices, blank=True)
    is_wrong = models.BooleanField(default=False)  # the last check said so
    asked_monthly = models.BooleanField(
        _("ask every month whether it is still right"), default=False
    )
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="contact_mission_represents",
                condition=~Q(kind=ContactKind.MISSION) | ~Q(represents=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["country", "kind"],
                condition=Q(state=State.PUBLISHED),
                name="contact_published",
            ),
            models.Index(
                fields=["represents", "country"],
                condition=Q(state=State.PUBLISHED, kind=ContactKind.MISSION),
                name="contact_missions",
            ),
            models.Index(fields=["country", "state", "published_at"], name="contact_history"),
        ]

    def __str__(self):
        return f"{self.country} {self.kind} {self.name}".strip()

    @property
    def link(self) -> str:
        """The website, where it is an address that may be followed."""
        return self.website if self.website.startswith(("https://", "http://")) else ""

    @property
    def phone(self) -> str:
        return self.phone_local or self.phone_international


class ContactCheck(models.Model):
    """Somebody tried a contact: who, when, how, with what result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="checks")
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=16, choices=CheckMethod.choices)
    outcome = models.CharField(max_length=10, choices=CheckOutcome.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.method} {self.outcome}"
