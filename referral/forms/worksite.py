from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.countries import country_choices
from referral.forms.part import day, not_in_the_future, words
from shell.forms import DeskForm


class WorksiteForm(DeskForm):
    name = words(label=_("Name of the firm or the farm"))
    place = words(label=_("Town or village"))
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    agreed = forms.BooleanField(
        label=_("The person agreed to be counted there, without any name"), required=True
    )
    agreed_on = day(
        label=_("Agreed on"), initial=timezone.localdate, validators=[not_in_the_future]
    )

    def values(self) -> dict:
        names = ("name", "place", "country", "agreed_on")
        return {name: self.cleaned_data[name] for name in names}
