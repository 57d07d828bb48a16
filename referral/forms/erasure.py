from datetime import timedelta

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import OWN_PARTS, DataClass
from referral.forms.part import day
from referral.models import Erasure, ErasureHold
from referral.retention import WHILE_OPEN
from shell.forms import DeskForm, Section

LONGEST_HOLD = timedelta(days=180)
LONGEST_KEPT = timedelta(days=366)


def check_day(form, name, longest, too_far):
    """Between tomorrow and the longest time; what is wrong is said at the field."""
    chosen = form.cleaned_data.get(name)
    today = timezone.localdate()
    if chosen and not today < chosen <= today + longest:
        form.add_error(name, too_far)


class AskErasureForm(DeskForm):
    parts = forms.MultipleChoiceField(
        label=_("What the person wants erased"), widget=forms.CheckboxSelectMultiple
    )
    told = forms.BooleanField(
        label=_("The person knows what stays, and that it cannot be brought back"),
        error_messages={"required": _("Tell the person first, then tick this.")},
    )

    def __init__(self, *args, is_open, **kwargs):
        super().__init__(*args, **kwargs)
        parts = WHILE_OPEN if is_open else OWN_PARTS
        self.fields["parts"].choices = [(part.value, DataClass(part).label) for part in parts]
        if is_open:
            self.fields["parts"].help_text = _(
                "People still work on the case, so only these. When it is closed, everything can go."
            )


class HoldForm(DeskForm):
    why = forms.ChoiceField(
        label=_("Why nothing may be erased"),
        choices=ErasureHold.Why.choices,
        widget=forms.RadioSelect,
    )
    until = day(
        label=_("Until"),
        help_text=_("At most 180 days from today; then somebody looks again and may set another."),
    )

    def clean(self):
        cleaned = super().clean()
        check_day(self, "until", LONGEST_HOLD, _("Choose a day within the next 180 days."))
        return cleaned


class DecideErasureForm(DeskForm):
    """Several at once: each was looked at by whoever ticks it."""

    which = forms.MultipleChoiceField(label=_("Cases"), widget=forms.CheckboxSelectMultiple)
    answer = forms.ChoiceField(
        label=_("What happens with them"),
        choices=[("erase", _("Erase for good")), ("keep", _("Keep for now"))],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=_("I looked at each of them. What is erased cannot be brought back."),
        required=False,
    )
    keep_for = forms.ChoiceField(
        label=_("Why they are kept"),
        choices=[("", "…"), *Erasure.Keep.choices],
        required=False,
    )
    until = day(label=_("Kept until"), help_text=_("Within a year from now."), required=False)

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = waiting

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "erase" and not cleaned.get("sure"):
            self.add_error("sure", _("Look at each of them, then tick this."))
        if cleaned.get("answer") == "keep":
            if not cleaned.get("keep_for"):
                self.add_error("keep_for", _("Say why they are kept."))
            if not cleaned.get("until") and "until" not in self.errors:
                self.add_error("until", _("Say until when: somebody looks again that day."))
            check_day(self, "until", LONGEST_KEPT, _("Choose a day within a year from now."))
        return cleaned

    def build_layout(self):
        return Layout(
            Section(1, _("Which of them"), "which"),
            Section(2, _("Your answer"), "answer", "sure"),
            Section(3, _("Only if they are kept"), "keep_for", "until"),
        )
