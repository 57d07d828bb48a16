from django import forms
from django.utils.translation import gettext_lazy as _

from directory.codes import AgeBand, Gender
from directory.languages import language_choices
from referral.forms.part import PartForm, choice, countries, line, several, ticks
from referral.models import SafetyFlag, Summary

INTERPRETER = [
    ("needed", _("Needed")),
    ("not_needed", _("Not needed")),
    ("not_asked", _("Not asked yet")),
]


class SummaryForm(PartForm):
    """What lists show, and all that a masked reader gets. It names nobody."""

    model = Summary
    coded = (
        "display_name",
        "age_band",
        "gender",
        "citizenships",
        "languages",
        "interpreter",
        "safety_flags",
        "fit_to_travel",
        "risk_level",
    )

    display_name = line(
        Summary,
        "display_name",
        help_text=_("A word for lists, such as a colour. Never a name, an initial or a place."),
    )
    age_band = choice(label=_("Age group"), choices=AgeBand.choices, required=True)
    gender = choice(label=_("Gender"), choices=Gender.choices, required=True)
    citizenships = countries(_("Citizenships"))
    languages = several(_("Languages"), language_choices)
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=INTERPRETER, widget=forms.RadioSelect
    )
    safety_flags = ticks(
        _("What everybody must know to act safely"),
        SafetyFlag.choices,
        help_text=_("An instruction without a reason."),
    )
    fit_to_travel = line(Summary, "fit_to_travel", required=True)

    @classmethod
    def initial_of(cls, row):
        return super().initial_of(row) if row else {"interpreter": "not_asked"}
