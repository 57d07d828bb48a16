"""What a decided tool sets in motion in its case."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from instruments.definition import Value
from instruments.result import Result
from instruments.shelf import load
from referral.access import DataClass, may_write
from referral.actions.plan import write_needs
from referral.actions.tasks import urgent_need
from referral.models import Assessment, Case, Need, Task, TaskKind
from referral.need_areas import met, needs_of, tasks_of


def follow_up(assessment: Assessment, result: Result, answers: Mapping[str, Value]) -> None:
    act = ACTS.get(assessment.instrument)
    if act:
        act(assessment, result, answers)


def needs_decided(assessment: Assessment, result: Result, answers) -> None:
    """The list of needs follows; what cannot wait is a task for tomorrow."""
    case = assessment.case
    definition = load(assessment.instrument, assessment.instrument_version)
    if not _writes_services(case):
        return
    rows = list(needs_of(definition, answers))
    named = {service for service, _level, _wish in rows}
    known = set(Need.objects.filter(case=case).values_list("service", flat=True))
    wishes = {}
    if known:
        wishes = {one.service: one.wish for one in Need.objects.filter(case=case)}
    rows = [(service, level, wish or wishes.get(service, "")) for service, level, wish in rows]
    over = [one for one in met(definition, answers) if one in known and one not in named]
    rows += [(service, Need.Level.MET, wishes[service]) for service in over]
    if rows:
        write_needs(case=case, answers=rows)
    for text in tasks_of(definition, answers):
        urgent_need(case, text)


def _writes_services(case: Case) -> bool:
    return may_write(current_actor().role, DataClass.SERVICES, case.side, case.stage)


def arrival_decided(assessment: Assessment, result: Result, answers) -> None:
    """The first three days were looked at: their task is done, and what is urgent is another."""
    case = assessment.case
    Task.objects.filter(case=case, kind=TaskKind.ARRIVAL_CARE, done_at=None).update(
        done_at=timezone.now(), done_by_id=current_actor().user
    )
    if result.code == "urgent":
        urgent_need(case, _("The look after the arrival found something that cannot wait."))


ACTS = {"needs": needs_decided, "arrival": arrival_decided}
