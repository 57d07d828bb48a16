from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DataClass
from referral.actions.once import AlreadyDone, once
from referral.actions.statuses import change_status, choose_outlook, holds
from referral.forms.status import StatusForm
from referral.models import Case, MoveNotAllowed
from referral.stages import BY_VERB_ONLY
from referral.views import conflict
from referral.views.case_page import back_to, need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.rights import CASE_ROLES
from shell.forms import render_form


@roles(*CASE_ROLES)
@keeps_draft
def case_status(request, reference):
    case, rights, context = open_case(request, reference, "overview")
    need_class(rights.may_write(DataClass.JOURNEY) and not case.is_closed, reference, "status")
    if request.method == "POST":
        cases = Case.objects.visible_to(request.actor).select_for_update(of=("self",))
        case = cases.select_related("journey").get(pk=case.pk)
    initial = {"status": case.status, "outlook": case.journey.outlook}
    data = None
    if request.method == "POST":
        data = conflict.chosen(request.POST, StatusForm.base_fields, initial)
    form = StatusForm(data, initial=initial, version=case.version, holds=holds(case.journey))
    if case.status in BY_VERB_ONLY:
        keep = (case.get_status_display(), [(case.status, case.get_status_display())])
        form.fields["status"].choices = [keep, *form.fields["status"].choices]
    context |= {
        "title": _("Where the case stands"),
        "button": _("Save"),
        "back": reverse("case_overview", args=[case.journey.reference]),
    }
    if form.is_bound and form.is_valid():
        clash = conflict.differences(form, initial) if form.is_stale() else []
        if clash:
            return conflict.conflict_page(
                request, form, clash, context, conflict.Saved("case.status", case.pk)
            )
        return status_saved(request, case, form)
    return render_form(request, "referral/case_status.html", context, form)


def status_saved(request, case, form):
    answers = form.cleaned_data
    try:
        once(answers["idempotency_key"])
        if answers["status"] != case.status:
            change_status(case=case, status=answers["status"])
        if answers.get("outlook"):
            choose_outlook(case=case, outlook=answers["outlook"])
    except MoveNotAllowed as problem:
        messages.error(request, str(problem))
    except AlreadyDone:
        pass
    return back_to("case_overview", case)
