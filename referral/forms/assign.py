from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Team
from directory.countries import country_choices
from referral.access import DataClass, may_read
from referral.stages import Side, Stage
from shell.forms import DeskForm

ANY = ("", pgettext_lazy("filter", "Any"))
WAITING = [
    ANY,
    ("answer", _("An answer to a referral")),
    ("gates", _("Gates before a return")),
    ("arrival", _("The confirmation of an arrival")),
]


def may_have_cases(role) -> bool:
    return any(may_read(role, DataClass.SUMMARY, side, stage) for side in Side for stage in Stage)


def colleagues(actor):
    """Whom a case can be opened to: people of the own organisation whose role works on cases, never oneself."""
    found = Membership.objects.active().filter(organisation=actor.organisation)
    found = found.exclude(user=actor.user).select_related("user").order_by("user__name")
    return [one for one in found if may_have_cases(one.role)]


class AssignForm(DeskForm):
    to = forms.ChoiceField(label=_("Colleague or team"))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        people = [
            (f"user:{one.user_id}", f"{one.user.name}, {one.get_role_display()}")
            for one in colleagues(actor)
        ]
        teams = [
            (f"team:{one.group_id}", one.name)
            for one in Team.objects.filter(organisation=actor.organisation).order_by("name")
        ]
        self.fields["to"].choices = [("", "…"), (_("People"), people), (_("Teams"), teams)]

    def clean_to(self):
        kind, _mark, value = self.cleaned_data["to"].partition(":")
        return {"user": value} if kind == "user" else {"team": int(value)}


class Filter(forms.Form):
    """What it does not know, it leaves out."""

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def label_of(self, name):
        field, value = self.fields[name], self.cleaned_data[name]
        labels = {str(code): label for code, label in getattr(field, "choices", [])}
        return f"{field.label}: {labels.get(str(value), value)}"


class JourneyFilter(Filter):
    stage = forms.ChoiceField(label=_("Stage"), choices=[ANY, *Stage.choices], required=False)
    country = forms.ChoiceField(
        label=_("Country"), choices=lambda: [ANY, *country_choices()], required=False
    )
    waiting = forms.ChoiceField(label=_("Waiting for"), choices=WAITING, required=False)


class CaseloadFilter(Filter):
    stage = forms.ChoiceField(label=_("Stage"), choices=[ANY, *Stage.choices], required=False)
    lead = forms.ChoiceField(label=_("Case manager"), required=False)

    def __init__(self, *args, leads, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [ANY, *leads]


class AuditFilter(Filter):
    KINDS = [
        ANY,
        ("read.", _("Reading")),
        ("write.", _("Writing")),
        ("deny.", _("Refused")),
        ("case.", _("Cases")),
        ("emergency.", _("Emergency access")),
        ("protection.", _("Protection")),
        ("consent.", _("Consent")),
        ("referral.", _("Referrals")),
        ("gate.", _("Gates")),
        ("return.", _("Return")),
        ("journey.", _("Journeys")),
    ]
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)
    who = forms.ChoiceField(label=_("Colleague"), required=False)
    since = forms.DateField(
        label=_("From"), widget=forms.DateInput({"type": "date"}), required=False
    )
    until = forms.DateField(label=_("To"), widget=forms.DateInput({"type": "date"}), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [ANY, *people]
