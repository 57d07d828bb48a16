from django import forms
from django.utils.translation import gettext_lazy as _

from referral.models.protection import ProtectionReason
from shell.forms import DeskForm


def choices_of(people):
    return [(str(one.user_id), f"{one.user.name}, {one.get_role_display()}") for one in people]


class ProtectForm(DeskForm):
    reason = forms.ChoiceField(label=_("Why"), choices=[("", "…"), *ProtectionReason.choices])
    names = forms.MultipleChoiceField(
        label=_("Who else knows of the case"),
        help_text=_(
            "One or two. You are named yourself. Choose people who can stand in for you, a supervisor among them where that is safe."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _(
                "Name at least one other person, so that somebody is there when you are not."
            )
        },
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = choices_of(people)


class NameForm(DeskForm):
    user = forms.ChoiceField(label=_("Name another person"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", "…"), *choices_of(people)]
