from django import forms
from django.utils.translation import gettext_lazy as _

from referral.forms.part import check_times, moment
from referral.models import HouseholdMember, read_reference
from shell.forms import DeskForm


def part_field(label):
    return forms.ChoiceField(
        label=label, choices=HouseholdMember.Part.choices, widget=forms.RadioSelect
    )


class HouseholdLinkForm(DeskForm):
    other = forms.CharField(
        label=_("Reference of the other person"),
        help_text=_("A case that is open to you, too."),
        max_length=20,
        widget=forms.TextInput({"class": "w-m", "autocomplete": "off", "spellcheck": "false"}),
    )
    this_is = part_field(_("Who this person is in the household"))
    other_is = part_field(_("Who the other one is"))

    def __init__(self, *args, part="", find, **kwargs):
        """`part`: what this person is already. `find(reference)`: the other case, if it is open to the acting person."""
        super().__init__(*args, **kwargs)
        self.part, self.find = part, find
        if part:
            del self.fields["this_is"]

    def clean_other(self):
        reference = read_reference(self.cleaned_data["other"])
        case = self.find(reference) if reference else None
        if case is None:
            raise forms.ValidationError(
                _(
                    "No other case with this reference is open to you. Check it, or ask its lead worker"
                    " to open it to you."
                )
            )
        return case

    def link(self) -> dict:
        data = self.cleaned_data
        return {"this_is": self.part or data["this_is"], "other_is": data["other_is"]}


class HouseholdPartForm(DeskForm):
    why = forms.ChoiceField(
        label=_("Why they travel apart"),
        choices=HouseholdMember.Why.choices,
        widget=forms.RadioSelect,
    )


class HouseholdDayForm(DeskForm):
    leaves_at = moment(label=_("Leaves"))
    arrives_at = moment(label=_("Arrives"))

    def clean(self):
        cleaned = super().clean()
        check_times(self, cleaned)
        return cleaned
