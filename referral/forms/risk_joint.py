"""The forms beside the gate of risk: sign from the matrix, say what came of a talk, say that something happened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referral.actions.risks import MEASURES_FROM, RiskEvent
from referral.models import TalkOutcome
from shell.forms import DeskForm


def words(**more):
    return forms.CharField(widget=forms.Textarea({"rows": 3, "dir": "auto"}), **more)


class RiskSignForm(DeskForm):
    """The level is not chosen here: it was decided with the matrix."""

    text = words(label=_("Measures against the risks"), required=False)

    def __init__(self, *args, level, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs_measures = level in MEASURES_FROM
        self.fields["text"].required = self.needs_measures


class TalkForm(DeskForm):
    said = forms.ChoiceField(
        label=_("What came of the talk"), choices=TalkOutcome.choices, widget=forms.RadioSelect
    )
    text = words(
        label=_("What was said"),
        help_text=_("Stays in your case. The other side sees only the answer above."),
    )


class RiskEventForm(DeskForm):
    event = forms.ChoiceField(
        label=_("What happened"), choices=RiskEvent.choices, widget=forms.RadioSelect
    )
    text = words(
        label=_("In a few words"),
        help_text=_("Stays in your case. The other side learns only that something happened."),
        required=False,
    )
