from django import forms
from django.utils.translation import gettext_lazy as _

from referral.actions.closing import ReopenReason, no_service
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
    service = forms.CharField(
        label=_("The service that the person goes to"),
        help_text=_(
            "For “Closed: other need, referred”, where no referral of this case is sent or accepted: the service, and whom to ask for there."
        ),
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        max_length=200,
        required=False,
    )
    colleague = forms.ChoiceField(
        label=_("Who confirms it"), help_text=_("A supervisor or a colleague, never yourself.")
    )

    def __init__(self, *args, people, is_referred, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_referred = is_referred
        self.fields["colleague"].choices = [("", "…")] + [
            (str(one.user_id), f"{one.user.name}, {one.get_role_display()}") for one in people
        ]

    def clean(self):
        cleaned = super().clean()
        elsewhere = cleaned.get("status") == CaseStatus.CLOSED_REFERRED_ELSEWHERE
        if elsewhere and not cleaned.get("service") and not self.is_referred:
            self.add_error("service", no_service())
        if not elsewhere:
            cleaned["service"] = ""
        return cleaned


class ReopenForm(DeskForm):
    reason = forms.ChoiceField(
        label=_("Why the case is opened again"),
        help_text=_("Not asked of the person: choose what you know, and nothing more."),
        choices=ReopenReason.choices,
        widget=forms.RadioSelect,
    )


class ConfirmForm(DeskForm):
    """Only the button."""
