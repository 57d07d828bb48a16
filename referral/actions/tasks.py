from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.models import Case, MoveNotAllowed, Task, TaskKind

# These end when the thing itself is done (a signature, a visit, an arrival), not by a tick.
ENDED_BY_ACT = {
    TaskKind.SECOND_SIGNATURE,
    TaskKind.BUDGET,
    TaskKind.CLOSE,
    TaskKind.VISIT,
    TaskKind.MISSED_ARRIVAL,
    TaskKind.RECALL,
    TaskKind.RECALL_ASK,
    TaskKind.NOBODY_MEETS,
    TaskKind.NOT_CONFIRMED,
    TaskKind.CONTACT_TRY,
    TaskKind.MISSING_CHILD,
    TaskKind.MISSING_DECISION,
    TaskKind.TELL,
}


@transaction.atomic
def add_task(*, case: Case, text: str, due_on, kind: str = TaskKind.OWN) -> Task:
    """A task of this case, for whoever acts."""
    actor = current_actor()
    task = Task(
        organisation_id=actor.organisation,
        journey=case.journey,
        case=case,
        kind=kind,
        text=text,
        due_on=due_on,
        assigned_to_id=actor.user,
    )
    task.save(force_insert=True)
    record("task.added", target=task.pk, kind=str(kind))
    return task


def urgent_need(case: Case, text: str) -> Task:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return add_task(case=case, text=text, due_on=tomorrow, kind=TaskKind.URGENT_NEED)


@transaction.atomic
def finish_task(*, task: Task) -> None:
    if task.kind in ENDED_BY_ACT:
        raise MoveNotAllowed(_("This task ends by itself once the thing is done."))
    if task.done_at is not None:
        return
    task.done_at = timezone.now()
    task.done_by_id = current_actor().user
    task.save(update_fields=["done_at", "done_by"])
    record("task.done", target=task.pk, kind=task.kind)
