"""Where you are, where the person is from, how old: the only three answers of the page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.contacts import Age
from directory.countries import country, country_choices, country_name
from directory.names import plain
from directory.someone import Situation

PROJECT = ("AL", "ES", "FR", "GR", "IT", "MA", "PL", "UA")
OTHER, UNKNOWN = "other", "unknown"


def project_choices():
    """The countries of the project, in the order of their names in the active language."""
    names = [(code, country_name(code)) for code in PROJECT]
    return sorted(names, key=lambda pair: plain(pair[1]))


def here_choices():
    return [*project_choices(), (OTHER, _("Another country"))]


def origin_choices():
    return [*here_choices(), (UNKNOWN, _("I do not know"))]


def any_country():
    return [("", _("Choose the country")), *country_choices()]


class SomeoneForm(forms.Form):
    here = forms.ChoiceField(
        label=_("Where are you?"),
        choices=here_choices,
        widget=forms.RadioSelect,
        required=False,
    )
    here_other = forms.ChoiceField(
        label=_("The country where you are"), choices=any_country, required=False
    )
    origin = forms.ChoiceField(
        label=_("Which country is the person from?"),
        choices=origin_choices,
        widget=forms.RadioSelect,
        required=False,
    )
    origin_other = forms.ChoiceField(
        label=_("The country of the person"), choices=any_country, required=False
    )
    age = forms.ChoiceField(
        label=_("How old is the person?"),
        choices=[
            (Age.ADULT, _("An adult")),
            (Age.CHILD, _("A child")),
            (Age.NOT_SURE, _("Not sure")),
        ],
        error_messages={"required": _("Press “An adult”, “A child” or “Not sure”")},
    )

    def clean(self):
        cleaned = super().clean()
        self.take_country("here", _("Choose the country where you are"))
        self.take_country("origin", _("Choose the country of the person, or “I do not know”"))
        return cleaned

    def take_country(self, name, missing):
        """What was chosen in the list counts where no other country is marked above it."""
        if name in self.errors or f"{name}_other" in self.errors:
            return
        chosen, other = self.cleaned_data.get(name), self.cleaned_data.get(f"{name}_other")
        if chosen in ("", OTHER):
            chosen = other
        if not chosen:
            self.add_error(f"{name}_other" if self.cleaned_data.get(name) else name, missing)
        self.cleaned_data[name] = chosen

    def situation(self):
        """Only of a valid form."""
        origin = self.cleaned_data["origin"]
        return Situation(
            here=self.cleaned_data["here"],
            origin="" if origin == UNKNOWN else origin,
            age=Age(self.cleaned_data["age"]),
        )


def preselected(iso2):
    """The first answer of somebody whose organisation stands in a country."""
    if not iso2 or country(iso2) is None:
        return {}
    return {"here": iso2} if iso2 in PROJECT else {"here": OTHER, "here_other": iso2}
