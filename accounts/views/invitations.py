from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accounts import mail
from accounts.access import public, roles, step_up
from accounts.actions.invitations import (
    invite,
    join_as_known,
    join_as_new,
    withdraw_invitation,
)
from accounts.forms.invitations import InvitationForm, JoinForm
from accounts.fresh import asks_again
from accounts.models import Invitation, User
from accounts.roles import Role
from accounts.views.fetch import get_invitation
from shell.forms import render_form

CARRIED = "invitation"


@public
@sensitive_variables("token")
def invitation(request, token):
    """Takes the token out of the address at once: it reaches no log, no history and no other page."""
    request.session[CARRIED] = token
    return redirect("invitation_join")


@public
@sensitive_post_parameters("new_password")
@sensitive_variables("form", "token")
def invitation_join(request):
    """The invited person sets up an account. Used, expired, withdrawn and unknown links look the same."""
    token = request.session.get(CARRIED, "")
    found = Invitation.objects.for_token(token).select_related("organisation").first()
    if found is None or not found.organisation.is_active:
        return link_over(request)
    if User.objects.filter(email=found.email).exists():
        return join_signed_in(request, found, token)
    newcomer = User(email=found.email)
    newcomer.joins = found.organisation.name
    initial = {"language": translation.get_language()}
    form = JoinForm(request.POST or None, user=newcomer, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        user = join_as_new(
            token, name=given["name"], password=given["new_password"], language=given["language"]
        )
        if user is None:
            return link_over(request)
        del request.session[CARRIED]
        return perform_login(request, user, redirect_url="/")
    return render_form(request, "accounts/invitation.html", {"invitation": found}, form)


def join_signed_in(request, found, token):
    """Who has an account proves it: the link alone opens nobody's account."""
    is_owner = request.user.is_authenticated and request.user.email == found.email
    if request.method == "POST" and is_owner:
        if join_as_known(token, request.user) is None:
            return link_over(request)
        del request.session[CARRIED]
        messages.success(request, _("You belong to this organisation now."))
        return redirect("membership_switch")
    context = {"invitation": found, "is_owner": is_owner}
    return render(request, "accounts/invitation_known.html", context)


def link_over(request):
    return render(request, "accounts/link_over.html", status=404)


@step_up
@roles(Role.ORGANISATION_ADMIN)
@asks_again
def invitation_new(request):
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        made, token = invite(
            request.membership.organisation,
            email=given["email"],
            role=given["role"],
            by=request.actor.user,
        )
        link = request.build_absolute_uri(reverse("invitation", args=[token]))
        if not mail.can_send():
            return render(
                request, "accounts/invitation_link.html", {"link": link, "invitation": made}
            )
        mail.send("invitation", made.email, link=link)
        messages.success(request, _("The invitation is on its way."))
        return redirect("person_list")
    return render_form(request, "accounts/invitation_new.html", {}, form)


@require_POST
@roles(Role.ORGANISATION_ADMIN)
def invitation_withdraw(request, pk):
    withdraw_invitation(get_invitation(request, pk))
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("person_list")
