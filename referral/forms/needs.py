from django import forms
from django.utils.translation import gettext_lazy as _

from directory.codes import ServiceKind
from referral.models import Need
from shell.forms import DeskForm


def need_fields():
    """Two fields a service: when it is needed, and what the person wishes."""
    found = {}
    for service in ServiceKind:
        found[service.value] = forms.ChoiceField(
            label=service.label,
            choices=[("", _("Not asked")), *Need.Level.choices],
            required=False,
            widget=forms.RadioSelect,
        )
        found[wish_of(service)] = forms.CharField(
            label=_("What the person wishes"),
            required=False,
            max_length=300,
            widget=forms.TextInput({"dir": "auto"}),
        )
    return found


def wish_of(service) -> str:
    return f"{service}_wish"


NeedFields = type("NeedFields", (DeskForm,), need_fields())


class NeedsForm(NeedFields):
    """All services on one page. What was once needed ends as met: it does not vanish."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for service in ServiceKind:
            if self.initial.get(service.value):
                self.fields[service.value].choices = Need.Level.choices

    @staticmethod
    def initial_of(needs) -> dict:
        found = {}
        for need in needs:
            found[need.service] = need.level
            found[wish_of(need.service)] = need.wish
        return found

    def answers(self):
        """(service, level, wish) for each service."""
        data = self.cleaned_data
        return [(service, data[service.value], data[wish_of(service)]) for service in ServiceKind]
