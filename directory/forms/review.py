from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import CheckMethod, CheckOutcome, ReportOutcome
from shell.forms import DeskForm

# The body's own word comes through its link only.
BY_A_PERSON = [choice for choice in CheckMethod.choices if choice[0] != CheckMethod.STILL_RIGHT]


class VerifyForm(DeskForm):
    method = forms.ChoiceField(
        label=_("How did you try it?"), choices=BY_A_PERSON, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=_("With what result?"), choices=CheckOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For example the hours you were told. Nobody's name."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self):
        given = super().clean()
        silent = given.get("outcome") == CheckOutcome.NO_ANSWER
        if silent and given.get("method") == CheckMethod.MET:
            self.add_error("outcome", _("You spoke with the body: choose whether it works."))
        return given


class ReportForm(DeskForm):
    about = forms.ChoiceField(label=_("What is it about?"), required=False)
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("What it should say, and where you know it from. Nothing about a person."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("The country as a whole")), *about]


class AnswerForm(DeskForm):
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=ReportOutcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Whoever reported it reads this here."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ChangedForm(DeskForm):
    text = forms.CharField(
        label=_("What changed?"),
        help_text=_("The number, the hours, the name: whatever is not right any more."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
