from django import forms
from django.utils.translation import gettext_lazy as _

from referral.models import MergedField
from shell.forms import DeskForm

Choice = MergedField.Choice


class MergeForm(DeskForm):
    """One question a field that differs, and who approves. `lines`: (difference, label, text here, text there)."""

    def __init__(self, *args, lines, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        for one, label, here, there in lines:
            choices = [(Choice.HERE, here or _("Not recorded")), (Choice.THERE, there)]
            if one.may_be_both:
                choices.append((Choice.BOTH, Choice.BOTH.label))
            self.fields[one.name] = forms.ChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect, initial=one.proposed
            )
        self.names = [one.name for one, *_words in lines]
        self.fields["of"] = forms.ChoiceField(
            label=_("Who looks at it with you"),
            choices=[("", "…"), *((str(one.user_id), one.user.name) for one in colleagues)],
            help_text=_(
                "A case manager of your organisation. She or he sees what was chosen, for seven days, and says yes or no."
            ),
        )

    @property
    def choices(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.names}
