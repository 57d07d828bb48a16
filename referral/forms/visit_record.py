from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.forms.part import day, not_in_the_future
from referral.forms.sheet import SheetForm


class VisitForm(SheetForm):
    """The visit tool, with the day of the visit, which is the day of its head."""

    leaves_out = ("held_on",)

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

    def head(self) -> dict:
        return super().head() | {"held_on": self.cleaned_data["visited_on"]}
