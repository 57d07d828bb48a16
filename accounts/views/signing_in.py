from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts import mail, throttle
from accounts.access import public, signed_in
from accounts.forms.signing_in import SignInForm
from accounts.models import User
from audit.models import record
from shell.forms import render_form
from shell.views import local

TOO_MANY = 429


@public
@sensitive_post_parameters("password")
def sign_in(request):
    onward = local(request.POST.get("next") or request.GET.get("next"), request)
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignInForm(request.POST or None)
    user = authenticate(request, form) if form.is_valid() else None
    if user is not None:
        return perform_login(request, user, redirect_url=onward)
    response = render_form(request, "accounts/sign_in.html", {"next": onward}, form)
    if form.has_error("__all__", "throttled"):
        response.status_code = TOO_MANY
    return response


@sensitive_variables()
def authenticate(request, form):
    """The user, or None with one and the same sentence for every reason."""
    given = form.cleaned_data
    try:
        user = get_adapter(request).authenticate(
            request, email=given["email"].lower(), password=given["password"]
        )
    except ValidationError as problem:
        form.add_error(None, problem)
        return None
    if user is None:
        note_refusal(given["email"])
        form.add_error(None, _("The email address or the password is not right."))
    return user


def note_refusal(email):
    """Whose account was tried can be followed by its digest, whether or not there is one; throttling keeps entries few."""
    record("session.refused", target=throttle.digest(f"refused {email.lower()}")[:32])
    tell_owner(email.lower())


def tell_owner(email):
    """After several wrong passwords, once a day. An address without an account costs the same."""
    owner = User.objects.filter(email=email, is_active=True).first()
    often = throttle.wait_before("tried", email, "")
    if often and not throttle.wait_before("told", email, "") and owner is not None:
        mail.send("password_tried", owner.email)


@signed_in
@require_POST
def account_logout(request):
    record("session.ended", target=request.user.pk)
    logout(request)
    messages.success(request, _("You are signed out."))
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"storage"'
    return response
