"""A guardian by an authority's appointment: entered by one, confirmed by a second, ended at once (rules of practice 20)."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.access import DataClass
from referral.actions.close_referral import close_those
from referral.actions.consents import STILL_OPEN, resting_on
from referral.actions.signatures import may_be_asked, open_look
from referral.ageing import decides_alone
from referral.models import (
    Case,
    CaseUserGrant,
    Consent,
    Guardianship,
    MoveNotAllowed,
    Task,
    TaskKind,
)

SHEET = [DataClass.SUMMARY, DataClass.EVIDENCE]
CONFIRMS = (Role.CASE_MANAGER, Role.SUPERVISOR)


def who_may_confirm():
    return may_be_asked(*CONFIRMS)


@transaction.atomic
def enter_guardian(case: Case, *, confirmer, **document) -> Guardianship:
    """What the document says, and whom of the colleagues is asked to compare it. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if decides_alone(case.journey):
        raise MoveNotAllowed(_("Only a child has a guardian. An adult decides alone."))
    if str(confirmer) == actor.user:
        raise MoveNotAllowed(_("The second person is somebody else."))
    appointment = Guardianship(case=case, entered_by_id=actor.user, **document)
    appointment.save(force_insert=True)
    _ask_to_confirm(case, confirmer)
    record("guardian.entered", target=case.pk)
    return appointment


def _ask_to_confirm(case, confirmer):
    until = open_look(case, confirmer, SHEET)
    _task(case, TaskKind.GUARDIAN_CONFIRM, confirmer, until.date())


def _task(case, kind, user, due_on):
    return Task.objects.create(
        organisation_id=current_actor().organisation,
        journey_id=case.journey_id,
        case=case,
        kind=kind,
        assigned_to_id=user,
        due_on=due_on,
    )


@transaction.atomic
def confirm_guardian(case: Case, appointment: Guardianship) -> None:
    """The second person compared the document. From here on the guardian decides. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if str(appointment.entered_by_id) == actor.user:
        raise MoveNotAllowed(
            _(
                "You entered this appointment. A second person compares the document and confirms it."
            )
        )
    changed = Guardianship.objects.filter(
        pk=appointment.pk, confirmed_at=None, ended_at=None
    ).update(confirmed_at=timezone.now(), confirmed_by=actor.user)
    if not changed:
        raise MoveNotAllowed(_("This appointment was confirmed or ended meanwhile."))
    finish(case, TaskKind.GUARDIAN_CONFIRM)
    finish(case, TaskKind.GUARDIAN)
    finish(case, TaskKind.NEW_GUARDIAN)
    record("guardian.confirmed", target=case.pk)
    end_look(case)


def finish(case, kind):
    Task.objects.filter(case=case, kind=kind, done_at=None).update(
        done_at=timezone.now(), done_by_id=current_actor().user
    )


def end_look(case):
    """The look of somebody who was only asked to confirm ends with the answer."""
    actor = current_actor()
    waiting = Task.objects.filter(case=case, assigned_to=actor.user, done_at=None)
    look = CaseUserGrant.objects.filter(content_object=case, user=actor.user, classes__isnull=False)
    if look.exists() and not waiting.exists():
        with connection.cursor() as cursor:
            cursor.execute("SELECT unassign(%s, %s, NULL)", [case.pk, actor.user])


@transaction.atomic
def end_guardian(case: Case, appointment: Guardianship, *, reason: str) -> None:
    """
    Ends it now. One who is suspected is shut out by the database in this very statement, and is told nothing.

    What the guardian agreed to stops new sharing: what was not answered yet is closed. Raises `MoveNotAllowed`.
    """
    doubtful = reason in (
        Guardianship.EndReason.SUSPECTED,
        Guardianship.EndReason.ENTERED_WRONGLY,
    )
    rested = (
        resting_on(case, Consent.GivenBy.GUARDIAN) if doubtful and appointment.confirmed_at else []
    )
    changed = Guardianship.objects.filter(pk=appointment.pk, ended_at=None).update(
        ended_at=timezone.now(), ended_by=current_actor().user, end_reason=reason
    )
    if not changed:
        raise MoveNotAllowed(_("This appointment has ended already."))
    close_those(rested, case=case, while_in=STILL_OPEN)
    finish(case, TaskKind.GUARDIAN_CONFIRM)
    if reason != Guardianship.EndReason.REPLACED:
        _task(case, TaskKind.NEW_GUARDIAN, case.lead_id, timezone.localdate())
    record("guardian.ended", target=case.pk, reason=reason)
