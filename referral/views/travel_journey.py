"""The travel plan, the departure, and the one tap at the arrival."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.arrivals import arrive, may_have_come, somebody_there
from referral.actions.holding import receiving_side
from referral.actions.households import together
from referral.actions.pregnancies import travel_rule
from referral.actions.stops import STANDS_BY, may_note_stop, may_stop, note_stop, stop_travel
from referral.actions.travel import depart, may_plan, plan_travel
from referral.forms.returning import StopForm
from referral.forms.travel_plan import DepartForm, TravelPlanForm
from referral.models import Travel
from referral.models.absence import LOOKS
from referral.stages import CaseStatus, JourneyStatus, Side
from referral.views import conflict
from referral.views.case_page import need_class
from referral.views.drafts import keeps_draft
from referral.views.fetch import get_case
from referral.views.household import sets_day
from referral.views.moves import back_to, frame, move, posted, show, tap
from referral.views.rights import Rights
from referral.views.tool_links import tool_links

PLANS_TRAVEL = [
    Role.CASE_MANAGER,
    Role.SUPERVISOR,
    Role.RETURN_ORGANISER,
    Role.GUARDIAN,
    Role.LAWYER,
]


@roles(*PLANS_TRAVEL)
@keeps_draft
def case_travel(request, reference):
    """The plan, for those who may read it; the button "Arrived" for whoever meets the person."""
    case = get_case(request, reference)
    actor = request.actor
    reads = Rights(actor, case).may_read(DataClass.TRAVEL)
    context = travel_context(request, case) | {"reads": reads, "writes": may_plan(case)}
    context["tool_lines"] = tool_links(case, tools_now(case), Rights(actor, case))
    sees = reads or context["may_arrive"] or context["may_stop"] or context["may_have_come"]
    need_class(sees, reference, DataClass.TRAVEL)
    if not reads:
        return render(request, "referral/case_travel.html", context)
    return travel_form(request, case, context)


def tools_now(case) -> list[str]:
    """Before the journey the checklist, at its end the first three days."""
    arrived = case.journey.arrived_at is not None
    return ["arrival"] if arrived or case.side != Side.DESTINATION else ["travel_checklist"]


def travel_form(request, case, context):
    conflict.one_at_a_time(request, case, DataClass.TRAVEL)
    rows = Travel.objects.filter(case=case)
    row = (rows.select_for_update() if request.method == "POST" else rows).first()
    initial = TravelPlanForm.initial_of(row)
    data = None
    if request.method == "POST" and context["writes"]:
        data = conflict.chosen(request.POST, TravelPlanForm.base_fields, initial)
    form = TravelPlanForm(
        data,
        initial=initial,
        version=row.version if row else 0,
        day_is_shared=context["day_is_shared"],
    )
    if form.is_bound and form.is_valid() and form.is_stale():
        clash = conflict.differences(form, initial)
        if clash:
            return conflict.conflict_page(request, form, clash, context)
    answer = move(
        request,
        form,
        lambda: plan_travel(case, row, form.write),
        done=back_to(case, "case_travel"),
        said=_("The travel plan is saved."),
    )
    return answer or show(request, "referral/case_travel.html", context, form)


def travel_context(request, case):
    journey = case.journey
    travelling = journey.status == JourneyStatus.IN_TRANSIT
    manager = request.actor.role == Role.CASE_MANAGER
    receives = receiving_side(journey.legs.filter(held_to=None), journey.outlook)
    there = case.side == receives or (case.side == Side.DESTINATION and not somebody_there(journey))
    found = together(case)
    rule = travel_rule(case)
    return frame(request, case) | {
        "title": _("Travel"),
        "travelling": travelling,
        "may_depart": manager and case.status == CaseStatus.RETURN_APPROVED,
        "may_arrive": manager and travelling and there,
        "may_note": manager
        and case.status in {CaseStatus.IN_TRANSIT, CaseStatus.LEFT_ON_OWN}
        and journey.arrived_at is not None,
        "may_have_come": manager
        and not travelling
        and journey.arrived_at is None
        and may_have_come(case, journey),
        "may_stop": may_stop(case),
        "may_miss": travelling and request.actor.role in LOOKS and not case.is_closed,
        "may_note_stop": may_note_stop(case),
        "depart_form": DepartForm(),
        "together": found,
        "rule": rule,
        # Only for the planned day: two days side by side would tell the reason.
        "certificate": bool(rule and journey.travel_on and rule.asks(journey.travel_on)),
        "day_is_shared": bool(found) and case.side == Side.DESTINATION,
        "may_set_day": not found.others and sets_day(request.actor, case),
        "key": uuid4(),
    }


@roles(Role.CASE_MANAGER)
@require_POST
def journey_depart(request, reference):
    case = get_case(request, reference)
    form = DepartForm(request.POST)
    answer = move(
        request,
        form,
        lambda: depart(case),
        done=back_to(case, "case_travel"),
        said=_("The person is travelling. The other side confirms the arrival."),
    )
    context = frame(request, case) | {
        "title": _("Departure"),
        "lead": _("Everybody of the household departs with this tap.") if together(case) else "",
        "button": _("Departed"),
        "back": back_to(case, "case_travel"),
    }
    return answer or show(request, "referral/journey_depart.html", context, form)


@roles(Role.CASE_MANAGER)
@require_POST
def journey_arrive(request, reference):
    case = get_case(request, reference)
    return tap(
        request,
        lambda: arrive(case),
        done=back_to(case),
        said=_("Arrived. Both sides see it."),
    )


@roles(*STANDS_BY)
@keeps_draft
def travel_stop(request, reference):
    """By whoever is with the person. No reason is asked."""
    case = get_case(request, reference)
    done = back_to(case, "case_travel")
    if request.method != "POST" and not may_stop(case):
        messages.error(request, _("Nobody is travelling on this journey now."))
        return redirect(done)
    form = StopForm(posted(request))
    answer = move(
        request,
        form,
        lambda: stop_travel(
            case,
            where=form.cleaned_data["where"],
            keeper=form.cleaned_data["keeper"],
            text=form.cleaned_data["text"],
        ),
        done=done,
        said=_("Noted. Both sides have it now. Everything is open again, and help goes on."),
    )
    context = frame(request, case) | {
        "title": _("The person does not travel on"),
        "button": _("Note it, and tell both sides"),
        "back": done,
    }
    return answer or show(request, "referral/travel_stop.html", context, form)


@roles(Role.CASE_MANAGER)
@require_POST
def stop_note(request, reference):
    case = get_case(request, reference)
    return tap(
        request,
        lambda: note_stop(case),
        done=back_to(case, "case_travel"),
        said=_("Noted. The options are open again."),
    )
