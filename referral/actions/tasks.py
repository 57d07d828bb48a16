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
    Errand,
    MoveNotAllowed,
    Notice,
    Snooze,
    Task,
    TaskKind,
)

REVIEW_AGAIN = timedelta(days=365)
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
def add_task(
    *, case: Case, text: str, due_on, kind: str = TaskKind.OWN, errand: str = "", to=None
) -> Task:
    """
    A task of this case, for whoever acts, or (`to`, a user’s id) for a colleague who can open the case.

    Raises `MoveNotAllowed`; the database looks again.
    """
    actor = current_actor()
    given = to is not None and str(to) != actor.user
    if given and to not in can_open(case):
        raise MoveNotAllowed(
            _(
                "This colleague cannot open the case. Ask a supervisor to open it, or choose another."
            )
        )
    task = Task(
        organisation_id=actor.organisation,
        journey=case.journey,
        case=case,
        kind=TaskKind.ASSIGNED if given else kind,
        errand=errand or (Errand.OTHER if given else ""),
        text=text,
        due_on=due_on,
        assigned_to_id=to if given else actor.user,
        asked_by_id=actor.user if given else None,
    )
    task.save(force_insert=True)
    if given:
        tell(to, "task_given")
    record("task.given" if given else "task.added", target=task.pk, kind=str(task.kind))
    return task


def tell(user, kind: str) -> None:
    Notice.objects.create(organisation_id=current_actor().organisation, user_id=user, kind=kind)


def can_open(case: Case) -> dict:
    """The people of the house to whom the whole case is open, by name or through a team: id and name."""
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    whole = {"content_object": case, "classes": None}
    users = CaseUserGrant.objects.filter(live, **whole).values("user")
    teams = CaseGroupGrant.objects.filter(live, **whole).values("group")
    found = (
        Membership.objects.active()
        .filter(organisation=case.organisation_id)
        .filter(Q(user__in=users) | Q(teams__group__in=teams))
    )
    return dict(found.order_by("user__name").values_list("user_id", "user__name"))


@transaction.atomic
def put_off(*, task: Task, reason: str, until) -> None:
    """For oneself alone: to colleagues, and in the load, it stands where it stood. Raises `MoveNotAllowed`."""
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
    actor = current_actor()
    task.done_at = timezone.now()
    task.done_by_id = actor.user
    task.save(update_fields=["done_at", "done_by"])
    record("task.done", target=task.pk, kind=task.kind)
    if task.asked_by_id and str(task.asked_by_id) != actor.user:
        tell(task.asked_by_id, "task_finished")
    if task.kind == TaskKind.CONSENT_REVIEW:
        ask_in_a_year(task)


def ask_in_a_year(task: Task) -> None:
    """It still holds: whoever leads the case asks again (rules of practice 10)."""
    Task.objects.create(
        organisation_id=task.organisation_id,
        journey_id=task.journey_id,
        case_id=task.case_id,
        kind=TaskKind.CONSENT_REVIEW,
        assigned_to_id=task.assigned_to_id,
        due_on=timezone.localdate() + REVIEW_AGAIN,
    )
