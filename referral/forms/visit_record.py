from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from instruments.forms import InstrumentForm
from referral.forms.part import day, not_in_the_future


class VisitForm(InstrumentForm):
    """The visit tool, with the day of the visit."""

    visited_on = day(
        label=_("Day of the visit, or of the attempt"),
        initial=timezone.localdate,
        validators=[not_in_the_future],
    )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("Say how contact went."))
        return cleaned
