"""The consular alert: codes only. No name, no number of a document, nothing to be written out."""

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.countries import country_choices
from directory.languages import language_choices
from referral.alerts import (
    Agreed,
    AlertIndicator,
    AlertStep,
    DocumentRisk,
    Place,
    Reach,
    Said,
    outcome,
)
from referral.forms.answer import day_field
from shell.forms import DeskForm, Section


def known_or_not(choices):
    return [("", _("Not known or not said")), *choices]


def nationality_choices():
    return known_or_not(country_choices())


def spoken_choices():
    return known_or_not(language_choices())


def tap(label, choices, **options):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


class AlertForm(DeskForm):
    danger = tap(_("Is the person in danger now?"), Said.choices)
    country = forms.ChoiceField(
        label=_("Where does the person stand now?"), choices=country_choices
    )
    place = tap(_("Where there?"), Place.choices)
    noticed_on = day_field(_("When did you notice it?"), initial=timezone.localdate)
    minor = tap(_("May the person be under 18?"), Said.choices)
    unfree = tap(
        _("Does something keep the person from answering freely?"),
        Said.choices,
        help_text=_("For example, somebody stays close, interprets or listens."),
    )
    indicators = forms.MultipleChoiceField(
        label=_("Tick what applies. One is enough."),
        choices=AlertIndicator.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing that you noticed.")},
    )
    documents = tap(_("What about the papers?"), DocumentRisk.choices)
    fear = forms.BooleanField(
        label=_("Fear of the own state, or asylum, was mentioned"), required=False
    )
    nationality = forms.ChoiceField(
        label=_("Nationality"), choices=nationality_choices, required=False
    )
    language = forms.ChoiceField(
        label=_("Language to speak"), choices=spoken_choices, required=False
    )
    done = forms.MultipleChoiceField(
        label=_("What did you do?"),
        choices=AlertStep.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say what you did. “Nothing yet” is an answer.")},
    )
    agreed = tap(
        _("Did the person agree that somebody is told?"),
        Agreed.choices,
        help_text=_(
            "A “no” that was said beside a companion is not an answer: choose “Could not ask”."
        ),
    )
    reach = tap(
        _("How can the person be reached safely?"),
        [choice for choice in Reach.choices if choice[0] != Reach.SENDER],
    )
    comes_back_on = day_field(_("Comes back on"), required=False)

    def clean_noticed_on(self):
        day = self.cleaned_data["noticed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self):
        answers = super().clean()
        if answers.get("reach") == Reach.COMES_BACK and not answers.get("comes_back_on"):
            if "comes_back_on" not in self.errors:
                self.add_error("comes_back_on", _("Enter the day, or choose another answer."))
        elif answers.get("reach") != Reach.COMES_BACK:
            answers["comes_back_on"] = None
            self.errors.pop("comes_back_on", None)
        return answers

    def outcome(self):
        names = ("minor", "danger", "unfree", "agreed")
        return outcome(**{name: self.cleaned_data[name] for name in names})

    def answers(self):
        """What the alert says, without what only the form needs."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"
        }

    def build_layout(self):
        return Layout(
            Section(1, _("Safety first"), "danger", part("emergency")),
            Section(2, _("Where and when"), "country", "place", "noticed_on"),
            Section(3, _("The person"), part("no_name"), "minor", part("child"), "unfree"),
            Section(4, _("What you noticed"), "indicators", "documents"),
            Section(
                5,
                _("Fear or asylum"),
                "fear",
                part("fear"),
                Div("nationality", "language", css_class="half"),
            ),
            Section(6, _("What was done"), "done", "reach", "comes_back_on"),
            Section(7, _("The person’s answer"), "agreed", part("if_no")),
        )


def part(name):
    return HTML(f"{{% include 'referral/_alert_{name}.html' %}}")
