from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referral.forms.part import day
from referral.models import Errand
from shell.forms import DeskForm


class TaskForm(DeskForm):
    """`colleagues`: those who can open the case, as id and name. `to` is empty for oneself."""

    errand = forms.ChoiceField(
        label=gettext_lazy("Kind of task"),
        help_text=gettext_lazy("Lists show the kind only, never the words."),
        choices=[("", "…"), *Errand.choices],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("What to do"),
        help_text=gettext_lazy("Colleagues on this case see it. No names of other people."),
        widget=forms.TextInput({"dir": "auto"}),
        required=False,
    )
    to = forms.ChoiceField(
        label=gettext_lazy("Who does it"),
        help_text=gettext_lazy(
            "Colleagues who can open this case. To others a supervisor opens it first."
        ),
        required=False,
    )
    due_on = day(
        label=gettext_lazy("By"),
        help_text=gettext_lazy("A day for your own work. What the person decides has none."),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("I do it myself")), *colleagues]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and cleaned.get("errand", "") in ("", Errand.OTHER):
            self.add_error("text", _("Write what to do, or choose a kind of task."))
        return cleaned
