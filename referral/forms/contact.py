"""The nine answers of a new contact: no name, and nothing that has to be written out."""

from babel import Locale
from babel.languages import get_official_languages
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.codes import AgeBand, Gender, Indicator, MeetingPlace, may_be_child
from directory.countries import country_choices
from directory.languages import language_choices, language_codes
from shell.forms import DeskForm, PartialDateField, Section

NOT_KNOWN = "unknown"
DANGER = [
    ("no", _("No")),
    ("yes", _("Yes")),
    ("unsure", pgettext_lazy("danger", "Not sure")),
]
AGREED = [("yes", _("Yes, agreed")), ("no", _("No")), ("not_asked", _("Could not ask yet"))]
INTERPRETER = [("needed", _("Needed")), ("not_needed", _("Not needed"))]


def nationality_choices():
    return [
        ("", _("Choose a country")),
        (NOT_KNOWN, _("Not known or not said")),
        *country_choices(),
    ]


def spoken_choices():
    return [
        ("", _("The usual language of that country")),
        (NOT_KNOWN, _("Not known")),
        *language_choices(),
    ]


def usual_language(country: str) -> str:
    """The first official language of a country that we know, or nothing."""
    known = set(language_codes())
    found = (
        Locale.parse(code, sep="_").language
        for code in get_official_languages(country, de_facto=True)
    )
    return next((code for code in found if code in known), "")


class ContactForm(DeskForm):
    danger = forms.ChoiceField(
        label=_("Is anyone in danger right now?"), choices=DANGER, widget=forms.RadioSelect
    )
    met_at = forms.ChoiceField(
        label=_("How did you meet?"), choices=[("", _("Choose")), *MeetingPlace.choices]
    )
    met_on = PartialDateField(
        label=_("When was that?"),
        help_text=_("If you are not sure, leave the day empty."),
        future=False,
        initial=timezone.localdate,
    )
    back = forms.BooleanField(
        label=_("It happened abroad, and the person is back in the own country"),
        help_text=_("Then the work begins with settling in again, without a sender abroad."),
        required=False,
    )
    age_band = forms.ChoiceField(
        label=_("Age group"), choices=AgeBand.choices, widget=forms.RadioSelect
    )
    gender = forms.ChoiceField(
        label=_("Gender, as the person says it"), choices=Gender.choices, widget=forms.RadioSelect
    )
    nationality = forms.ChoiceField(label=_("Nationality"), choices=nationality_choices)
    language = forms.ChoiceField(
        label=_("Language to speak"), choices=spoken_choices, required=False
    )
    interpreter = forms.ChoiceField(
        label=_("Interpreter"),
        help_text=_("Left open, it follows from the language and what your organisation speaks."),
        choices=INTERPRETER,
        required=False,
        widget=forms.RadioSelect,
    )
    noticed = forms.MultipleChoiceField(
        label=_("Tick what applies. One is enough."),
        help_text=_("You can use the full screening tool later. These answers carry over."),
        choices=Indicator.choices,
        error_messages={"required": _("Tick at least one thing that you noticed.")},
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=pgettext_lazy("contact", "Note"), required=False, widget=forms.Textarea({"rows": 2})
    )
    agreed = forms.ChoiceField(
        label=_("Did the person agree that you keep this record?"),
        help_text=_("Say what you write down, who sees it, and that the answer can change."),
        choices=AGREED,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether the person agreed. “Could not ask yet” is an answer.")
        },
    )
    place = forms.CharField(
        label=_("Where you met"), required=False, help_text=_("As exact as it is safe to write.")
    )
    told = forms.CharField(
        label=_("Who was told"),
        required=False,
        help_text=_("The body for the protection of children, or the emergency service."),
    )

    def __init__(self, *args, spoken=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.spoken = spoken

    @staticmethod
    def as_sent(answers):
        """Kept answers in the shape in which a browser sent them."""
        sent = QueryDict(mutable=True)
        for name, values in answers.items():
            sent.setlist(name, values)
        return sent

    @property
    def may_be_child(self):
        return may_be_child(self.cleaned_data["age_band"])

    @property
    def is_protected(self):
        """Rules of practice 19: here a “no” limits what is kept, it does not delete it."""
        return self.may_be_child or self.cleaned_data["danger"] != "no"

    def clean(self):
        answers = super().clean()
        if self.errors:
            return answers
        if not answers["language"]:
            answers["language"] = self._language_of_the_country(answers["nationality"])
        if not answers["interpreter"]:
            known = answers["language"] in self.spoken
            answers["interpreter"] = "not_needed" if known else "needed"
        if answers["agreed"] == "no" and self.is_protected:
            self._ask_who_was_told(answers)
        return answers

    def _language_of_the_country(self, country):
        language = usual_language(country) if country != NOT_KNOWN else ""
        if not language:
            self.add_error("language", _("Choose the language, or “Not known”."))
        return language or NOT_KNOWN

    def _ask_who_was_told(self, answers):
        if not answers["place"]:
            self.add_error("place", _("Enter where you met, so that protection can begin."))
        if not answers["told"]:
            self.add_error("told", _("Enter who was told, or who is being told now."))

    def build_layout(self):
        return Layout(
            Section(1, _("Safety first"), "danger", part("emergency")),
            Section(2, _("How you met"), "met_at", "met_on", "back"),
            Section(
                3,
                _("The person"),
                part("no_name"),
                "age_band",
                part("child"),
                "gender",
                Div("nationality", "language", css_class="half"),
                "interpreter",
            ),
            Section(4, _("What you noticed"), "noticed", "note"),
            Section(
                5,
                _("Agreement to keep this record"),
                "agreed",
                part("if_no"),
                Div("place", "told", css_class="if-no"),
            ),
        )


def part(name):
    return HTML(f"{{% include 'referral/_contact_{name}.html' %}}")


def answers_to_keep(data) -> dict[str, list[str]]:
    """What a draft keeps of a sent form: its own fields, as they were typed."""
    names = tuple(ContactForm.base_fields)
    return {
        key: [value[:5000] for value in data.getlist(key)]
        for key in data
        if key.startswith(names) and key != "idempotency_key"
    }
