from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.models import Guardianship
from shell.forms import DeskForm, Section


class GuardianForm(DeskForm):
    """The document of the appointment. What a relative says is entered as a contact, never here."""

    name = forms.CharField(label=_("Name of the guardian"), max_length=120)
    contact = forms.CharField(label=_("How to reach the guardian"), max_length=200, required=False)
    organisation = forms.ModelChoiceField(
        label=_("The guardian’s organisation"),
        queryset=None,
        required=False,
        empty_label=_("Not in this list"),
        help_text=_("If it works here, its access ends at once should the guardian be suspected."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of document"), choices=Guardianship.Kind.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(label=_("Number"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    dated_on = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}))
    seen_by = forms.CharField(label=_("Who saw the original"), max_length=120)
    confirmer = forms.ChoiceField(
        label=_("Who compares it and confirms"),
        help_text=_("A colleague, who sees this document and the summary for seven days."),
    )

    def __init__(self, *args, organisations, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        people = [(str(one.user_id), one.user.name) for one in colleagues]
        self.fields["confirmer"].choices = [("", "…"), *people]

    def clean_dated_on(self):
        day = self.cleaned_data["dated_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A document is not dated in the future. Check the day."))
        return day

    def build_layout(self):
        return Layout(
            Section(1, _("The guardian"), "name", "contact", "organisation"),
            Section(
                2,
                _("The document of the appointment"),
                "kind",
                Div("number", "dated_on", css_class="half"),
                "issuer",
                "seen_by",
            ),
            Section(3, _("The second person"), "confirmer"),
        )

    def document(self) -> dict:
        names = ["name", "contact", "organisation", "kind", "number", "issuer", "dated_on"]
        return {name: self.cleaned_data[name] for name in [*names, "seen_by"]}


class GuardianEndForm(DeskForm):
    reason = forms.ChoiceField(
        label=_("Why it ends"),
        choices=Guardianship.EndReason.choices,
        widget=forms.RadioSelect,
        help_text=_("Nobody else reads the reason. The guardian is not told by this desk."),
    )
