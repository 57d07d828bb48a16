from django import forms
from django.utils.translation import gettext_lazy as _

from shell.forms import DeskForm


class ImportForm(DeskForm):
    file = forms.FileField(
        label=_("A file with documents: CSV, JSON or RIS, at most 2 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json,.ris"}),
    )


class ConfirmForm(DeskForm):
    packed = forms.CharField(widget=forms.HiddenInput, max_length=2_400_000)
    reason = forms.CharField(
        label=_("Why is it added or changed?"),
        help_text=_("The second person reads this."),
        max_length=300,
    )


class RemoveForm(DeskForm):
    reason = forms.CharField(
        label=_("Why should it not stand here?"),
        help_text=_("The second person reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
