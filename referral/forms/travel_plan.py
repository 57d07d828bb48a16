from django import forms
from django.utils.translation import gettext_lazy as _

from referral.forms.travel import TravelForm
from shell.forms import DeskForm

DAY = ("leaves_at", "arrives_at")


class TravelPlanForm(TravelForm):
    """The travel part of the record, with the question that comes before any card."""

    paper_is_safe = forms.ChoiceField(
        label=_("Is it safe for this person to carry paper?"),
        help_text=_("Ask the person. Without an answer it is no."),
        choices=[("no", _("No")), ("yes", _("Yes, the person says so"))],
        widget=forms.RadioSelect,
        initial="no",
        required=False,
    )

    field_order = [
        "document",
        "document_kind",
        "document_number",
        "document_until",
        "leaves_at",
        "arrives_at",
        "means",
        "route",
        "escort",
        "greeter",
        "code_word",
        "first_night",
        "paper_is_safe",
        "emergency_card",
        "arrangements",
    ]

    def __init__(self, *args, day_is_shared=False, **kwargs):
        """`day_is_shared`: the day of a household is set for all of it, on a page of its own."""
        super().__init__(*args, **kwargs)
        for name in DAY if day_is_shared else ():
            del self.fields[name]

    def write(self, row):
        """What is not asked here stays as it is."""
        for name in DAY:
            self.cleaned_data.setdefault(name, getattr(row, name))
        super().write(row)

    @classmethod
    def columns(cls):
        return [name for name in super().columns() if name != "paper_is_safe"]

    @classmethod
    def initial_of(cls, row):
        carries = row is not None and row.emergency_card
        return {**super().initial_of(row), "paper_is_safe": "yes" if carries else "no"}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("emergency_card") and cleaned.get("paper_is_safe") != "yes":
            self.add_error(
                "emergency_card",
                _("A card only when it is safe for the person to carry paper."),
            )
        return cleaned


class DepartForm(DeskForm):
    still_wishes = forms.BooleanField(
        label=_("Asked again today: the person still wishes to travel"),
        error_messages={
            "required": _("Ask the person first. The wish can be taken back until boarding.")
        },
    )
