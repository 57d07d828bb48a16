from django import forms
from django.utils.translation import gettext_lazy as _

from directory.countries import country_choices
from shell.forms import DeskForm


class ExportForm(forms.Form):
    country = forms.ChoiceField(
        label=_("Which country?"),
        choices=lambda: [("", _("All countries")), *country_choices()],
        required=False,
    )


class ImportForm(DeskForm):
    file = forms.FileField(
        label=_("A file that was exported here, CSV or JSON, at most 2 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json"}),
    )


class ConfirmForm(DeskForm):
    packed = forms.CharField(widget=forms.HiddenInput, max_length=2_400_000)
    reason = forms.CharField(
        label=_("Why does it change?"),
        help_text=_("The second person reads this, and it stays in the change log. No names."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
