from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import roles, step_up
from accounts.actions.teams import may_add_to, save_team
from accounts.forms.people import TeamForm
from accounts.fresh import asks_again
from accounts.models import Membership, Team
from accounts.roles import Role
from accounts.views.fetch import get_team
from shell.forms import render_form


@roles(Role.ORGANISATION_ADMIN, Role.SUPERVISOR)
def team_list(request):
    active = Count("members", filter=Q(members__ended_at__isnull=True))
    teams = Team.objects.filter(organisation_id=request.actor.organisation)
    context = {"teams": teams.annotate(number=active).order_by("name")}
    return render(request, "accounts/team_list.html", context)


@roles(Role.ORGANISATION_ADMIN)
def team_new(request):
    return edit_team(request, None)


@step_up
@roles(Role.ORGANISATION_ADMIN, Role.SUPERVISOR)
@asks_again
def team_detail(request, pk):
    return edit_team(request, get_team(request, pk))


def edit_team(request, team):
    organisation = request.membership.organisation
    initial = {"name": team.name, "members": team.members.all()} if team else {}
    form = TeamForm(
        request.POST or None,
        initial=initial,
        organisation=organisation,
        possible=possible_members(request.actor, team),
        team=team,
    )
    if form.is_valid():
        given = form.cleaned_data
        save_team(organisation, name=given["name"], members=given["members"], team=team)
        messages.success(request, _("The team is saved."))
        return redirect("team_list")
    context = {"team": team, "may_add": may_add_to(team, request.actor)}
    return render_form(request, "accounts/team_detail.html", context, form)


def possible_members(actor, team):
    """Colleagues who may be in this team after saving; nobody adds themselves to cases."""
    here = Membership.objects.active().filter(organisation_id=actor.organisation)
    if team is not None:
        inside = Q(pk__in=team.members.values("pk"))
        here = here.filter(inside | ~Q(user_id=actor.user) if may_add_to(team, actor) else inside)
    return here.select_related("user").order_by("user__name", "pk")
