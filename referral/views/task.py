from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from referral.access import DataClass
from referral.actions.covers import covered_by
from referral.actions.tasks import add_task, can_open, finish_task, put_off, take_up_now
from referral.forms.snooze import SnoozeForm
from referral.forms.task import TaskForm
from referral.models import Case, MoveNotAllowed, Task
from referral.next_step import TASKS
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.home import WORKS
from referral.views.moves import move, posted, show, tap
from referral.views.rights import CASE_ROLES


@roles(*CASE_ROLES)
@keeps_draft
def case_task_new(request, reference):
    case, rights, context = open_case(request, reference, "overview")
    need_class(rights.may_write(DataClass.SERVICES), reference, "task")
    people = [(str(pk), name) for pk, name in can_open(case).items() if pk != request.user.pk]
    form = TaskForm(posted(request), colleagues=people)
    answer = move(
        request,
        form,
        lambda: add_task(case=case, **task_of(form.cleaned_data)),
        done=reverse("case_overview", args=[case.journey.reference]),
    )
    context |= {
        "title": _("Add a task"),
        "button": _("Save task"),
        "back": reverse("case_overview", args=[case.journey.reference]),
    }
    return answer or show(request, "referral/case_task_new.html", context, form)


def task_of(answers):
    to = UUID(answers["to"]) if answers["to"] else None
    return {name: answers[name] for name in ("text", "due_on", "errand")} | {"to": to}


@roles(*WORKS)
@require_POST
def task_done(request, id):
    """Ticks a task that is on my desk, of a case open to me, or of the whole organisation."""
    covered = covered_by(request.actor, timezone.localdate())
    mine = Q(assigned_to__in=[request.actor.user, *covered])
    of_my_cases = Q(case__in=Case.objects.visible_to(request.actor))
    of_all = Q(case=None, assigned_to=None)
    tasks = Task.objects.filter(
        mine | of_my_cases | of_all, organisation=request.actor.organisation
    )
    task = tasks.filter(pk=id).select_related("journey").first()
    if task is None:
        deny(f"task/{id}")
    try:
        finish_task(task=task)
    except MoveNotAllowed as problem:
        messages.error(request, str(problem))
    return redirect(next_page(request, task))


def next_page(request, task):
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    if task.case_id:
        return reverse("case_overview", args=[task.journey.reference])
    return reverse("home")


@roles(*WORKS)
def task_put_off(request, id):
    task = my_task(request, id)
    form = SnoozeForm(posted(request))
    answer = move(
        request,
        form,
        lambda: put_off(
            task=task, reason=form.cleaned_data["reason"], until=form.cleaned_data["until"]
        ),
        done=reverse("work_list"),
        said=_("Put off. Colleagues see the task where it stood."),
    )
    context = {
        "title": _("Put off"),
        "task": task,
        "label": task.said or TASKS[task.kind][0],
        "button": _("Put off"),
        "back": reverse("work_list"),
        "crumbs": [{"url": reverse("work_list"), "label": _("My work")}],
    }
    return answer or show(request, "referral/task_put_off.html", context, form)


@roles(*WORKS)
@require_POST
def task_take_up(request, id):
    task = my_task(request, id)
    return tap(request, lambda: take_up_now(task=task), done=reverse("work_list"))


def my_task(request, id):
    covered = covered_by(request.actor, timezone.localdate())
    mine = Task.objects.on_desk_of(request.actor, covered).filter(pk=id)
    return mine.select_related("journey").defer("text").first() or deny(f"task/{id}")
