"""Follow-up visits of a case after the arrival."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from instruments.definition import NO, YES, Definition
from instruments.forms import answers_from, form_for
from instruments.shelf import load
from referral.access import DataClass
from referral.actions.visits import TOOL, may_visit, plan_further_visit, record_visit
from referral.forms.visit_record import VisitForm
from referral.models import Visit
from referral.monitoring import LABELS, Figures, changes, chart
from referral.stages import MORE_VISITS
from referral.views import complaint
from referral.views.assessment import heading_of
from referral.views.case_page import need_class
from referral.views.drafts import keeps_draft
from referral.views.fetch import get_case
from referral.views.moves import back_to, frame, move, posted, show, tap
from referral.views.rights import Rights
from referral.views.tool_links import tool_links

FOLLOWS_UP = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.SERVICE_WORKER, Role.GUARDIAN]
RECORDS = [Role.CASE_MANAGER, Role.SERVICE_WORKER]
TONES = {"reached": "ok", "not_reached": "due", "refused": "", "moved": "due", "unsafe": "late"}


@roles(*FOLLOWS_UP)
def case_visits(request, reference):
    case = get_case(request, reference)
    reads = Rights(request.actor, case).may_read(DataClass.SERVICES)
    need_class(reads, reference, DataClass.SERVICES)
    visits = list(Visit.objects.filter(case=case).select_related("assessment").order_by("months"))
    writes = may_visit(case)
    course = [figures_of(one) for one in visits if one.result == Visit.Result.REACHED]
    context = frame(request, case) | {
        "title": _("Follow-up visits"),
        "rows": [row_of(one) for one in visits],
        "writes": writes and request.actor.role in RECORDS,
        "labels": [str(label) for label in LABELS.values()],
        "changes": changes(course),
        "chart": chart(course),
        "further": further(case, visits) if writes and request.actor.role in RECORDS else [],
        "tool_lines": tool_links(case, ["exit"], Rights(request.actor, case)),
        "tell_sender": case.opened_from if any(one.alarm for one in visits) else None,
        "complaints": complaint.of_case(case, request.actor),
        "may_complain": request.actor.role in complaint.WRITES_DOWN,
    }
    return render(request, "referral/case_visits.html", context)


def figures_of(visit) -> Figures:
    return Figures(visit.months, visit.economic, visit.social, visit.psychosocial)


def row_of(visit) -> dict:
    figures = figures_of(visit)
    return {
        "visit": visit,
        "tone": TONES.get(visit.result, ""),
        "figures": figures,
        "values": [figures.economic, figures.social, figures.psychosocial],
    }


def further(case, visits) -> list[int]:
    """Rounds that not everybody has, as far as they can be planned now."""
    known = {one.months for one in visits}
    return [months for months in MORE_VISITS if months not in known and case.journey.arrived_at]


def case_to_visit(request, reference):
    case = get_case(request, reference)
    may = Rights(request.actor, case).may_write(DataClass.SERVICES) and may_visit(case)
    need_class(may, reference, DataClass.SERVICES)
    return case


@roles(*RECORDS)
@require_POST
def visit_plan(request, reference, months):
    case = case_to_visit(request, reference)
    return tap(
        request,
        lambda: plan_further_visit(case, months),
        done=back_to(case, "case_visits"),
        said=_("The visit is planned."),
    )


def asked_of(case) -> Definition:
    """An adult is not asked the part on a child."""
    tool = load(TOOL)
    if case.journey.child:
        return tool
    return replace(tool, sections=tuple(each for each in tool.sections if each.code != "child"))


@roles(*RECORDS)
@keeps_draft
def visit_record(request, reference, id):
    case = case_to_visit(request, reference)
    visit = Visit.objects.filter(pk=id, case=case).first()
    if visit is None:
        raise Http404
    known = {"month": str(visit.months), "may_be_child": YES if case.journey.child else NO}
    heading = heading_of(case, None, Rights(request.actor, case))
    form = form_for(asked_of(case), posted(request), base=VisitForm, answers=known, heading=heading)
    answer = move(
        request,
        form,
        lambda: record_visit(
            visit,
            case,
            visited_on=form.cleaned_data["visited_on"],
            answers=answers_from(form),
            head=form.head(),
            source=form.source(),
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
