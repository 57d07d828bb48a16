"""The supervisor's door: reference, stage, lead and days of all cases; opening one to others, never to oneself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from referral.actions.protection import need_name, protection_of
from referral.models import CaseGroupGrant, CaseUserGrant, MoveNotAllowed


@dataclass(frozen=True, slots=True)
class Load:
    """One case as a supervisor sees it without a grant: no content."""

    case_id: UUID
    journey_id: UUID
    reference: str
    stage: int
    lead_id: UUID
    opened_at: datetime


def caseload(*, where: str = "true", parameters=(), limit: int = 1000) -> list[Load]:
    """`where` is a condition of ours over the columns of `Load`, never text from outside."""
    sql = (
        f"SELECT case_id, journey_id, reference, stage, lead_id, opened_at FROM caseload() WHERE {where}"  # noqa: S608
        " ORDER BY opened_at DESC, case_id DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, limit])
        return [Load(*row) for row in cursor.fetchall()]


def one_of_caseload(case_id: UUID) -> Load | None:
    return next(iter(caseload(where="case_id = %s", parameters=[case_id], limit=1)), None)


@transaction.atomic
def assign(
    case_id: UUID, *, user=None, team: int | None = None, until: datetime | None = None
) -> None:
    """The database writes the audit entry. Raises `MoveNotAllowed`."""
    if str(user) == current_actor().user:
        raise MoveNotAllowed(_("Nobody opens a case to her- or himself. Ask another supervisor."))
    need_name(case_id, user)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, %s, NULL, %s, 'assigned')", [case_id, user, team, until]
        )


@transaction.atomic
def unassign(case_id: UUID, *, user=None, team: int | None = None) -> None:
    if protection_of(case_id):
        raise MoveNotAllowed(
            _("This case is protected. Change who is named on its protection page.")
        )
    users = CaseUserGrant.objects.filter(content_object=case_id)
    teams = CaseGroupGrant.objects.filter(content_object=case_id)
    left = users.exclude(user=user).count() + teams.exclude(group=team).count()
    if not left:
        raise MoveNotAllowed(_("Somebody must keep this case. Open it to another person first."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT unassign(%s, %s, %s)", [case_id, user, team])
