from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from referral.forms.part import day, not_in_the_future
from referral.models import ParentalCare
from shell.forms import DeskForm, Section

DOUBT = ["doubt", "doubt_text"]
DOCUMENT = ["number", "issuer", "dated_on", "seen_by"]


class ParentForm(DeskForm):
    """The parent who travels along: suspected or not, the document, the assessment. No file is kept."""

    suspected = forms.ChoiceField(
        label=_("Could this parent be part of what happened?"),
        help_text=_("Or know of it, or have profited. Not sure counts as yes until it is settled."),
        choices=ParentalCare.Suspected.choices,
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label=_("What stands behind it"),
        choices=[("", _("Not there yet")), *ParentalCare.Basis.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    dated_on = day(label=_("Date"), required=False, validators=[not_in_the_future])
    seen_by = forms.CharField(label=_("Who saw the original"), max_length=120, required=False)
    lies_at = forms.CharField(label=_("Where it lies"), max_length=120, required=False)
    doubt = forms.ChoiceField(
        label=_("Did the assessment leave any doubt about the child’s best interests?"),
        choices=ParentalCare.Doubt.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    doubt_text = forms.CharField(
        label=_("What the doubt is"), widget=forms.Textarea({"rows": 2}), required=False
    )

    def __init__(self, *args, assessed, **kwargs):
        """`assessed`: whether the best-interests assessment is recorded, on the page of the child’s way."""
        super().__init__(*args, **kwargs)
        self.assessed = assessed
        for name in () if assessed else DOUBT:
            del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("basis"):
            for name in DOCUMENT:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Write down what the document says. No file is kept."))
        if cleaned.get("doubt") == ParentalCare.Doubt.DOUBT and not cleaned.get("doubt_text"):
            self.add_error(
                "doubt_text", _("Write down the doubt, so that the panel can look at it.")
            )
        return cleaned

    def build_layout(self):
        return Layout(
            Section(1, _("The parent"), "suspected"),
            Section(
                2,
                _("The other parent’s authorisation, or a court order"),
                "basis",
                Div("number", "dated_on", css_class="half"),
                "issuer",
                "seen_by",
                "lies_at",
            ),
            *([Section(3, _("The best-interests assessment"), *DOUBT)] if self.assessed else []),
        )

    def found(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.fields if name != "idempotency_key"}
