from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from referral.forms.cover import who_works_here
from referral.forms.part import day
from referral.models import TaskWhat
from shell.forms import DeskForm


class TaskForm(DeskForm):
    """`to`: empty for oneself. Colleagues who cannot open the case are listed apart, so that nobody wonders where they are."""

    what = forms.ChoiceField(
        label=gettext_lazy("Kind of task"),
        choices=[("", "…"), *TaskWhat.choices],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("What to do"),
        help_text=gettext_lazy("Colleagues on this case see it. No names of other people."),
        widget=forms.TextInput({"dir": "auto"}),
        required=False,
    )
    to = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    due_on = day(
        label=gettext_lazy("By"),
        help_text=gettext_lazy("A day for your own work. What the person decides has none."),
    )

    def __init__(self, *args, actor, can_open, **kwargs):
        super().__init__(*args, **kwargs)
        people = [one for one in who_works_here(actor) if one[0] != actor.user]
        inside = {str(user) for user in can_open}
        self.fields["to"].choices = [
            ("", _("I do it")),
            (_("They can open this case"), [one for one in people if one[0] in inside]),
            (_("They cannot open it yet"), [one for one in people if one[0] not in inside]),
        ]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and cleaned.get("what", "") in ("", TaskWhat.OTHER):
            self.add_error("text", _("Write what to do, or choose a kind of task."))
        return cleaned
