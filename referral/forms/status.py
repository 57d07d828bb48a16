from django import forms
from django.utils.translation import gettext_lazy as _

from referral.stages import BY_VERB_ONLY, STAGE_OF, CaseStatus, Outlook, Stage
from shell.forms import DeskForm


def free_statuses():
    """By stage, without those that only a verb of their own reaches."""
    return [
        (
            stage.label,
            [
                (status.value, status.label)
                for status in CaseStatus
                if STAGE_OF[status] == stage and status not in BY_VERB_ONLY
            ],
        )
        for stage in Stage
        if stage != Stage.CLOSED
    ]


class StatusForm(DeskForm):
    status = forms.ChoiceField(
        label=_("Where the case stands"),
        help_text=_("Approved, travelling, arrived and closed have pages of their own."),
        choices=free_statuses,
    )
    outlook = forms.ChoiceField(
        label=_("What the person wants next"),
        help_text=_("The person’s own choice. It has no due date and can change at any time."),
        choices=Outlook.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, holds, **kwargs):
        super().__init__(*args, **kwargs)
        if not holds:
            del self.fields["outlook"]
