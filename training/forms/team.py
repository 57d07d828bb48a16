from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shell.forms import DeskForm
from training.clearance import LONGEST_EXTENSION
from training.models import WhyExtended


class ExtendForm(DeskForm):
    until = forms.DateField(
        label=_("May begin new cases until"),
        help_text=_("30 days from today at most."),
        widget=forms.DateInput(attrs={"type": "date", "class": "w-s"}),
    )
    why = forms.ChoiceField(label=_("Why"), choices=WhyExtended.choices, widget=forms.RadioSelect)

    def __init__(self, *args, former=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.former = former

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today or until > today + LONGEST_EXTENSION:
            raise forms.ValidationError(_("Choose a day between today and 30 days from now."))
        if self.former and until <= self.former:
            raise forms.ValidationError(_("That day is not later than the one that holds already."))
        return until
