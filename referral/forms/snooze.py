from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referral.forms.part import day
from referral.models import SnoozeReason
from referral.models.snooze import MOST
from shell.forms import DeskForm


class SnoozeForm(DeskForm):
    until = day(
        label=gettext_lazy("Show it again on"), help_text=gettext_lazy("In 30 days at the latest.")
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=SnoozeReason.choices, widget=forms.RadioSelect
    )

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until <= today:
            raise forms.ValidationError(_("Choose a day after today."))
        if until > today + MOST:
            raise forms.ValidationError(
                _("Choose %(day)s or earlier: what is put off longer is forgotten.")
                % {"day": date_format(today + MOST)}
            )
        return until
