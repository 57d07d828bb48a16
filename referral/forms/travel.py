from django.db import models
from django.utils.translation import gettext_lazy as _

from referral.forms.part import PartForm, check_times, line
from referral.models import Travel


class Document(models.TextChoices):
    VALID = "valid", _("Valid document")
    EXPIRED = "expired", _("Expired document")
    NONE = "none", _("No document")
    HELD = "held", _("Held by somebody else")
    UNKNOWN = "unknown", _("Not known")


class DocumentKind(models.TextChoices):
    PASSPORT = "passport", _("Passport")
    IDENTITY_CARD = "identity_card", _("Identity card")
    EMERGENCY = "emergency", _("Emergency travel document")
    REFUGEE = "refugee", _("Travel document for refugees")
    OTHER = "other", _("Other document")


class Escort(models.TextChoices):
    ALONE = "alone", _("Travels alone")
    WORKER = "worker", _("A worker comes along")
    GUARDIAN = "guardian", _("The guardian comes along")
    FAMILY = "family", _("Family comes along")
    MEDICAL = "medical", _("Medical escort")


class TravelForm(PartForm):
    model = Travel
    coded = (
        "document",
        "document_kind",
        "document_until",
        "leaves_at",
        "arrives_at",
        "means",
        "escort",
    )

    document = line(
        Travel,
        "document",
        choices=Document.choices,
        help_text=_("With a valid document no consulate is asked."),
    )
    document_kind = line(Travel, "document_kind", choices=DocumentKind.choices)
    document_number = line(Travel, "document_number")
    document_until = line(Travel, "document_until")
    leaves_at = line(Travel, "leaves_at")
    arrives_at = line(Travel, "arrives_at")
    means = line(Travel, "means")
    route = line(Travel, "route", text=True)
    escort = line(Travel, "escort", choices=Escort.choices)
    greeter = line(Travel, "greeter")
    code_word = line(Travel, "code_word")
    first_night = line(Travel, "first_night")
    emergency_card = line(
        Travel,
        "emergency_card",
        help_text=_("Only if it is safe for the person to carry paper."),
    )
    arrangements = line(Travel, "arrangements", text=True)

    def clean(self):
        cleaned = super().clean()
        check_times(self, cleaned)
        return cleaned
