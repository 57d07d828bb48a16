from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import languages
from accounts.forms.signing_in import NewPasswordForm, show_password
from accounts.roles import GIVEN_BY_ADMINISTRATOR
from shell.forms import DeskForm


def given_roles():
    return [(role.value, role.label) for role in GIVEN_BY_ADMINISTRATOR]


class InvitationForm(DeskForm):
    email = forms.EmailField(
        label=_("Work email"),
        max_length=254,
        help_text=_("Of one person, not of an office. The invitation works once, for 72 hours."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=given_roles)


class JoinForm(NewPasswordForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Colleagues see it. People you support do not."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages)

    field_order = ["name", "language", "new_password"]

    def clean_name(self):
        """The password is judged with the name in mind."""
        self.user.name = self.cleaned_data["name"]
        return self.user.name

    def build_layout(self):
        return Layout("name", "language", "new_password", show_password("id_new_password"))
