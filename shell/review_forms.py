"""What a second person answers to a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shell.forms import DeskForm

PUBLISH, REFUSE = "publish", "refuse"


class PublishForm(DeskForm):
    """Only the version that was looked at."""


class RefuseForm(DeskForm):
    refusal = forms.CharField(
        label=_("Why not?"),
        help_text=_("Whoever drafted it reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
