from crispy_forms.layout import HTML, Layout
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.passwords import LONGEST
from shell.forms import DeskForm

PASSWORD_ADVICE = lazy(lambda: " ".join(password_validators_help_texts()), str)


def email_field(**attributes):
    return forms.EmailField(
        label=_("Work email"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "spellcheck": "false", **attributes}
        ),
    )


def password_field(label, new=False, **more):
    autocomplete = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        **more,
    )


def show_password(field):
    """Seeing what one types replaces typing it twice."""
    return HTML(render_to_string("accounts/show_password.html", {"field": field}))


class SignInForm(DeskForm):
    email = email_field()
    password = password_field(_("Password"))

    def build_layout(self):
        return Layout("email", "password", show_password("id_password"))


class PasswordAgainForm(DeskForm):
    password = password_field(_("Password"))

    def build_layout(self):
        return Layout("password", show_password("id_password"))


class PasswordForgottenForm(DeskForm):
    email = email_field()


class NewPasswordForm(DeskForm):
    """A new password for `user`, judged by the rules with this person in mind."""

    new_password = password_field(_("New password"), new=True, help_text=PASSWORD_ADVICE())

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_new_password(self):
        password = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password

    def build_layout(self):
        return Layout("new_password", show_password("id_new_password"))


class PasswordChangeForm(NewPasswordForm):
    password = password_field(_("Password now"))

    def build_layout(self):
        return Layout("password", "new_password", show_password("id_new_password"))
