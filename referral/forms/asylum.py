from django import forms
from django.utils.translation import gettext_lazy as _

from referral.forms.legal import Asylum, Lift
from shell.forms import DeskForm

# A refusal that can still be appealed is not the end of a claim: the lawyer judges it.
ENDS = (Asylum.WITHDRAWN, Asylum.REFUSED, Asylum.NONE)


class LiftForm(DeskForm):
    ground = forms.ChoiceField(
        label=_("What do you confirm?"),
        choices=Lift.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you confirm.")},
    )
    asylum = forms.ChoiceField(
        label=_("How the claim ended"),
        help_text=_("Only where the claim is closed, with no appeal open, or withdrawn."),
        choices=[("", "…"), *((one.value, one.label) for one in ENDS)],
        required=False,
    )
    alone = forms.BooleanField(
        label=_("I advised the person alone, and the person knows the effect"),
        help_text=_(
            "Without family, companion or anybody of the country of origin in the room. Contact can weigh against the claim,"
            " and what was told there cannot be taken back."
        ),
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        ground = cleaned.get("ground")
        if ground == Lift.ENDED and not cleaned.get("asylum"):
            self.add_error("asylum", _("Choose how the claim ended."))
        if ground == Lift.ASKED and not cleaned.get("alone"):
            self.add_error(
                "alone", _("Advise the person alone first, about the effect. Then tick this.")
            )
        if ground == Lift.ASKED and cleaned.get("asylum"):
            self.add_error(
                "asylum", _("Leave it empty: where the person asks for contact, the claim goes on.")
            )
        return cleaned
