from allauth.account.adapter import get_adapter
from allauth.account.utils import url_str_to_user_pk, user_pk_to_url_str
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts import mail, sessions, throttle
from accounts.access import public, signed_in
from accounts.actions.passwords import set_password
from accounts.adapter import say_wait
from accounts.forms.signing_in import (
    NewPasswordForm,
    PasswordAgainForm,
    PasswordChangeForm,
    PasswordForgottenForm,
)
from accounts.fresh import confirm
from accounts.models import User
from audit.models import record
from shell.forms import render_form
from shell.views import local


@public
def password_forgotten(request):
    """Says the same to everybody, whether or not the account exists and whether or not a mail leaves."""
    form = PasswordForgottenForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        address = get_adapter(request).get_client_ip(request)
        if not throttle.wait_before("reset", email, address):
            send_reset_link(request, email)
        return redirect("password_forgotten_done")
    return render_form(request, "accounts/password_forgotten.html", {}, form)


def send_reset_link(request, email):
    user = User.objects.filter(email=email, is_active=True).first()
    token = default_token_generator.make_token(user or User(email=email))
    path = reverse("password_reset_link", args=[user_pk_to_url_str(user or User()), token])
    if user is not None:
        mail.send("password_reset", user.email, link=request.build_absolute_uri(path))


@public
def password_forgotten_done(request):
    return render(request, "accounts/password_forgotten_done.html")


LINK = "password_reset"


@public
@sensitive_variables("token")
def password_reset_link(request, user_key, token):
    """Takes the token out of the address at once: it reaches no log, no history and no other page."""
    request.session[LINK] = [user_key, token]
    return redirect("password_reset")


@public
@sensitive_post_parameters("new_password")
@sensitive_variables("form")
def password_reset(request):
    """The link of the mail works for one hour, and only until the password changes."""
    user = user_of_link(*request.session.get(LINK, ["", ""]))
    if user is None:
        return render(request, "accounts/link_over.html", status=404)
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        set_password(user, form.cleaned_data["new_password"], action="password.reset")
        del request.session[LINK]
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("sign_in")
    return render_form(request, "accounts/password_reset.html", {}, form)


def user_of_link(user_key, token):
    try:
        user = User.objects.filter(pk=url_str_to_user_pk(user_key), is_active=True).first()
    except (ValueError, ValidationError):
        return None
    return user if user and default_token_generator.check_token(user, token) else None


@signed_in
@sensitive_post_parameters("password")
def password_again(request):
    """Before something grave, when the last sign-in is longer ago; then it leads there."""
    onward = local(request.POST.get("next") or request.GET.get("next"), request)
    form = PasswordAgainForm(request.POST or None)
    if form.is_valid():
        problem = confirm(request, form.cleaned_data["password"])
        if not problem:
            record("session.confirmed", target=request.user.pk)
            return redirect(onward)
        form.add_error("password", problem)
    return render_form(request, "accounts/password_again.html", {"next": onward}, form)


@signed_in
@sensitive_post_parameters("password", "new_password")
@sensitive_variables("form")
def password_change(request):
    """Asks for the present password; every other session ends."""
    form = PasswordChangeForm(request.POST or None, user=request.user)
    if form.is_valid() and knows_password(request, form):
        this = request.session.session_key
        new = form.cleaned_data["new_password"]
        set_password(request.user, new, action="password.changed", keep=this)
        update_session_auth_hash(request, request.user)
        sessions.follow_key(request, this)
        messages.success(request, _("Your password is changed. Other sessions have ended."))
        return redirect("account")
    return render_form(request, "accounts/password_change.html", {}, form)


def knows_password(request, form):
    address = get_adapter(request).get_client_ip(request)
    wait = throttle.wait_before("sign_in", request.user.email, address)
    if wait:
        form.add_error("password", say_wait(wait))
    elif not request.user.check_password(form.cleaned_data["password"]):
        form.add_error("password", _("This is not your password."))
    else:
        throttle.came_in("sign_in", request.user.email, address)
    return form.is_valid()
