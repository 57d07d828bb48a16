from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.signing_in import password_field
from referral.access import OPENS_IN_EMERGENCY, DataClass
from referral.emergency import SHORTEST_REASON, EmergencyReason, Finding, Urgency
from referral.models import read_reference
from shell.forms import DeskForm


class EmergencyForm(DeskForm):
    reference = forms.CharField(
        label=_("Reference of the case"),
        help_text=_("For example TRM-7K4-Q9M-2. A colleague or the person can tell it to you."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    urgency = forms.ChoiceField(
        label=_("How urgent is it"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "A colleague must agree. Where a life may depend on it and nobody answers for ten minutes, you can open it alone."
        ),
    )
    reason = forms.ChoiceField(label=_("Why"), choices=[("", "…"), *EmergencyReason.choices])
    text = forms.CharField(
        label=_("What happened, and what you need to know"),
        help_text=_("At least 20 characters. Kept locked; colleagues who decide read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        validators=[MinLengthValidator(SHORTEST_REASON)],
    )
    classes = forms.MultipleChoiceField(
        label=_("Which parts"),
        help_text=_("Only what you need. The summary without a name comes with them."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, role, asks_password, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["classes"].choices = [
            (one.value, one.label) for one in DataClass if one in OPENS_IN_EMERGENCY[role]
        ]
        if asks_password:
            self.fields["password"] = password_again()

    def clean_reference(self):
        reference = read_reference(self.cleaned_data["reference"])
        if not reference:
            raise forms.ValidationError(
                _(
                    "This is not a reference. It looks like TRM-7K4-Q9M-2: check it letter by letter."
                )
            )
        return reference


class OpenForm(DeskForm):
    """The button, and the password where the sign-in is not fresh."""

    def __init__(self, *args, asks_password, **kwargs):
        super().__init__(*args, **kwargs)
        if asks_password:
            self.fields["password"] = password_again()


def password_again():
    return password_field(
        _("Your password"), help_text=_("To be sure that it is you: you signed in a while ago.")
    )


class ReviewForm(DeskForm):
    outcome = forms.ChoiceField(
        label=_("What you found"), choices=Finding.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Kept locked. Your colleague who asked reads the result, not this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
