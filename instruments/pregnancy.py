"""
Pregnancy and birth: what cannot wait, whether the day of travel fits the carrier's own weeks, and what the birth still needs.

Weeks are completed weeks; the due date is the end of the fortieth. Health waits for nothing (rules of practice 25).
"""

from datetime import date

from django.utils.translation import gettext as _

from instruments.definition import NO, YES, Answers, Definition
from instruments.result import Alert, Result, coverage, with_answer

TERM_DAYS = 280


def week_of_travel(answers: Answers) -> int | None:
    """Completed weeks on the day of travel; nothing where a date is missing or cannot be."""
    try:
        due = date.fromisoformat(str(answers.get("due_on", "")))
        travel = date.fromisoformat(str(answers.get("travel_on", "")))
    except ValueError:
        return None
    days = TERM_DAYS - (due - travel).days
    return days // 7 if 0 <= days <= TERM_DAYS + 21 else None


def pregnancy(definition: Definition, answers: Answers) -> Result:
    dangers = with_answer(definition, answers, "now", YES)
    gaps = with_answer(definition, answers, "care", NO)
    known = coverage(definition, answers)
    week = week_of_travel(answers)
    code, label, tone = _label(answers, dangers, gaps, week, known.is_complete)
    return Result(
        code=code,
        label=label,
        tone=tone,
        coverage=known,
        reasons=(
            *(str(one.text) for one in dangers),
            *(
                (_("On the day of travel: week %(week)s") % {"week": week},)
                if week is not None
                else ()
            ),
            *(_("No: %(question)s") % {"question": one.text} for one in gaps),
        ),
        alerts=tuple(Alert(one.code, str(one.help)) for one in (*dangers, *gaps) if one.help),
        figures={"week": week},
    )


def _label(answers, dangers, gaps, week, complete) -> tuple[str, str, str]:
    if {one.code for one in dangers} - {"waits"}:
        return "urgent", _("Get help today"), "late"
    if too_late(answers, week):
        return (
            "too_late",
            _("Too late for this carrier on that day: travel earlier, or after the birth"),
            "late",
        )
    if dangers:
        return "waits", _("Health waits for nothing: go on with it today"), "due"
    if needs_certificate(answers, week) and answers.get("certificate") != YES:
        return "certificate", _("For that day the carrier asks for a certificate"), "due"
    if gaps:
        return "gaps", _("Something for the birth is missing"), "due"
    if not complete:
        return "not_enough_known", _("Not enough known to say"), "info"
    return "ready", _("Care and birth are looked after"), "ok"


def too_late(answers: Answers, week: int | None) -> bool:
    last = answers.get("last_week", "")
    return week is not None and last != "" and week > int(last)


def needs_certificate(answers: Answers, week: int | None) -> bool:
    first = answers.get("certificate_week", "")
    return week is not None and first != "" and week >= int(first)
