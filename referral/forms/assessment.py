from django import forms
from django.utils.translation import gettext_lazy as _

from instruments.head import LABELS, Incomplete
from referral.stages import RiskLevel
from shell.forms import DeskForm

AGREE, OTHERWISE = "agree", "otherwise"
DECISIONS = [(AGREE, _("As proposed")), (OTHERWISE, _("I decide otherwise"))]


class DecisionForm(DeskForm):
    """A tool proposes. Who decides otherwise says why."""

    decision = forms.ChoiceField(
        label=_("Your decision"), choices=DECISIONS, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("Reasons"), required=False, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )

    incomplete = forms.ChoiceField(
        label=LABELS["incomplete"], required=False, choices=Incomplete.choices
    )

    def __init__(self, *args, result, incomplete="", **kwargs):
        super().__init__(*args, **kwargs)
        self.result = result
        if result.is_final:
            del self.fields["incomplete"]
        else:
            self.fields["incomplete"].initial = incomplete or Incomplete.ENOUGH

    @property
    def needs_reasons(self):
        """Who differs, or sees less danger than the person does, writes down why."""
        otherwise = self.cleaned_data.get("decision") == OTHERWISE
        return otherwise or "fear" in self.result.alert_codes

    def clean(self):
        cleaned = super().clean()
        if self.needs_reasons and not cleaned.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", _("Write down the reasons for your decision."))
        return cleaned

    def levels(self):
        """Only the risk tool decides levels."""

    def why_incomplete(self) -> str:
        """Whoever decides on less than everything found it enough, unless another reason is named."""
        if "incomplete" not in self.fields:
            return ""
        return self.cleaned_data["incomplete"] or self.fields["incomplete"].initial


class RiskDecisionForm(DecisionForm):
    level_staying = forms.ChoiceField(
        label=_("Risk of staying"),
        choices=[("", _("As proposed")), *RiskLevel.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    level_returning = forms.ChoiceField(
        label=_("Risk of returning"),
        choices=[("", _("As proposed")), *RiskLevel.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    field_order = ["decision", "level_staying", "level_returning", "reasons", "incomplete"]

    def clean(self):
        cleaned = super().clean()
        changed = cleaned.get("level_staying") or cleaned.get("level_returning")
        if cleaned.get("decision") == OTHERWISE and not changed:
            self.add_error("level_returning", _("Choose the level that you decide on."))
        if cleaned.get("decision") == AGREE and changed:
            self.add_error("decision", _("You chose another level. Say that you decide otherwise."))
        return cleaned

    def levels(self):
        """For staying, nothing where it was not judged and nobody decides it either."""
        figures = self.result.figures
        staying = figures["staying"].code if figures["staying"] else ""
        return (
            self.cleaned_data["level_staying"] or staying,
            self.cleaned_data["level_returning"] or figures["returning"].code,
        )
