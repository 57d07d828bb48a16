from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from referral.actions.ageing import DOUBTS, ENDINGS
from referral.forms.part import day, not_in_the_future, written_date
from referral.models import AgeRecord
from shell.forms import DeskForm, PartialDateField, Section

Reason = AgeRecord.Reason


def second_person(colleagues):
    return [("", "…"), *[(str(one.user_id), one.user.name) for one in colleagues]]


class DoubtForm(DeskForm):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[(code, Reason(code).label) for code in DOUBTS],
        widget=forms.RadioSelect,
    )
    youngest = PartialDateField(
        label=_("Date of birth of the youngest age that anybody names"),
        help_text=_(
            "The year alone is enough. After that 18th birthday nobody says child any more. Leave empty what is not known:"
            " then it is a child until decided."
        ),
        future=False,
        required=False,
    )

    def answers(self) -> dict:
        given = self.cleaned_data
        return {"reason": given["reason"], "youngest": written_date(given["youngest"], None)}


class AgeDecisionForm(DeskForm):
    """The document of the decision, and what it says."""

    outcome = forms.ChoiceField(
        label=_("What was decided"), choices=AgeRecord.Outcome.choices, widget=forms.RadioSelect
    )
    born = PartialDateField(
        label=_("Date of birth that was decided"),
        help_text=_("Of a child. The year alone is enough."),
        future=False,
        required=False,
    )
    method = forms.ChoiceField(
        label=_("How it was found"), choices=AgeRecord.Method.choices, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=_("Kind of document"), choices=AgeRecord.Kind.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("Number"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    dated_on = day(label=_("Date"), validators=[not_in_the_future])
    seen_by = forms.CharField(label=_("Who saw the original"), max_length=120)
    confirmer = forms.ChoiceField(
        label=_("Who compares it and confirms"),
        help_text=_(
            "A colleague, who sees this document, the identity and the summary for seven days."
        ),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmer"].choices = second_person(colleagues)

    def build_layout(self):
        return Layout(
            Section(1, _("The decision"), "outcome", "born", "method"),
            Section(
                2,
                _("The document"),
                "kind",
                Div("number", "dated_on", css_class="half"),
                "issuer",
                "seen_by",
            ),
            Section(3, _("The second person"), "confirmer"),
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == AgeRecord.Outcome.ADULT and cleaned.get("born"):
            self.add_error("born", _("Leave this empty for an adult: the decision itself counts."))
        return cleaned

    def answers(self) -> dict:
        names = ["outcome", "method", "kind", "number", "issuer", "dated_on", "seen_by"]
        given = self.cleaned_data
        found = {name: given[name] for name in [*names, "confirmer"]}
        return found | {"born": written_date(given["born"], None)}


class ContestForm(DeskForm):
    meanwhile = forms.ChoiceField(
        label=_("Until the appeal is settled"),
        choices=[
            (
                "child",
                _("Still treated as a child: the law of the country or the decision says so"),
            ),
            ("decision", _("The decision holds meanwhile: the law of the country says so plainly")),
        ],
        initial="child",
        widget=forms.RadioSelect,
    )


class SettleForm(DeskForm):
    settled = forms.ChoiceField(
        label=_("How the appeal ended"),
        choices=AgeRecord.Settled.choices,
        widget=forms.RadioSelect,
    )


class PathEndForm(DeskForm):
    reason = forms.ChoiceField(
        label=_("Why it ends"),
        choices=[(code, Reason(code).label) for code in ENDINGS],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Where it is written"),
        max_length=300,
        help_text=_("The article of the law, or the record of the talk. Encrypted."),
    )
    confirmer = forms.ChoiceField(label=_("Which supervisor confirms"))

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmer"].choices = second_person(colleagues)

    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("reason", "text", "confirmer")}
