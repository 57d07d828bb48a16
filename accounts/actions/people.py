"""Joiners, movers and leavers. None of this opens a case to anybody; the database hands cases over."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from accounts import sessions
from accounts.models import Membership
from accounts.roles import Role
from audit.models import record

# Roles that hold cases of their own, and so can take over those of a colleague.
HOLDS_CASES = [
    Role.CASE_MANAGER,
    Role.FIRST_CONTACT,
    Role.FOCAL_POINT,
    Role.SERVICE_WORKER,
    Role.SUPERVISOR,
    Role.HEALTH,
    Role.LAWYER,
    Role.CONSULAR,
    Role.RETURN_ORGANISER,
    Role.GUARDIAN,
]


@dataclass(frozen=True)
class HeldCase:
    reference: str
    stage: int


class SuccessorNeeded(Exception):
    """There are cases that nobody would hold."""


def cases_held_by(user) -> list[HeldCase]:
    """References that need a successor. The database answers administrators and supervisors only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference, stage FROM cases_of(%s) ORDER BY reference", [user.pk])
        return [HeldCase(*row) for row in cursor.fetchall()]


def possible_successors(membership, actor):
    """Colleagues who hold cases here; never the administrator who decides."""
    return (
        Membership.objects.active()
        .filter(organisation=membership.organisation, role__in=HOLDS_CASES)
        .exclude(user_id__in=[membership.user_id, actor.user])
        .select_related("user")
        .order_by("user__name", "pk")
    )


@transaction.atomic
def change_role(membership, role, teams):
    """The old membership ends and a new one begins, so that history says who was what, and when."""
    if membership.role == role:
        set_teams(membership, teams)
        return membership
    end_membership(membership)
    changed, _new = Membership.objects.get_or_create(
        user=membership.user,
        organisation=membership.organisation,
        role=role,
        ended_at=None,
        defaults={"cleared_until": membership.cleared_until},
    )
    changed.teams.set(teams)
    sessions.end_sessions(membership.user)
    record("membership.role_changed", target=changed.pk, former=membership.role, role=role)
    return changed


def set_teams(membership, teams):
    membership.teams.set(teams)
    record("membership.teams_changed", target=membership.pk, number=len(teams))


def end_membership(membership):
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    membership.teams.clear()
    record("membership.ended", target=membership.pk)


@transaction.atomic
def disable(membership, successor=None):
    """Ends every membership of this person here. What the person held goes to the successor first."""
    person = membership.user
    if cases_held_by(person):
        if successor is None:
            raise SuccessorNeeded
        hand_over(person, successor.user)
    here = Membership.objects.active().filter(user=person, organisation=membership.organisation)
    for each in here:
        end_membership(each)
    sessions.end_sessions(person)


def hand_over(person, successor) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hand_over(%s, %s)", [person.pk, successor.pk])
        return cursor.fetchone()[0]
