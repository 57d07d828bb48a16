from decimal import Decimal

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import roles
from directory.codes import ServiceKind
from instruments.definition import NO
from instruments.needs import ranked
from referral.access import DataClass
from referral.actions.agreement import may_agree
from referral.actions.once import AlreadyDone, once
from referral.actions.plan import add_goal, change_goal
from referral.actions.tasks import ENDED_BY_ACT
from referral.forms.goal import PROGRESS, GoalEditForm, GoalForm, Who
from referral.models import Need, PlanGoal, SafetyFlag, Services, Task
from referral.need_areas import SERVICE_OF_AREA
from referral.stages import Stage
from referral.tools import answers_of, definition_of
from referral.views import conflict
from referral.views.agreement import talks
from referral.views.case_page import back_to, need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.rights import CASE_ROLES
from referral.views.tool_links import last_of, tool_links
from shell.forms import render_form

TONES = {
    PlanGoal.Status.PROPOSED: "wait",
    PlanGoal.Status.AGREED: "info",
    PlanGoal.Status.ONGOING: "info",
    PlanGoal.Status.DONE: "ok",
    PlanGoal.Status.DROPPED: "plain",
}
LEVEL_TONES = {"now": "late", "soon": "due", "later": "info", "met": "ok"}


@roles(*CASE_ROLES)
def case_plan(request, reference):
    case, rights, context = open_case(request, reference, "plan")
    need_class(rights.may_read(DataClass.SERVICES), reference, DataClass.SERVICES)
    goals = list(PlanGoal.objects.filter(case=case).order_by("written_at", "id"))
    needs = Need.objects.filter(case=case)
    context |= {
        "suggested": [*suggested(context["summary"], rights), *from_needs(case, rights, goals)],
        "tool_lines": tool_links(case, ["needs", "reintegration", "labour"], rights),
        "title": _("Plan"),
        "may_write": rights.may_write(DataClass.SERVICES),
        "services": Services.objects.filter(case=case).first(),
        "phases": [
            {"phase": phase, "goals": [line_of(goal) for goal in goals if goal.phase == phase]}
            for phase in PlanGoal.Phase
        ],
        "totals": totals(goals),
        "talks": talks(case),
        "may_talk": may_agree(case),
        "needs": [
            {"label": need.get_service_display(), "level": need.get_level_display(), "tone": tone}
            for level, tone in LEVEL_TONES.items()
            for need in needs
            if need.level == level
        ],
        "tasks": Task.objects.filter(case=case, done_at=None)
        .select_related("asked_by", "assigned_to")
        .exclude(kind__in=ENDED_BY_ACT)
        .order_by("due_on")[:20],
    }
    return render(request, "referral/case_plan.html", context)


# What a birth that is near asks for. A proposal in a field; the person says what becomes of it.
SUGGESTED = {
    "birth": (
        ServiceKind.HEALTH,
        gettext_lazy("The birth: where, with whom, who looks after what"),
    ),
    "registration": (
        ServiceKind.DOCUMENTS,
        gettext_lazy("The birth is registered with the civil registry"),
    ),
}


def suggested(summary, rights):
    """Goals to choose from, where the person agreed that it may be known."""
    if summary is None or SafetyFlag.PREGNANT not in summary.safety_flags:
        return []
    if not rights.may_write(DataClass.SERVICES):
        return []
    return [{"code": code, "text": text} for code, (_kind, text) in SUGGESTED.items()]


def wished(case, rights):
    """The areas of the last needs assessment in which the person wants help, in their order."""
    last = last_of(case, "needs", rights, decided=True)
    if last is None:
        return []
    try:
        definition = definition_of(last)
    except LookupError:
        return []
    found = ranked(definition, answers_of(last, definition, rights.reads))
    return [one for one in found if one.wanted != NO and one.area in SERVICE_OF_AREA]


def from_needs(case, rights, goals):
    """Goals that the needs ask for and the plan has not. The address carries the area, never the wish."""
    if not rights.may_write(DataClass.SERVICES):
        return []
    planned = {goal.kind for goal in goals if goal.status != PlanGoal.Status.DROPPED}
    return [
        {"code": one.area, "text": one.wish or one.title}
        for one in wished(case, rights)
        if SERVICE_OF_AREA[one.area] not in planned
    ]


def line_of(goal) -> dict:
    who = dict(Who.choices).get(goal.who, "")
    progress = "" if goal.progress is None else dict(PROGRESS).get(goal.progress, "")
    tone = TONES.get(goal.status, "plain")
    return {"goal": goal, "tone": tone, "who": who, "progress": progress}


def totals(goals) -> list[tuple[str, Decimal]]:
    """What the plan costs, currency by currency: amounts of different currencies are not added."""
    found = {}
    for goal in goals:
        if goal.cost is not None and goal.status != PlanGoal.Status.DROPPED:
            found[goal.currency] = found.get(goal.currency, Decimal(0)) + goal.cost
    return sorted(found.items())


@roles(*CASE_ROLES)
@keeps_draft
def goal_new(request, reference):
    trail = ("case_plan", _("Plan"))
    case, rights, context = open_case(request, reference, "plan", trail)
    need_class(rights.may_write(DataClass.SERVICES), reference, DataClass.SERVICES)
    later = case.stage >= Stage.RETURN
    phase = PlanGoal.Phase.REINTEGRATION if later else PlanGoal.Phase.ASSISTANCE
    initial = {"phase": phase}
    if request.GET.get("suggest") in SUGGESTED:
        initial["kind"], initial["goal"] = SUGGESTED[request.GET["suggest"]]
    for one in wished(case, rights) if request.GET.get("suggest") in SERVICE_OF_AREA else ():
        if one.area == request.GET["suggest"]:
            initial["kind"], initial["goal"] = SERVICE_OF_AREA[one.area], one.wish
    form = GoalForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            once(form.cleaned_data["idempotency_key"])
            add_goal(case=case, write=form.write)
        except AlreadyDone:
            pass
        return back_to("case_plan", case)
    context |= {"title": _("Add a goal"), "button": _("Save as a proposal"), "back": plan_url(case)}
    return render_form(request, "referral/goal_new.html", context, form)


def plan_url(case):
    return reverse("case_plan", args=[case.journey.reference])


@roles(*CASE_ROLES)
@keeps_draft
def goal_edit(request, reference, id):
    trail = ("case_plan", _("Plan"))
    case, rights, context = open_case(request, reference, "plan", trail)
    need_class(rights.may_write(DataClass.SERVICES), reference, DataClass.SERVICES)
    goals = PlanGoal.objects.filter(case=case, pk=id)
    goal = (goals.select_for_update() if request.method == "POST" else goals).first()
    if goal is None:
        deny(f"{reference}/goal/{id}")
    initial = GoalEditForm.initial_of(goal)
    data = None
    if request.method == "POST":
        data = conflict.chosen(request.POST, GoalEditForm.base_fields, initial)
    form = GoalEditForm(data, initial=initial, version=goal.version, status=goal.status)
    context |= {"title": _("Change a goal"), "button": _("Save goal"), "back": plan_url(case)}
    if form.is_bound and form.is_valid():
        clash = conflict.differences(form, initial) if form.is_stale() else []
        if clash:
            return conflict.conflict_page(
                request, form, clash, context, conflict.Saved("goal.changed", goal.pk)
            )
        return goal_saved(case, goal, form)
    return render_form(request, "referral/goal_edit.html", context, form)


def goal_saved(case, goal, form):
    try:
        once(form.cleaned_data["idempotency_key"])
        change_goal(goal=goal, write=form.write)
    except AlreadyDone:
        pass
    return back_to("case_plan", case)
