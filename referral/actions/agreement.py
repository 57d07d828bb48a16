"""The plan read together with the person: what she or he says of it, and when bodies look at it again."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.access import DataClass, may_write
from referral.actions.record import write_part
from referral.actions.tasks import add_task
from referral.models import Case, MoveNotAllowed, PlanAgreement, PlanGoal, Services

Status, Said = PlanGoal.Status, PlanAgreement.Said
LIVE = [Status.PROPOSED, Status.AGREED, Status.ONGOING]
REVIEW_DAYS, REVIEW_DAYS_OF_A_CHILD = 30, 14


def may_agree(case: Case) -> bool:
    role = current_actor().role
    writes = may_write(role, DataClass.SERVICES, case.side, case.stage)
    return role == Role.CASE_MANAGER and writes and not case.is_closed


def live_goals(case: Case, phase: str) -> list[PlanGoal]:
    found = PlanGoal.objects.filter(case=case, phase=phase, status__in=LIVE)
    return list(found.order_by("written_at", "id"))


def mark_of(goals: Iterable[PlanGoal]) -> str:
    facts = sorted(f"{goal.pk} {goal.version}" for goal in goals)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def last_talk(case: Case, phase: str) -> PlanAgreement | None:
    found = PlanAgreement.objects.filter(case=case, phase=phase)
    return found.order_by("-written_at").first()


@transaction.atomic
def keep_talk(case: Case, *, phase: str, said: str, agreed: Iterable[str], review_on: date, **talk):
    """
    What the person said of the live goals of this part. Only what the person agreed to begins to work; the next look is a
    task of ours, never the person's. Raises `MoveNotAllowed`.
    """
    if not may_agree(case):
        raise MoveNotAllowed(_("The plan cannot be changed at the present stage of the case."))
    goals = live_goals(case, phase)
    if not goals:
        raise MoveNotAllowed(_("There is no goal to speak of yet. Add one first."))
    take_up(goals, said, set(agreed))
    row = PlanAgreement(
        case=case,
        phase=phase,
        said=said,
        goals=len(goals),
        mark=mark_of(goals),
        review_on=review_on,
        by_id=current_actor().user,
        **talk,
    )
    row.save(force_insert=True)
    note_days(case, row)
    add_task(case=case, text=_("Look at the plan again with the person"), due_on=review_on)
    record("plan.talked", target=case.pk, phase=phase, said=said)
    return row


def take_up(goals: list[PlanGoal], said: str, agreed: set[str]) -> None:
    for goal in goals:
        yes = said == Said.YES or (said == Said.PARTLY and str(goal.pk) in agreed)
        if yes and goal.status == Status.PROPOSED:
            goal.status = Status.AGREED
            goal.version += 1
            goal.save(update_fields=["status", "version"])


def note_days(case: Case, talk: PlanAgreement) -> None:
    def write(row):
        row.review_on = talk.review_on
        if talk.said != Said.NOT_YET:
            row.agreed_on = talk.talked_on

    row = Services.objects.select_for_update().filter(case=case).first()
    write_part(case=case, model=Services, row=row, write=write)


def review_days(case: Case) -> int:
    return REVIEW_DAYS_OF_A_CHILD if case.journey.child else REVIEW_DAYS
