from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.acting import current_actor
from accounts.models import Team
from accounts.roles import Role
from audit.models import record


def may_add_to(team, actor) -> bool:
    """Whoever enters a team sees its cases. So administrators fill new teams only; supervisors add to the others."""
    return team is None or actor.role == Role.SUPERVISOR


@transaction.atomic
def save_team(organisation, *, name, members, team=None):
    actor = current_actor()
    before = set(team.members.values_list("pk", flat=True)) if team else set()
    added = [each for each in members if each.pk not in before]
    if added and not may_add_to(team, actor):
        raise PermissionDenied
    if team is not None and any(str(each.user_id) == actor.user for each in added):
        raise PermissionDenied
    team = team or Team(organisation=organisation)
    team.name = name
    team.save()
    team.members.set(members)
    record("team.saved", target=team.pk, members=len(members), added=len(added))
    return team
