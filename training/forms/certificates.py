from django import forms
from django.utils.translation import gettext_lazy as _

from shell.forms import DeskForm
from training.models import WhyRevoked


class CheckForm(DeskForm):
    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=40,
        help_text=_("Sixteen letters and digits. Spaces do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-m"}),
    )
    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-m"}),
    )


class RevokeForm(DeskForm):
    why = forms.ChoiceField(label=_("Why"), choices=WhyRevoked.choices, widget=forms.RadioSelect)
