"""The wish to return and what follows from it, up to the approval."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from instruments.definition import YES
from referral.access import DataClass, may_read, may_write
from referral.actions.child_turn import child_protection_decided
from referral.actions.gates.standing import gates_of
from referral.actions.returns import (
    ON_THE_WAY,
    approve_return,
    leave_alone,
    may_ask,
    request_return,
    suspend_return,
)
from referral.actions.signatures import ReturnReason, send_back_return
from referral.actions.wishes import URGENT_KINDS, request_of
from referral.ageing import decides_alone
from referral.forms.returning import AloneForm, ApproveForm, PauseForm, ReturnRequestForm
from referral.gates.departure import moved_to_arrival, open_gates
from referral.models import Assessment
from referral.stages import CaseStatus, JourneyStatus, Outlook, Side, Stage
from referral.tools import answers_of, definition_of
from referral.views.drafts import keeps_draft
from referral.views.fetch import get_case
from referral.views.moves import back_to, frame, move, posted, show
from referral.views.rights import Rights

RECORDS_WISHES = [Role.CASE_MANAGER]
FOR_CHILDREN = {Role.CASE_MANAGER, Role.SUPERVISOR, Role.GUARDIAN, Role.PANEL}


@roles(*RECORDS_WISHES)
@keeps_draft
def return_request(request, reference):
    case = get_case(request, reference)
    if not may_ask(case):
        messages.error(
            request, _("A return cannot be requested in the present status of the case.")
        )
        return redirect(back_to(case))
    urgent_way = decides_alone(case.journey) or child_protection_decided(case.journey_id)
    counselled = counselled_on(case, request.actor)
    form = ReturnRequestForm(
        posted(request),
        urgent_way=urgent_way,
        initial={"told": told_in(counselled, Rights(request.actor, case))},
    )
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    answer = move(
        request,
        form,
        lambda: request_return(
            case,
            kind=data["kind"],
            wished_on=data["wished_on"],
            text=data["text"],
            to=data["to"] or Outlook.RETURN,
        ),
        done=back_to(case),
        said=_("The wish is recorded. It can be taken back at any time until boarding."),
    )
    context = frame(request, case) | {
        "title": _("Record a wish to return, or to go on"),
        "button": _("Record the wish"),
        "back": back_to(case),
        "counselled": counselled and counselled.finished_at,
        "pressure": counselled is not None and counselled.proposal == "pressure",
    }
    return answer or show(request, "referral/return_request.html", context, form)


def counselled_on(case, actor):
    """The options counselling that was last finished in this case."""
    if not may_read(actor.role, DataClass.SERVICES, case.side, case.stage):
        return None
    found = Assessment.objects.filter(case=case, instrument="options_counselling")
    return found.filter(finished_at__isnull=False).order_by("-finished_at").first()


TOLD = {
    "stay": "told_stay",
    "asylum": "told_asylum",
    "reflection": "told_reflection",
    "third": "told_third",
    "return": "told_return",
}


def told_in(counselled, rights) -> list[str]:
    """What was explained there is not asked again; whoever records the wish can still take a tick away."""
    if counselled is None:
        return []
    try:
        answers = answers_of(counselled, definition_of(counselled), rights.reads)
    except LookupError:
        return []
    return [way for way, question in TOLD.items() if answers.get(question) == YES]


@roles(Role.CASE_MANAGER, Role.SUPERVISOR)
@keeps_draft
def return_suspend(request, reference):
    case = get_case(request, reference)
    form = PauseForm(posted(request))
    answer = move(
        request,
        form,
        lambda: suspend_return(case, reason=form.cleaned_data["reason"]),
        done=back_to(case),
        said=_("The return is paused. Help goes on as before."),
    )
    context = frame(request, case) | {
        "title": _("Pause the return"),
        "button": _("Pause the return"),
        "back": back_to(case),
    }
    return answer or show(request, "referral/return_suspend.html", context, form)


@roles(*RECORDS_WISHES)
@keeps_draft
def return_alone(request, reference):
    case = get_case(request, reference)
    form = AloneForm(posted(request))
    answer = move(
        request,
        form,
        lambda: leave_alone(case),
        done=back_to(case),
        said=_("Noted. Safe contact, a referral and visits stay possible."),
    )
    context = frame(request, case) | {
        "title": _("The person leaves without our organising it"),
        "button": _("Note it"),
        "back": back_to(case),
    }
    return answer or show(request, "referral/return_alone.html", context, form)


@roles(Role.SUPERVISOR)
@keeps_draft
def return_approve(request, reference):
    case = get_case(request, reference)
    wish = request_of(case)
    states = gates_of(case.journey, case)
    urgent = wish is not None and wish.kind in URGENT_KINDS
    form = ApproveForm(posted(request), reasons=ReturnReason.choices)
    answer = move(request, form, lambda: decide_return(case, form), done=reverse("signature_list"))
    context = frame(request, case) | {
        "title": _("Approve the return"),
        "button": _("Send the decision"),
        "back": back_to(case),
        "wish": wish,
        "urgent": urgent,
        "open": open_gates(states, urgent=urgent),
        "later": moved_to_arrival(states) if urgent else [],
    }
    return answer or show(request, "referral/return_approve.html", context, form)


def decide_return(case, form):
    if form.cleaned_data["looked"]:
        approve_return(case)
    else:
        send_back_return(case, reason=form.cleaned_data["reason"])


def steps_for(case, actor, states):
    """What can be done now, by this person. Stay, return and not yet stand beside each other."""
    steps = [*before_travel(case, actor), *on_the_way(case, actor), *after(case, actor)]
    return [{"page": page, "url": back_to(case, page), "label": label} for page, label in steps]


def before_travel(case, actor):
    manager = actor.role == Role.CASE_MANAGER and case.side == Side.DESTINATION
    if manager and may_ask(case):
        yield "return_request", _("Record a wish to return, or to go on")
        if decides_alone(case.journey):
            yield "return_alone", _("The person leaves on her or his own")
    if case.journey.child and actor.role in FOR_CHILDREN:
        yield "case_child", _("The child’s way: five steps")
    if case.status == CaseStatus.RETURN_REQUESTED and manager:
        yield "return_ask", _("Ask a supervisor to approve")
    if case.status == CaseStatus.RETURN_REQUESTED and actor.role == Role.SUPERVISOR:
        yield "return_approve", _("Look at the return and approve")
    if case.status in ON_THE_WAY and actor.role in (Role.CASE_MANAGER, Role.SUPERVISOR):
        yield "return_suspend", _("Pause the return")


def on_the_way(case, actor):
    travelling = case.journey.status == JourneyStatus.IN_TRANSIT
    greets = travelling and actor.role == Role.CASE_MANAGER
    reads = may_read(actor.role, DataClass.TRAVEL, case.side, case.stage)
    if (reads or greets) and not case.is_closed:
        yield "case_travel", _("Travel and arrival") if travelling else _("Travel plan")


def after(case, actor):
    if not case.is_closed and actor.role in (Role.CASE_MANAGER, Role.SUPERVISOR):
        yield "case_missing", _("The person cannot be reached")
    back = case.side != Side.DESTINATION and case.stage == Stage.REINTEGRATION
    if (case.journey.arrived_at or back) and may_read(
        actor.role, DataClass.SERVICES, case.side, case.stage
    ):
        yield "case_visits", _("Follow-up visits")
    if case.is_closed:
        if actor.role in (Role.CASE_MANAGER, Role.SUPERVISOR):
            yield "case_reopen", _("Open the case again")
    elif may_write(actor.role, DataClass.JOURNEY, case.side, case.stage):
        yield "case_close", _("Close the case")
