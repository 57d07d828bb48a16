from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from referral.access import DataClass
from referral.actions.once import AlreadyDone, once
from referral.actions.tasks import add_task, finish_task
from referral.forms.task import TaskForm
from referral.models import Case, MoveNotAllowed, Task
from referral.views.case_page import back_to, need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.rights import CASE_ROLES
from shell.forms import render_form


@roles(*CASE_ROLES)
@keeps_draft
def case_task_new(request, reference):
    case, rights, context = open_case(request, reference, "overview")
    need_class(rights.may_write(DataClass.SERVICES), reference, "task")
    form = TaskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answers = form.cleaned_data
        try:
            once(answers["idempotency_key"])
            add_task(case=case, text=answers["text"], due_on=answers["due_on"])
        except AlreadyDone:
            pass
        return back_to("case_overview", case)
    context |= {
        "title": _("Add a task"),
        "button": _("Save task"),
        "back": reverse("case_overview", args=[case.journey.reference]),
    }
    return render_form(request, "referral/case_task_new.html", context, form)


@roles(*CASE_ROLES)
@require_POST
def task_done(request, id):
    """Ticks a task that is mine, of a case open to me, or of the whole organisation."""
    mine = Q(assigned_to=request.actor.user)
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
