"""Asking a second person for a signature: a look at named classes for seven days at most, and a task."""

from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import current_actor
from accounts.models import Membership
from accounts.roles import Role
from audit.models import record
from referral.access import DataClass
from referral.actions.gates.signatures import write_signature
from referral.actions.gates.standing import gates_of
from referral.actions.protection import need_name
from referral.gates.state import State
from referral.models import (
    Case,
    CaseUserGrant,
    Evidence,
    MoveNotAllowed,
    Notice,
    Task,
    TaskKind,
)
from referral.stages import GateKind, Outcome

LOOK_DAYS = 7
SHEET = [DataClass.SUMMARY, DataClass.EVIDENCE, DataClass.RISK]
APPROVAL = [*SHEET, DataClass.TRAVEL, DataClass.CONSENT]
CLOSING = [DataClass.SUMMARY, DataClass.EVIDENCE, DataClass.SERVICES]
ASKED = [TaskKind.SECOND_SIGNATURE, TaskKind.CLOSE, TaskKind.CHILD_STEP]


class ReturnReason(models.TextChoices):
    """Why a decision sheet goes back unsigned: a code, kept as evidence of the gate."""

    MEASURES = "back_measures", gettext_lazy("The measures are not enough yet")
    UNCLEAR = "back_unclear", gettext_lazy("Something is not clear")
    PERSON = "back_person", gettext_lazy("Talk with the person again")
    OTHER_SIDE = "back_other_side", gettext_lazy("Talk with the other side first")


def may_be_asked(*found_roles):
    """Colleagues of the acting organisation in these roles, never the one who asks."""
    actor = current_actor()
    return (
        Membership.objects.active()
        .filter(organisation=actor.organisation, role__in=found_roles)
        .exclude(user=actor.user)
        .select_related("user")
        .order_by("user__name")
    )


@transaction.atomic
def ask_signature(
    case: Case, *, user, classes, kind: str = TaskKind.SECOND_SIGNATURE, gate: str = ""
) -> Task:
    """Open the named classes to `user` and put it on her or his list. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if str(user) == actor.user:
        raise MoveNotAllowed(_("The second signature is another person’s."))
    waiting = Task.objects.filter(case=case, kind=kind, gate=gate, referral=None, done_at=None)
    if waiting.exists():
        raise MoveNotAllowed(_("Somebody has been asked already."))
    until = open_look(case, user, classes)
    task = Task.objects.create(
        organisation_id=actor.organisation,
        journey=case.journey,
        case=case,
        kind=kind,
        gate=gate,
        assigned_to_id=user,
        due_on=until.date(),
    )
    record("signature.asked", target=case.pk, gate=gate, kind=kind)
    return task


def open_look(case: Case, user, classes) -> datetime:
    """Opens the classes to `user` for a week, and closes nothing that another request opened. Returns the end."""
    need_name(case.pk, user)
    classes = {str(one) for one in classes} | open_to(case, user)
    until = timezone.now() + timedelta(days=LOOK_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, NULL, %s, %s, 'signature')",
            [case.pk, user, sorted(classes), until],
        )
    return until


def open_to(case: Case, user) -> set[str]:
    """What another request has opened to this person already stays open."""
    looks = CaseUserGrant.objects.filter(
        content_object=case, user=user, classes__isnull=False, expires_at__gt=timezone.now()
    )
    return {one for classes in looks.values_list("classes", flat=True) for one in classes}


def ask_for_gate(case: Case, kind: str, *, user) -> Task:
    if gates_of(case.journey, case)[GateKind(kind)].state != State.SECOND:
        raise MoveNotAllowed(_("This gate needs no second signature now."))
    return ask_signature(case, user=user, classes=SHEET, gate=kind)


@transaction.atomic
def sign_second(task: Task) -> None:
    """The second word on a high risk. Raises `MoveNotAllowed`."""
    case = task.case
    if task.done_at or gates_of(case.journey)[GateKind(task.gate)].state != State.SECOND:
        raise MoveNotAllowed(_("This gate needs no second signature now."))
    if current_actor().role != Role.SUPERVISOR:
        raise MoveNotAllowed(_("A supervisor signs here."))
    first = case.journey.signatures.filter(kind=task.gate, by_id=current_actor().user, second=False)
    if first.exists():
        raise MoveNotAllowed(_("The second signature is another person’s."))
    write_signature(case, task.gate, outcome=Outcome.PASSED, second=True)
    end_request(case, task)


@transaction.atomic
def send_back(task: Task, *, reason: str) -> None:
    """Not signed, with the reason as a code. The one who asked is told."""
    if task.done_at:
        raise MoveNotAllowed(_("This was answered already."))
    actor = current_actor()
    Evidence(case=task.case, gate=task.gate, kind=reason, by_id=actor.user).save(force_insert=True)
    Notice.objects.create(
        organisation_id=actor.organisation,
        user=task.case.lead,
        kind="signature_returned",
        journey_id=task.case.journey_id,
    )
    record("signature.returned", target=task.case_id, gate=task.gate, reason=reason)
    end_request(task.case, task)


def send_back_return(case: Case, *, reason: str) -> None:
    """The approval that was asked of the acting person goes back unsigned. Raises `MoveNotAllowed`."""
    asked = Task.objects.filter(
        case=case,
        kind=TaskKind.SECOND_SIGNATURE,
        gate="",
        referral=None,
        assigned_to=current_actor().user,
        done_at=None,
    ).first()
    if asked is None:
        raise MoveNotAllowed(_("Nobody asked you to approve this return. Reload the page."))
    asked.case = case
    send_back(asked, reason=reason)


def end_request(case: Case, task: Task | None = None) -> None:
    """The task is done and the look at the case ends with it; whoever works on the case keeps it."""
    actor = current_actor()
    waiting = Task.objects.filter(case=case, assigned_to=actor.user, kind__in=ASKED, done_at=None)
    answered = waiting.filter(pk=task.pk) if task else waiting.filter(gate="", referral=None)
    answered.update(done_at=timezone.now(), done_by_id=actor.user)
    if waiting.exists():
        return
    only_a_look = CaseUserGrant.objects.filter(
        content_object=case, user=actor.user, classes__isnull=False
    )
    if only_a_look.exists():
        with connection.cursor() as cursor:
            cursor.execute("SELECT unassign(%s, %s, NULL)", [case.pk, actor.user])
