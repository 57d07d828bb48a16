"""A person who cannot be reached: reported, tried on safe ways, decided by a supervisor, found. The doors are in 68_absences.sql."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.absence import (
    DECIDE_WITHIN_DAYS,
    Decision,
    FoundHow,
    Ladder,
    Told,
    TryResult,
    ladder,
    still_to_tell,
)
from referral.actions.child_words import guardian_stands
from referral.actions.emergency import call
from referral.actions.holding import change_case, end_leg, holds
from referral.models import (
    Absence,
    Case,
    ContactTry,
    Evidence,
    MissingNotice,
    MoveNotAllowed,
    Task,
    TaskKind,
)
from referral.stages import CaseStatus, Stage


def absence_of(case: Case) -> Absence | None:
    """The open one, for whom the case is not frozen."""
    return Absence.objects.filter(case=case).open().first()


def need_present(case: Case) -> None:
    """What cannot happen while nobody reaches the person. Raises `MoveNotAllowed`."""
    if absence_of(case):
        raise MoveNotAllowed(
            _("The person cannot be reached now. First note that the person is back.")
        )


def is_kept_back(referral) -> bool:
    """Whether the sender keeps the package of this referral back for now. No reason is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keeps_back(%s)", [referral.pk])
        return cursor.fetchone()[0]


def need_not_kept_back(referral) -> None:
    if is_kept_back(referral):
        raise MoveNotAllowed(
            _(
                "The sender keeps this back for now. Nothing is lost: ring the sender, or answer in a few days."
            )
        )


def ladder_of(absence: Absence, tries=None) -> Ladder:
    """`tries`: of all rounds, where the caller has read them."""
    tries = list(absence.contacttrys.all()) if tries is None else tries
    with connection.cursor() as cursor:
        cursor.execute("SELECT ways_to_try(%s)", [absence.case_id])
        ways = cursor.fetchone()[0]
    closed = [one for one in tries if one.result in (TryResult.SOMEBODY, TryResult.FAILED)]
    now = [one for one in tries if one.written_at >= absence.round_from]
    shut = {one.way for one in closed} - {one.way for one in now}
    return ladder(
        began=absence.began,
        ways=[way for way in ways if way not in shut],
        tries=now,
        today=timezone.localdate(),
    )


@transaction.atomic
def report_missing(
    case: Case, *, last_seen: str, last_seen_on, noticed: str, supervisor=None
) -> Absence:
    """From now on the case is open to its lead and to supervisors only. Raises `MoveNotAllowed`."""
    if case.is_closed:
        raise MoveNotAllowed(_("This case is closed. Open it again first."))
    row, stays = Absence(), stays_open(case)
    if not stays:
        owe_lead(case)
    if not call("report_missing", row.pk, case.pk, last_seen, last_seen_on, noticed, supervisor):
        raise MoveNotAllowed(_("It was noted already. Reload the page."))
    if not stays:
        return row
    row = Absence.objects.get(pk=row.pk)
    owe_next(row, case)
    return row


def stays_open(case: Case) -> bool:
    """Whether the acting person still sees the case once it is frozen."""
    actor = current_actor()
    return str(case.lead_id) == actor.user or actor.role == Role.SUPERVISOR


def owe_lead(case: Case) -> None:
    """Reported by a colleague, to whom the case will be closed: the lead begins."""
    add_task(
        case,
        TaskKind.MISSING_CHILD if case.journey.child else TaskKind.CONTACT_TRY,
        timezone.localdate(),
    )


def owe_next(absence: Absence, case: Case) -> None:
    """What a body owes next, with a day: ring for a child, the next try, the decision. The person owes nothing."""
    if case.journey.child and to_tell(absence, case):
        need_task(case, TaskKind.MISSING_CHILD, timezone.localdate())
    steps = ladder_of(absence)
    Task.objects.filter(
        case=case, kind__in=[TaskKind.CONTACT_TRY, TaskKind.MISSING_DECISION], done_at=None
    ).update(done_at=timezone.now(), done_by=current_actor().user)
    if not steps.is_done and steps.next_way:
        add_task(case, TaskKind.CONTACT_TRY, steps.due_on)
        return
    within = timezone.localdate() + timedelta(days=DECIDE_WITHIN_DAYS)
    due_on = within if steps.is_done else steps.due_on
    add_task(case, TaskKind.MISSING_DECISION, due_on, who=absence.supervisor_id)


def need_task(case: Case, kind: str, due_on) -> None:
    if not Task.objects.filter(case=case, kind=kind, done_at=None).exists():
        add_task(case, kind, due_on)


def add_task(case: Case, kind: str, due_on, *, who=None) -> None:
    Task.objects.create(
        organisation_id=case.organisation_id,
        journey=case.journey,
        case=case,
        kind=kind,
        assigned_to_id=who or case.lead_id,
        due_on=due_on,
    )


def locked(case: Case) -> Absence:
    """Found and closed at the same moment: the second waits here, and meets what the first one did."""
    absence = Absence.objects.select_for_update().filter(case=case).open().first()
    if absence is None:
        raise MoveNotAllowed(_("The person is back already. Reload the page."))
    case.refresh_from_db(fields=["status", "stage", "closed_at", "version"])
    return absence


@transaction.atomic
def record_try(case: Case, *, way: str, at, result: str) -> None:
    """One try on one safe way. Somebody else's answer closes that way. Raises `MoveNotAllowed`."""
    absence = locked(case)
    if way not in ladder_of(absence).usable:
        raise MoveNotAllowed(
            _("The person did not give this way, or it is not safe any more. Use another.")
        )
    ContactTry(absence=absence, by_id=current_actor().user, way=way, at=at, result=result).save(
        force_insert=True
    )
    record("missing.tried", target=case.pk, way=way, result=result)
    if result == TryResult.REACHED and not case.is_closed:
        found(case, how=FoundHow.ANSWERED)
    elif not case.is_closed:
        owe_next(absence, case)


def to_tell(absence: Absence, case: Case) -> list[str]:
    told = MissingNotice.objects.filter(absence=absence).values_list("whom", flat=True)
    return still_to_tell(told, guardian=guardian_stands(case.journey_id))


@transaction.atomic
def record_told(case: Case, *, whom: str, at, number: str = "") -> None:
    """Who was told that a child is missing, and when. Raises `MoveNotAllowed`."""
    absence = locked(case)
    if not case.journey.child:
        raise MoveNotAllowed(_("Of an adult nobody is told without the person’s own wish."))
    if whom == Told.GUARDIAN and not guardian_stands(case.journey_id):
        raise MoveNotAllowed(
            _("Nobody is the appointed guardian now. A guardian who is suspected is told nothing.")
        )
    row = MissingNotice(
        absence=absence, case=case, by_id=current_actor().user, whom=whom, at=at, number=number
    )
    row.save(force_insert=True)
    record("missing.told", target=case.pk, whom=whom)
    if not to_tell(absence, case):
        Task.objects.filter(case=case, kind=TaskKind.MISSING_CHILD, done_at=None).update(
            done_at=timezone.now(), done_by=current_actor().user
        )


def may_decide(case: Case, absence: Absence, steps: Ladder) -> bool:
    """A supervisor, of an adult, after the ladder. A child's absence is looked at again, never closed."""
    return current_actor().role == Role.SUPERVISOR and not case.is_closed and steps.is_done


@transaction.atomic
def decide(case: Case, *, decision: str, reason: str) -> None:
    """The supervisor's word after the ladder. Raises `MoveNotAllowed`."""
    absence = locked(case)
    if not may_decide(case, absence, ladder_of(absence)):
        raise MoveNotAllowed(_("A supervisor decides, once the safe ways were tried."))
    if decision == Decision.CLOSE and case.journey.child:
        raise MoveNotAllowed(_("The case of a missing child is not closed. The search goes on."))
    if decision == Decision.CLOSE and case.status == CaseStatus.IN_TRANSIT:
        raise MoveNotAllowed(_("The person is travelling. First the arrival is confirmed."))
    absence.decision, absence.reason = decision, reason
    absence.decided_at, absence.decided_by_id = timezone.now(), current_actor().user
    absence.save(update_fields=["decision", "reason", "decided_at", "decided_by"])
    absence.refresh_from_db()
    record("missing.decided", target=case.pk, decision=decision, reason=reason)
    if decision == Decision.CLOSE:
        close_lost(case)
    else:
        owe_next(absence, case)


def close_lost(case: Case) -> None:
    """Closed by a second person, after the tries of the first. It opens again as it stood."""
    status, now = CaseStatus.CLOSED_LOST_CONTACT, timezone.now()
    Evidence(case=case, gate="", kind=status, by_id=current_actor().user).save(force_insert=True)
    waiting = Task.objects.filter(
        case=case, kind__in=[TaskKind.CONTACT_TRY, TaskKind.MISSING_DECISION], done_at=None
    )
    waiting.update(done_at=now, done_by=current_actor().user)
    if holds(case):
        end_leg(case, now)
    change_case(case, status=status, stage=Stage.CLOSED, closed_at=now)
    record("case.closed", target=case.pk, status=status)


@transaction.atomic
def found(case: Case, *, how: str) -> None:
    """The freeze ends; the person goes on where she or he stood. Nothing is held against the person."""
    locked(case)
    if case.is_closed and how != FoundHow.REOPENED:
        raise MoveNotAllowed(
            _("This case was closed meanwhile. Open it again: it goes on as it stood.")
        )
    if not call("end_missing", case.pk, how):
        raise MoveNotAllowed(_("The person is back already. Reload the page."))
