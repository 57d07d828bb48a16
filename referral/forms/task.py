from django import forms
from django.utils.translation import gettext_lazy as _

from referral.forms.part import day
from shell.forms import DeskForm


class TaskForm(DeskForm):
    text = forms.CharField(
        label=_("What to do"),
        help_text=_("Colleagues on this case see it. No names of other people."),
        widget=forms.TextInput({"dir": "auto"}),
    )
    due_on = day(label=_("By"))
