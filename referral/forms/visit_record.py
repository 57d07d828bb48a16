from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from instruments.forms import InstrumentForm
from referral.forms.part import day


class VisitForm(InstrumentForm):
    """The visit tool, with the day of the visit."""

    visited_on = day(label=_("Day of the visit, or of the attempt"), initial=timezone.localdate)

    def clean_visited_on(self):
        found = self.cleaned_data["visited_on"]
        if found > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is not in the future."))
        return found

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("Say how contact went."))
        return cleaned
