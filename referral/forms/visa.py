from django import forms
from django.utils.translation import gettext_lazy as _

from referral.visa import VisaIndicator
from shell.forms import DeskForm


class VisaForm(DeskForm):
    noticed = forms.MultipleChoiceField(
        label=_("What do you notice?"),
        choices=VisaIndicator.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing that you noticed.")},
    )
