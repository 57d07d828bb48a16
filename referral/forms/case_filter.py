from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.countries import country_choices
from referral.stages import CaseStatus, Stage

ANY = ("", pgettext_lazy("filter", "Any"))
DUE = [ANY, ("late", _("Overdue")), ("week", _("Due within 7 days")), ("none", _("Nothing due"))]


def countries():
    return [ANY, *country_choices()]


class CaseFilter(forms.Form):
    """A filter that nobody can get wrong: what it does not know, it leaves out."""

    stage = forms.ChoiceField(label=_("Stage"), choices=[ANY, *Stage.choices], required=False)
    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    due = forms.ChoiceField(label=_("Due"), choices=DUE, required=False)
    status = forms.ChoiceField(
        label=_("Status"), choices=[ANY, *CaseStatus.choices], required=False
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def label_of(self, name):
        """`Stage: Assistance`."""
        labels = {str(value): label for value, label in self.fields[name].choices}
        value = labels[self.cleaned_data[name]]
        return f"{self.fields[name].label}: {value}"
