from django import forms
from django.utils.translation import gettext_lazy as _

from shell.forms import DeskForm


class ProtectionAnswerForm(DeskForm):
    answer = forms.CharField(
        label=_("What child protection said and does"),
        help_text=_("Who answered, when, and what happens now. No name of the person. Encrypted."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
