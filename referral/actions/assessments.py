from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from instruments.definition import Definition, Value
from instruments.result import Result
from referral.actions.followups import follow_up
from referral.actions.record import write_part
from referral.models import Account, Answer, Assessment, Case, MoveNotAllowed, Risk, Summary
from referral.stages import RISK_ORDER
from referral.tools import encode, noticed_codes


@transaction.atomic
def save_answers(
    *,
    case: Case,
    definition: Definition,
    answers: Mapping[str, Value],
    assessment: Assessment | None = None,
    finished: bool = False,
    head: Mapping | None = None,
    source: str = "",
) -> Assessment:
    """
    Keep the answers of a tool: a new assessment, or further answers of an open one.

    Only questions of `definition` are touched. Each answer lies in the data class of its question. `head`: the columns of
    the common head; `source`: where the answers that are new or changed come from, if not from the person.
    """
    if assessment is None:
        assessment = Assessment(
            case=case,
            data_class=str(definition.data_class),
            instrument=definition.code,
            instrument_version=definition.version,
            by_id=current_actor().user,
            finished_at=timezone.now() if finished else None,
            **(head or {}),
        )
        assessment.save(force_insert=True)
        stored = {}
    else:
        write_head(assessment, head or {})
        stored = {answer.question: answer for answer in assessment.answers.all()}
    for code, question in definition.questions.items():
        _keep(case, assessment, question, stored.get(code), answers.get(code, ""), source)
    record("assessment.saved", target=assessment.pk, tool=definition.code)
    return assessment


def write_head(assessment: Assessment, head: Mapping) -> None:
    changed = [name for name, value in head.items() if getattr(assessment, name) != value]
    for name in changed:
        setattr(assessment, name, head[name])
    if changed:
        assessment.save(update_fields=changed)


def _keep(case, assessment, question, stored, value, source):
    if stored is None and value in ("", []):
        return
    columns = encode(question, value)
    if stored is None:
        Answer(
            case=case,
            assessment=assessment,
            question=question.code,
            data_class=str(question.data_class),
            source=source,
            **columns,
        ).save(force_insert=True)
    elif (stored.value, stored.text) != (columns["value"], columns["text"]):
        stored.value, stored.text, stored.source = columns["value"], columns["text"], source
        stored.save(update_fields=["value", "text", "source"])


@transaction.atomic
def write_sources(assessment: Assessment, sources: Mapping[str, str], *, stale: bool) -> None:
    """Where answers come from, by question. Raises `MoveNotAllowed`: somebody answered anew meanwhile."""
    if stale:
        raise MoveNotAllowed(_("The answers were changed meanwhile. Reload the page."))
    for answer in assessment.answers.filter(question__in=sources):
        if answer.source != sources[answer.question]:
            answer.source = sources[answer.question]
            answer.save(update_fields=["source"])
    record("assessment.saved", target=assessment.pk, tool=assessment.instrument)


@transaction.atomic
def decide(
    *,
    assessment: Assessment,
    result: Result,
    answers: Mapping[str, Value],
    decision: str,
    reasons: str,
    levels: tuple[str, str] | None = None,
    incomplete: str = "",
) -> None:
    """
    The tool proposed, a person decides. `levels` are the risk of staying and of returning; `incomplete`: why there are gaps.

    What the record shows of it is written along: the risk levels, or the signs that were noticed.
    """
    assessment.proposal, assessment.decision = result.code, decision
    assessment.reasons, assessment.finished_at = reasons, timezone.now()
    assessment.incomplete = incomplete if not result.is_final else ""
    assessment.save(
        update_fields=["proposal", "decision", "reasons", "finished_at", "incomplete"]
    )
    if levels:
        write_levels(assessment.case, *levels, own_fear=answers.get("fear"))
    if assessment.instrument == "quick_card":
        write_noticed(assessment.case, noticed_codes(answers))
    follow_up(assessment, result, answers)
    record(
        "assessment.decided", target=assessment.pk, tool=assessment.instrument, decision=decision
    )


def write_levels(case: Case, staying: str, returning: str, own_fear=None) -> None:
    """Into the class of risks, and the higher of the two into the summary."""

    def levels(row):
        row.level_staying, row.level_returning = staying, returning
        row.assessed_on = timezone.localdate()
        if isinstance(own_fear, int):
            row.own_fear = own_fear

    def overall(row):
        row.risk_level = max(filter(None, (staying, returning)), key=RISK_ORDER.index)

    row = Risk.objects.select_for_update().filter(case=case).first()
    write_part(case=case, model=Risk, row=row, write=levels)
    summary = Summary.objects.select_for_update().filter(case=case).first()
    if summary is not None:
        write_part(case=case, model=Summary, row=summary, write=overall)


def write_noticed(case: Case, codes: list[str]) -> None:
    def noticed(row):
        row.noticed = codes

    row = Account.objects.select_for_update().filter(case=case).first()
    write_part(case=case, model=Account, row=row, write=noticed)
