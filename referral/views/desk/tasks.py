"""Tasks as rows, with what can be done with each beside doing it."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from referral.actions.tasks import ENDED_BY_ACT
from referral.models import ALARMS, Errand, TaskKind
from referral.next_step import TASKS
from referral.views.desk.days import day_of_task, late_by
from referral.views.desk.entry import Entry
from shell.templatetags.desk import page_url

# A coordinator has the same task and no case: the journey is where it leads.
OF_A_CASE = {"case_referrals"}


def task_entries(desk):
    for task in desk.tasks:
        on = day_of_task(desk.actor.country, task)
        may_put_off = on is not None and task.kind not in ALARMS
        row = partial(task_row, desk, task, on, may_put_off)
        in_case = task.stage is not None
        yield Entry(on, row, task.journey, in_case, task.put_off_until, may_put_off)


def task_row(desk, task, on, may_put_off):
    label, page = TASKS[task.kind]
    return {
        "url": address_of(desk, task, page) or reverse("home"),
        "label": errand(task) or str(label),
        **desk.place(task),
        "task": task.pk,
        "detail": whose(desk, task),
        "late": late_by(desk.actor.country, task, on, desk.today) if on and on < desk.today else "",
        "may_finish": task.kind not in ENDED_BY_ACT,
        "may_put_off": may_put_off,
        "put_off_until": task.put_off_until,
        "put_off_why": task.put_off_why,
    }


def errand(task):
    """What a colleague asked for, as a code: a list opens no sealed text."""
    return str(Errand(task.errand).label) if task.errand not in ("", Errand.OTHER) else ""


def address_of(desk, task, page):
    reference = desk.reference(task.journey)
    if task.kind == TaskKind.RECALL and task.referral_id:
        return page_url("recall_answer", task.referral_id)
    if not reference:
        return page_url(page)
    if not task.is_of_case and page in OF_A_CASE:
        return page_url("journey_detail", reference)
    found = page_url(page, reference) if page else ""
    return found or page_url(
        "case_overview" if task.stage is not None else "journey_detail", reference
    )


def whose(desk, task):
    for_whom = desk.covered.get(str(task.assigned_to), "")
    if for_whom:
        return _("You stand in for %(name)s") % {"name": for_whom}
    if task.asked_by and str(task.asked_by) != desk.actor.user:
        return _("%(name)s asked you") % {"name": task.asked_by_name}
    return ""
