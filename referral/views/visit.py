"""Follow-up visits of a case after the arrival."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from instruments.forms import answers_from, form_for
from instruments.shelf import load
from referral.access import DataClass
from referral.actions.visits import TOOL, may_visit, record_visit
from referral.forms.visit_record import VisitForm
from referral.models import Visit
from referral.views.case_page import need_class
from referral.views.drafts import keeps_draft
from referral.views.fetch import get_case
from referral.views.moves import back_to, frame, move, posted, show
from referral.views.rights import Rights

FOLLOWS_UP = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.SERVICE_WORKER, Role.GUARDIAN]
TONES = {"reached": "ok", "not_reached": "due", "refused": "", "moved": "due", "unsafe": "late"}


@roles(*FOLLOWS_UP)
def case_visits(request, reference):
    case = get_case(request, reference)
    reads = Rights(request.actor, case).may_read(DataClass.SERVICES)
    need_class(reads, reference, DataClass.SERVICES)
    visits = Visit.objects.filter(case=case).select_related("assessment").order_by("months")
    context = frame(request, case) | {
        "title": _("Follow-up visits"),
        "rows": [{"visit": one, "tone": TONES.get(one.result, "")} for one in visits],
        "writes": may_visit(case),
    }
    return render(request, "referral/case_visits.html", context)


@roles(Role.CASE_MANAGER, Role.SERVICE_WORKER)
@keeps_draft
def visit_record(request, reference, id):
    case = get_case(request, reference)
    need_class(may_visit(case), reference, DataClass.SERVICES)
    visit = Visit.objects.filter(pk=id, case=case).first()
    if visit is None:
        raise Http404
    form = form_for(
        load(TOOL), posted(request), base=VisitForm, answers={"month": str(visit.months)}
    )
    answer = move(
        request,
        form,
        lambda: record_visit(
            visit, case, visited_on=form.cleaned_data["visited_on"], answers=answers_from(form)
        ),
        done=back_to(case, "case_visits"),
        said=_("The visit is recorded."),
    )
    context = frame(request, case) | {
        "title": _("Record a visit"),
        "visit": visit,
        "back": back_to(case, "case_visits"),
    }
    return answer or show(request, "referral/visit_record.html", context, form)
