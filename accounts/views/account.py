from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import sessions
from accounts.access import signed_in
from accounts.actions.account import CHANGEABLE, change_account, choose_membership
from accounts.adapter import remember_language
from accounts.forms.account import AccountForm
from accounts.fresh import ask_again, is_fresh
from accounts.middleware import SESSION_KEY
from accounts.views.fetch import uuid_or_404
from audit.models import record
from shell.forms import render_form


@signed_in
def account(request):
    user = request.user
    initial = {field: getattr(user, field) for field in CHANGEABLE}
    form = AccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_account(user, **{field: form.cleaned_data[field] for field in CHANGEABLE})
        messages.success(request, _("Your account is saved."))
        response = redirect("account")
        remember_language(response, user.language)
        return response
    context = {"membership": request.membership, "several": own_memberships(user).count() > 1}
    return render_form(request, "accounts/account.html", context, form)


def own_memberships(user):
    return user.memberships.active().select_related("organisation").order_by("began_at", "pk")


@signed_in
def membership_switch(request):
    """Several roles are several doors: one is open at a time, and every entry says which."""
    mine = own_memberships(request.user)
    if request.method == "POST":
        membership = get_object_or_404(mine, pk=uuid_or_404(request.POST.get("membership")))
        choose_membership(membership)
        request.session[SESSION_KEY] = str(membership.pk)
        former = request.session.session_key
        request.session.cycle_key()
        sessions.follow_key(request, former)
        return redirect("start")
    context = {"memberships": mine, "current": request.membership}
    return render(request, "accounts/membership_switch.html", context)


@signed_in
def session_list(request):
    """Where this account is signed in; each session but this one can be ended, or all at once."""
    this = request.session.session_key
    if request.method == "POST" and not is_fresh(request):
        return ask_again(request)
    if request.method == "POST":
        ended = sessions.end_sessions(request.user, but=this)
        record("session.others_ended", target=request.user.pk, number=ended)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("session_list")
    listed = [
        {"session": each, "is_this": each.session_key == this}
        for each in UserSession.objects.purge_and_list(request.user)
    ]
    listed.sort(key=lambda row: (not row["is_this"], row["session"].created_at))
    return render(request, "accounts/session_list.html", {"rows": listed})


@signed_in
@require_GET
def session_time(request):
    """For the script: seconds until the session ends. Asked as a poll it only looks, else it is a sign of life."""
    left, longer = sessions.seconds_left(request)
    return JsonResponse({"left": left, "longer": longer})
