from django import forms
from django.utils.translation import gettext_lazy as _

from referral.stages import CLOSED_STATUSES, CaseStatus
from shell.forms import DeskForm


def reasons():
    return [("", "…")] + [(one.value, one.label) for one in CaseStatus if one in CLOSED_STATUSES]


class ClosingForm(DeskForm):
    status = forms.ChoiceField(label=_("Why the case closes"), choices=reasons)
    told = forms.BooleanField(
        label=_("The person knows how to come back"),
        help_text=_(
            "Where nobody could be told (contact lost, death), tick it after the last attempt."
        ),
        error_messages={"required": _("Tell the person how to come back, then tick this.")},
    )
    colleague = forms.ChoiceField(
        label=_("Who confirms it"), help_text=_("A supervisor or a colleague, never yourself.")
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = [("", "…")] + [
            (str(one.user_id), f"{one.user.name}, {one.get_role_display()}") for one in people
        ]


class ConfirmForm(DeskForm):
    """Only the button."""
