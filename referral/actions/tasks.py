from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.models import Membership
from audit.models import record
from referral.models import (
    ALARMS,
    Case,
    CaseGroupGrant,
    CaseUserGrant,
    MoveNotAllowed,
    Notice,
    Snooze,
    Task,
    TaskKind,
)

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


def can_open(case: Case) -> set:
    """The people of the house to whom the whole case is open: by name, or through a team."""
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    users = CaseUserGrant.objects.filter(live, content_object=case, classes=None)
    teams = CaseGroupGrant.objects.filter(live, content_object=case, classes=None)
    members = Membership.objects.active().filter(
        organisation=case.organisation_id, teams__group__in=teams.values("group")
    )
    return {*users.values_list("user_id", flat=True), *members.values_list("user_id", flat=True)}


@transaction.atomic
def give_task(*, case: Case, what: str, text: str, due_on, to) -> Task:
    """To a colleague who can open the case. Raises `MoveNotAllowed`; the database looks again."""
    actor = current_actor()
    if to.pk not in can_open(case):
        raise MoveNotAllowed(
            _(
                "%(name)s cannot open this case, so the task would say nothing there. Ask a supervisor to open the case"
                " to %(name)s first, or choose somebody who works on it."
            )
            % {"name": to.name}
        )
    task = Task(
        organisation_id=actor.organisation,
        journey=case.journey,
        case=case,
        kind=TaskKind.ASSIGNED,
        what=what,
        text=text,
        due_on=due_on,
        assigned_to=to,
        asked_by_id=actor.user,
    )
    task.save(force_insert=True)
    Notice.objects.create(organisation_id=actor.organisation, user=to, kind="task_given")
    record("task.given", target=task.pk, what=what)
    return task


@transaction.atomic
def put_off(*, task: Task, reason: str, until) -> None:
    """For oneself only: colleagues and the supervisor’s load see the task where it stood. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if task.kind in ALARMS:
        raise MoveNotAllowed(_("This cannot be put off: somebody may be in danger, or alone."))
    Snooze.objects.update_or_create(
        user_id=actor.user,
        task=task,
        defaults={"reason": reason, "until": until, "made_at": timezone.now()},
        create_defaults={
            "organisation_id": actor.organisation,
            "reason": reason,
            "until": until,
        },
    )
    record("task.put_off", target=task.pk, kind=task.kind, reason=reason)


@transaction.atomic
def take_up_now(*, task: Task) -> None:
    Snooze.objects.filter(user=current_actor().user, task=task).delete()
    record("task.taken_up", target=task.pk, kind=task.kind)


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
