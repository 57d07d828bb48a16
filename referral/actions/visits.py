"""Follow-up visits after the return: what was found, and what cannot wait."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from instruments.definition import NO, YES, Answers
from instruments.result import Result
from instruments.scoring import score
from instruments.shelf import load
from referral.access import DataClass, may_add, may_write
from referral.actions.arrivals import plan_visit
from referral.actions.events import tell
from referral.actions.tasks import urgent_need
from referral.models import Answer, Assessment, Case, MoveNotAllowed, Task, TaskKind, Visit
from referral.stages import MORE_VISITS, EventKind
from referral.tools import encode

TOOL = "visit"
TRY_AGAIN_DAYS = 14


def may_visit(case: Case) -> bool:
    role = current_actor().role
    return not case.is_closed and may_write(role, DataClass.SERVICES, case.side, case.stage)


@transaction.atomic
def record_visit(
    visit: Visit,
    case: Case,
    *,
    visited_on: date,
    answers: Answers,
    head: Mapping | None = None,
    source: str = "",
) -> Result:
    """
    Keep how contact went and, where the person was reached, the answers. An alarm becomes a task for tomorrow.

    A visit that reached nobody can be recorded again. Raises `MoveNotAllowed`.
    """
    if not may_visit(case):
        raise MoveNotAllowed(_("Visits cannot be recorded at the present stage of the case."))
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.result not in ("", Visit.Result.NOT_REACHED):
        raise MoveNotAllowed(_("This visit was recorded already. Reload the page."))
    definition = load(TOOL)
    result = score(definition, answers)
    visit.result, visit.visited_on = answers["contact"], visited_on
    if visit.result == Visit.Result.REACHED:
        visit.assessment = keep_answers(case, definition, answers, result, head, source)
        keep_figures(visit, answers, result)
    visit.save()
    settle_tasks(case, visit)
    if result.figures["alarms"]:
        urgent_need(case, _("A follow-up visit raised an alarm. Look at it within 24 hours."))
    tell(case.journey, EventKind.VISIT, side=case.side)
    record("visit.recorded", target=case.pk, months=visit.months, result=visit.result)
    return result


def keep_answers(case: Case, definition, answers: Answers, result: Result, head, source: str):
    """Each answer in its own data class; what this role may not write there is scored and not kept."""
    actor = current_actor()
    assessment = Assessment(
        case=case,
        data_class=definition.data_class,
        instrument=definition.code,
        instrument_version=definition.version,
        by_id=actor.user,
        finished_at=timezone.now(),
        proposal=result.code,
        **(head or {}),
    )
    assessment.save(force_insert=True)
    for code, value in answers.items():
        question = definition.questions[code]
        if not may_add(actor.role, question.data_class, case.side, case.stage):
            continue
        Answer(
            case=case,
            assessment=assessment,
            question=code,
            data_class=question.data_class,
            source=source,
            **encode(question, value),
        ).save(force_insert=True)
    return assessment


def keep_figures(visit: Visit, answers: Answers, result: Result) -> None:
    """What the scales came to: a later visit is compared with it, whoever makes it."""
    for name, mean in result.figures["dimensions"].items():
        setattr(visit, name, round(mean * 100))
    visit.alarm = bool(result.figures["alarms"])
    visit.no_cash = {YES: True, NO: False}.get(answers.get("money_controlled", ""))
    visit.rating = answers.get("rating")


@transaction.atomic
def plan_further_visit(case: Case, months: int) -> None:
    """One of the rounds that are not planned for everybody. Raises `MoveNotAllowed`."""
    arrived_at = case.journey.arrived_at
    if not may_visit(case) or months not in MORE_VISITS or arrived_at is None:
        raise MoveNotAllowed(_("This visit cannot be planned at the present stage of the case."))
    if Visit.objects.filter(case=case, months=months).exists():
        raise MoveNotAllowed(_("This visit is planned already. Reload the page."))
    plan_visit(case, months, timezone.localtime(arrived_at).date())
    record("visit.planned", target=case.pk, months=months)


def settle_tasks(case: Case, visit: Visit) -> None:
    """Not reached: try again in two weeks. No visit wished: no further reminder, nobody is pressed."""
    waiting = Task.objects.filter(case=case, kind=TaskKind.VISIT, done_at=None)
    if visit.result == Visit.Result.NOT_REACHED:
        again = timezone.localdate() + timedelta(days=TRY_AGAIN_DAYS)
        waiting.filter(due_on=visit.due_on).update(due_on=again)
        return
    if visit.result != Visit.Result.REFUSED:
        later = Visit.objects.filter(case=case, months__gt=visit.months)
        waiting = waiting.exclude(due_on__in=later.values("due_on"))
    waiting.update(done_at=timezone.now(), done_by_id=current_actor().user)
