"""Who is a child (rules of practice 20, 23): doubt, decision, appeal, the end of the path for children, and what a child keeps."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass
from referral.actions.guardians import end_look, finish
from referral.actions.signatures import open_look
from referral.ageing import adult_days, came_of_age, why_not_keep
from referral.models import AgeRecord, Case, KeptFromGuardian, MoveNotAllowed, Task, TaskKind

SHEET = [DataClass.SUMMARY, DataClass.IDENTITY]
DOUBTS = ("appearance", "contradiction", "authority")
ENDINGS = ("law", "own_wish")


def _days(born: str) -> dict:
    found = adult_days(born) if born else None
    if found is None:
        return {"adult_on": None, "exactness": AgeRecord.Exactness.UNKNOWN, "born": born}
    return {"adult_on": found.latest, "exactness": found.exactness, "born": born}


def decision_of(case: Case) -> AgeRecord | None:
    """The newest decision of this case that two people confirmed and no appeal set aside."""
    found = AgeRecord.objects.filter(
        case=case, source=AgeRecord.Source.DECISION, confirmed_at__isnull=False
    )
    return found.exclude(settled=AgeRecord.Settled.OVERTURNED).order_by("-confirmed_at").first()


@transaction.atomic
def doubt_age(case: Case, *, reason: str, youngest: str = "") -> AgeRecord:
    """
    From here on a child, until two people confirm a decision. Raises `MoveNotAllowed`.

    `youngest`: the birth date of the youngest age that anybody names; after that day nobody says child any more.
    """
    if decision_of(case):
        raise MoveNotAllowed(_("The age was decided. Who disagrees contests the decision."))
    row = AgeRecord(
        case=case,
        source=AgeRecord.Source.DISPUTE,
        reason=reason,
        entered_by_id=current_actor().user,
        **_days(youngest),
    )
    row.save(force_insert=True)
    record("age.doubted", target=case.pk, reason=reason)
    return row


@transaction.atomic
def enter_age_decision(case: Case, *, confirmer, outcome: str, born: str = "", **document):
    """What the document says, and whom of the colleagues is asked to compare it. Raises `MoveNotAllowed`."""
    _need_another(confirmer)
    days = _days(born if outcome == AgeRecord.Outcome.CHILD else "")
    row = AgeRecord(
        case=case,
        source=AgeRecord.Source.DECISION,
        outcome=outcome,
        entered_by_id=current_actor().user,
        **days,
        **document,
    )
    row.save(force_insert=True)
    _ask_to_confirm(case, confirmer)
    record("age.decision_entered", target=case.pk)
    return row


@transaction.atomic
def end_child_path(case: Case, *, confirmer, reason: str, text: str) -> AgeRecord:
    """Protection as a child never ends by itself: proposed here, confirmed by a supervisor. Raises `MoveNotAllowed`."""
    _need_another(confirmer)
    if not (case.journey.child and came_of_age(case.journey_id)):
        raise MoveNotAllowed(_("Protection as a child ends only for somebody who is an adult now."))
    row = AgeRecord(
        case=case,
        source=AgeRecord.Source.PATH_END,
        reason=reason,
        text=text,
        entered_by_id=current_actor().user,
    )
    row.save(force_insert=True)
    _ask_to_confirm(case, confirmer)
    record("age.path_end_proposed", target=case.pk, reason=reason)
    return row


def _need_another(confirmer):
    if str(confirmer) == current_actor().user:
        raise MoveNotAllowed(_("The second person is somebody else."))


def _ask_to_confirm(case, confirmer):
    until = open_look(case, confirmer, SHEET)
    Task.objects.create(
        organisation_id=current_actor().organisation,
        journey_id=case.journey_id,
        case=case,
        kind=TaskKind.AGE_CONFIRM,
        assigned_to_id=confirmer,
        due_on=until.date(),
    )


@transaction.atomic
def confirm_age(case: Case, row: AgeRecord) -> None:
    """The second person. From here on a decision holds, or the path for children has ended. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if str(row.entered_by_id) == actor.user:
        raise MoveNotAllowed(_("You entered this. A second person compares it and confirms."))
    changed = AgeRecord.objects.filter(pk=row.pk, confirmed_at=None).update(
        confirmed_at=timezone.now(), confirmed_by=actor.user
    )
    if not changed:
        raise MoveNotAllowed(_("Somebody confirmed this meanwhile. Reload the page."))
    finish(case, TaskKind.AGE_CONFIRM)
    finish(case, TaskKind.CHILD_PATH)
    record("age.confirmed", target=case.pk, what=row.source)
    end_look(case)


@transaction.atomic
def contest_age(case: Case, row: AgeRecord, *, child_meanwhile: bool) -> None:
    """An appeal is open. Raises `MoveNotAllowed`."""
    changed = AgeRecord.objects.filter(
        pk=row.pk, confirmed_at__isnull=False, contested_at=None
    ).update(
        contested_at=timezone.now(),
        contested_by=current_actor().user,
        child_meanwhile=child_meanwhile,
    )
    if not changed:
        raise MoveNotAllowed(_("Only a decision that holds is contested, and once."))
    record("age.contested", target=case.pk, child_meanwhile=child_meanwhile)


@transaction.atomic
def settle_age(case: Case, row: AgeRecord, *, settled: str) -> None:
    """How the appeal ended, by somebody else than who noted it. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if str(row.contested_by_id) == actor.user:
        raise MoveNotAllowed(_("You noted the appeal. A second person writes how it ended."))
    changed = AgeRecord.objects.filter(pk=row.pk, contested_at__isnull=False, settled="").update(
        settled=settled, settled_by=actor.user, settled_at=timezone.now()
    )
    if not changed:
        raise MoveNotAllowed(_("There is no open appeal. Reload the page."))
    record("age.settled", target=case.pk, settled=settled)


@transaction.atomic
def keep_from_guardian(case: Case, part: str) -> None:
    """The child's wish, where age and law allow it. Nobody who acts for a guardian learns of it. Raises `MoveNotAllowed`."""
    if problem := why_not_keep(case.pk):
        raise MoveNotAllowed(why_not(problem))
    if KeptFromGuardian.objects.filter(case=case, part=part, ended_at=None).exists():
        return
    KeptFromGuardian(case=case, part=part, by_id=current_actor().user).save(force_insert=True)
    record("wish.kept", target=case.pk, part=part)


@transaction.atomic
def show_guardian_again(case: Case, part: str) -> None:
    """The child wishes it otherwise now."""
    ended = KeptFromGuardian.objects.filter(case=case, part=part, ended_at=None).update(
        ended_at=timezone.now(), ended_by=current_actor().user
    )
    if ended:
        record("wish.ended", target=case.pk, part=part)


def why_not(problem: str) -> str:
    return {
        "young": _(
            "Only from the 16th birthday on. Before it the guardian sees health and what happened. If that is a danger"
            " for the child, tell child protection: it can have the guardian replaced."
        ),
        "age": _("The age is not known here. Enter the date of birth first; the year is enough."),
        "law": _(
            "Nobody has confirmed yet that the law of this country allows it. Two people publish it on the page of the"
            " country, under “A child of 16 or 17 may keep health matters from the guardian”."
        ),
        "none": _("This is not for you to record."),
    }[problem]
