from django.db import models
from django.utils.translation import gettext_lazy as _

from referral.forms.part import PartForm, line
from referral.models import Legal


class Residence(models.TextChoices):
    CITIZEN = "citizen", _("Citizen of this country")
    PERMIT = "permit", _("Residence permit")
    REFLECTION = "reflection", _("Reflection period")
    VISA = "visa", _("Visa")
    APPLIED = "applied", _("Applied for a permit")
    NONE = "none", _("No permit")
    UNKNOWN = "unknown", _("Not known")


class Asylum(models.TextChoices):
    NONE = "none", _("No claim")
    CLAIMED = "claimed", _("Claimed")
    GRANTED = "granted", _("Protection given")
    TEMPORARY = "temporary", _("Temporary protection")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Claim withdrawn")
    UNKNOWN = "unknown", _("Not known")


# From these on nothing goes to the country of origin, until a lawyer confirms otherwise (rules of practice 9).
PROTECTED = {Asylum.CLAIMED, Asylum.GRANTED, Asylum.TEMPORARY}


class LegalForm(PartForm):
    model = Legal
    coded = ("residence", "permit_until", "asylum", "reflection_from", "reflection_to")

    residence = line(Legal, "residence", choices=Residence.choices)
    permit_until = line(Legal, "permit_until")
    asylum = line(
        Legal,
        "asylum",
        choices=Asylum.choices,
        help_text=_("From a claim on, nothing goes to the country of origin."),
    )
    reflection_from = line(Legal, "reflection_from")
    reflection_to = line(
        Legal,
        "reflection_to",
        help_text=_("Only a date that an authority or the law names. Leave it empty otherwise."),
    )
    proceedings = line(Legal, "proceedings", text=True)
    compensation = line(Legal, "compensation", text=True)
    advice = line(Legal, "advice", text=True)

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("reflection_from"), cleaned.get("reflection_to")
        if begins and ends and ends < begins:
            self.add_error("reflection_to", _("Enter a day after the reflection period began."))
        return cleaned
