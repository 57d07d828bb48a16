from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.invitations import given_roles
from accounts.models import Membership, Team
from shell.forms import DeskForm


class PersonForm(DeskForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=given_roles,
        help_text=_(
            "A new role ends the sessions of this person. The former role stays in the history."
        ),
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Stays in these teams"),
        help_text=_("Adding to a team opens its cases, so a supervisor does that."),
        queryset=Team.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = membership.teams.order_by("name")
        if not self.fields["teams"].queryset.exists():
            del self.fields["teams"]


class SuccessorField(forms.ModelChoiceField):
    def label_from_instance(self, membership):
        return f"{membership.user.name} ({membership.get_role_display()})"


class DisableForm(DeskForm):
    successor = SuccessorField(
        label=_("Who takes over the cases"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a colleague"),
    )

    def __init__(self, *args, successors, needed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors
        if not needed:
            del self.fields["successor"]


class TeamForm(DeskForm):
    name = forms.CharField(label=_("Name of the team"), max_length=80)
    members = forms.ModelMultipleChoiceField(
        label=_("Members"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, organisation, possible, team=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation, self.team = organisation, team
        field = self.fields["members"]
        field.queryset = possible
        field.label_from_instance = lambda each: f"{each.user.name} ({each.get_role_display()})"

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = Team.objects.filter(organisation=self.organisation, name=name)
        if self.team is not None:
            others = others.exclude(pk=self.team.pk)
        if others.exists():
            raise forms.ValidationError(_("A team of this name exists already."))
        return name
