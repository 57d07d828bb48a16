from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import roles, step_up
from accounts.actions.people import (
    cases_held_by,
    change_role,
    disable,
    possible_successors,
)
from accounts.forms.people import DisableForm, PersonForm
from accounts.fresh import asks_again
from accounts.models import Invitation, Membership
from accounts.roles import GIVEN_BY_ADMINISTRATOR, Role
from accounts.views.fetch import get_colleague
from shell.forms import render_form


@roles(Role.ORGANISATION_ADMIN)
def person_list(request):
    here = {"organisation_id": request.actor.organisation}
    memberships = Membership.objects.filter(**here).select_related("user", "organisation")
    context = {
        "members": memberships.active()
        .prefetch_related("teams")
        .order_by("user__name", "began_at"),
        "former": memberships.filter(ended_at__isnull=False).order_by("-ended_at")[:50],
        "invitations": Invitation.objects.open().filter(**here).order_by("-invited_at"),
    }
    return render(request, "accounts/person_list.html", context)


@step_up
@roles(Role.ORGANISATION_ADMIN)
@asks_again
def person_detail(request, pk):
    """Role and teams of a colleague. One's own are changed by another administrator."""
    membership = get_colleague(request, pk)
    own = str(membership.user_id) == request.actor.user
    fixed = own or membership.role not in GIVEN_BY_ADMINISTRATOR
    initial = {"role": membership.role, "teams": membership.teams.all()}
    form = PersonForm(request.POST or None, initial=initial, membership=membership)
    if fixed and request.method == "POST":
        raise PermissionDenied
    if form.is_valid():
        given = form.cleaned_data
        changed = change_role(membership, given["role"], given.get("teams", []))
        messages.success(request, _("Saved. No case was opened by this."))
        return redirect("person_detail", changed.pk)
    history = membership.user.memberships.filter(organisation=membership.organisation)
    context = {
        "membership": membership,
        "own": own,
        "fixed": fixed,
        "history": history.order_by("-began_at"),
    }
    return render_form(request, "accounts/person_detail.html", context, form)


@step_up
@roles(Role.ORGANISATION_ADMIN)
@asks_again
def person_disable(request, pk):
    """Ends a colleague's work here. Cases that would be left alone get a successor first."""
    membership = get_colleague(request, pk)
    if str(membership.user_id) == request.actor.user:
        raise PermissionDenied
    held = cases_held_by(membership.user)
    form = DisableForm(
        request.POST or None,
        successors=possible_successors(membership, request.actor),
        needed=bool(held),
    )
    if form.is_valid():
        disable(membership, form.cleaned_data.get("successor"))
        messages.success(request, _("This person can no longer sign in for your organisation."))
        return redirect("person_list")
    context = {"membership": membership, "held": held}
    return render_form(request, "accounts/person_disable.html", context, form)
