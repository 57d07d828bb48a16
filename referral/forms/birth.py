from django import forms
from django.utils.translation import gettext_lazy as _

from directory.codes import Gender
from referral.forms.part import written_date
from referral.models import ParentalCare
from shell.forms import DeskForm, PartialDateField


class BirthForm(DeskForm):
    born = PartialDateField(
        label=_("Date of birth"),
        help_text=_("As exact as it is known."),
        future=False,
    )
    place = forms.CharField(label=_("Place of birth"), max_length=200)
    gender = forms.ChoiceField(
        label=_("Gender"), choices=Gender.choices, widget=forms.Select({"class": "w-m"})
    )
    suspected = forms.ChoiceField(
        label=_("Is there a reason to fear that the mother is a danger to the child?"),
        help_text=_("Without one the mother decides for the child. Not sure asks for a guardian."),
        choices=ParentalCare.Suspected.choices,
        widget=forms.RadioSelect,
    )

    def birth(self) -> dict:
        data = self.cleaned_data
        return {name: data[name] for name in ("place", "gender", "suspected")} | {
            "born": written_date(data["born"], None)
        }
