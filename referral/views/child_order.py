"""The way of a child: five steps in their order, what a child asks for, and a decision that does not wait (rules 3 and 22)."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass, may_read
from referral.actions.child_order import (
    answer_wish,
    check_contact,
    confirm_step,
    panel_members,
    send_step_back,
    who_may_confirm,
    write_step,
    write_wish,
)
from referral.actions.child_turn import child_protection_decided, order_of
from referral.actions.gates.standing import gates_of
from referral.ageing import decides_alone
from referral.child_order import WHO, State, Step, first, no_contact_sentence, states
from referral.evidence_kinds import EvidenceKind
from referral.forms.assessment import AGREE
from referral.forms.child_order import (
    BEHIND,
    RESULTS,
    ChildStepForm,
    ContactCheckForm,
    ContactWishForm,
    WishAnswerForm,
)
from referral.models import Case, ChildStep, ContactCheck, ContactWish, Evidence
from referral.stages import GateKind
from referral.tools import answers_of, definition_of
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.gate import role_names
from referral.views.moves import move, posted, show, tap
from referral.views.tool_links import last_of

DECIDES_FOR_CHILDREN = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.GUARDIAN, Role.PANEL]
WRITES_STEPS = [Role.CASE_MANAGER, Role.GUARDIAN, Role.PANEL]
MANAGES = [Role.CASE_MANAGER]
CONFIRMS = [Role.CASE_MANAGER, Role.SUPERVISOR]
ROW_STATES = {
    State.DONE: ("passed", ""),
    State.NEXT: ("in_progress", "due"),
    State.WAITS: ("cannot_start", ""),
    State.LEFT_OUT: ("not_needed", ""),
}
TURN = {ChildStep.Kind.DECISION: Step.CONSENT, ChildStep.Kind.FAMILY: Step.FAMILY}
TOOL_OF_KIND = {ChildStep.Kind.ASSESSMENT: "bia", ChildStep.Kind.FAMILY: "family"}
KIND_OF_TOOL = {tool: kind for kind, tool in TOOL_OF_KIND.items()}
WRITTEN_BY_GUARDIAN = {ChildStep.Kind.ASSESSMENT, ChildStep.Kind.DECISION}


def open_childs_way(request, reference, *trail):
    case, rights, context = open_case(request, reference, "gates", *trail)
    need_class(rights.may_read(DataClass.EVIDENCE) and case.journey.child, reference, "child")
    return case, rights, context


def trail():
    return ("case_child", _("The child’s way"))


@roles(*DECIDES_FOR_CHILDREN)
def case_child(request, reference):
    case, rights, context = open_childs_way(request, reference, ("case_gates", _("Gates")))
    order = order_of(case.journey_id)
    found = states(order, determined_at(case))
    next_one = next((one for one in found if one.state == State.NEXT), None)
    context |= {
        "rows": [step_row(one, found) for one in found],
        "next": next_one,
        "who_next": role_names(WHO[next_one.step]) if next_one else "",
        "do": ways(request.actor, case, rights, next_one.step) if next_one else [],
        "no_contact": no_contact_sentence() if order.no_contact else "",
        "assessed": order.assessed,
        "records": records(case, request.actor, rights),
        "checks": checks(case) if rights.may_read(DataClass.RISK) else [],
        "wishes": ContactWish.objects.filter(case=case).select_related("by").order_by("-said_on"),
        "may_ask": may_write(request.actor, case, rights, MANAGES),
        "answers": may_write(request.actor, case, rights, [Role.PANEL, Role.CASE_MANAGER]),
        "urgent": child_protection_decided(case.journey_id),
        "key": uuid4(),
    }
    return render(request, "referral/case_child.html", context)


def may_write(actor, case, rights, those) -> bool:
    """A colleague who only looks at one step writes nothing: the services of the case are closed to such a look."""
    works_here = actor.role == Role.PANEL or rights.may_read(DataClass.SERVICES)
    return (
        actor.role in those
        and works_here
        and rights.may_add(DataClass.EVIDENCE)
        and not case.is_closed
        and not decides_alone(case.journey)
    )


def determined_at(case):
    gate = gates_of(case.journey, case)[GateKind.G10]
    return gate.since if gate.is_through else None


def step_row(one, found):
    state, tone = ROW_STATES[one.state]
    return {
        "label": Step(one.step).label,
        "detail": step_detail(one, found),
        "state": state,
        "tone": tone,
        "badge": one.state.label,
    }


def step_detail(one, found):
    if one.state == State.LEFT_OUT:
        return _("There is no contact with the family.")
    who = _("Made by: %(roles)s.") % {"roles": role_names(WHO[one.step])}
    if one.state == State.WAITS:
        before = next(each for each in found if each.state == State.NEXT)
        waits = _("Waits for: %(step)s.") % {"step": Step(before.step).label}
        return f"{waits} {who}"
    if one.state == State.DONE:
        return _("Since %(day)s.") % {"day": date_format(one.at)}
    return who


def ways(actor, case, rights, step):
    """What this person can do for the next step: the first is the page's one filled button."""
    reference = case.journey.reference
    if not may_write(actor, case, rights, WRITES_STEPS):
        return []
    manager = actor.role == Role.CASE_MANAGER
    found = {
        Step.ASSESSMENT: [
            ("bia", _("Fill in the best-interests assessment"), may_fill(case, rights, "bia")),
            ("assessment", _("Record the best-interests assessment"), True),
        ],
        Step.CHECK: [("check", _("Make the check of the risk of contact"), manager)],
        Step.CONSENT: [
            ("consent", _("Record a consent"), rights.may_add(DataClass.CONSENT)),
            ("decision", _("Enter a decision for the child"), True),
        ],
        Step.FAMILY: [
            ("refer", _("Ask an organisation to visit the family"), manager),
            ("family_tool", _("Fill in the family assessment"), may_fill(case, rights, "family")),
            ("family", _("Record the family assessment"), actor.role != Role.GUARDIAN),
        ],
        Step.DETERMINATION: [
            ("bid", _("Fill in the sheet of the determination"), may_fill(case, rights, "bid")),
            ("determination", _("Sign the determination"), not manager),
        ],
    }[step]
    return [{"url": place(name, reference), "label": label} for name, label, may in found if may]


def may_fill(case, rights, tool) -> bool:
    """The form comes before the step that it proves; once it is decided, the step is recorded from it."""
    return rights.may_write(DataClass.RISK) and behind_step(case, rights, tool) is None


def behind_step(case, rights, tool):
    """The decided form that no step was recorded from yet."""
    found = last_of(case, tool, rights, decided=True)
    steps = ChildStep.objects.filter(case=case, kind=KIND_OF_TOOL.get(tool, ""))
    newest = steps.order_by("-written_at").values_list("written_at", flat=True).first()
    return None if found is None or (newest and newest > found.finished_at) else found


def from_the_form(case, rights, kind) -> dict:
    """What the form already says: nothing is asked twice, and whoever records it can change each answer."""
    tool = TOOL_OF_KIND.get(kind)
    found = behind_step(case, rights, tool) if tool else None
    if found is None:
        return {}
    answers = answers_of(found, definition_of(found), rights.reads)
    results = {one.value for one in RESULTS[kind]}
    return {
        "result": found.proposal if found.proposal in results and found.decision == AGREE else None,
        "heard": answers.get("heard"),
        "kind": BEHIND[kind][0],
        "issuer": case.organisation.name,
        "dated_on": timezone.localtime(found.finished_at).date(),
        "text": found.reasons,
        "lies_at": _("Form in this case"),
    }


def place(name, reference):
    return {
        "bia": reverse("case_tool", args=[reference, "bia"]),
        "family_tool": reverse("case_tool", args=[reference, "family"]),
        "bid": reverse("case_tool", args=[reference, "bid"]),
        "check": reverse("contact_check_new", args=[reference]),
        "consent": reverse("consent_new", args=[reference]),
        "refer": reverse("refer", args=[reference]),
        "determination": reverse("gate_sign", args=[reference, GateKind.G10]),
    }.get(name) or reverse("child_step_new", args=[reference, name])


def records(case, actor, rights):
    """The own organisation's steps, newest first, with what stands behind each."""
    steps = ChildStep.objects.filter(case=case).select_related("by", "confirmed_by")
    evidence = {row.pk: row for row in Evidence.objects.filter(case=case, gate__in=["G10", "G1"])}
    confirms = actor.role in CONFIRMS and rights.may_add(DataClass.EVIDENCE)
    return [
        {
            "step": one,
            "evidence": evidence.get(one.evidence),
            "behind": behind(evidence.get(one.evidence)),
            "may_confirm": confirms and not one.counts and str(one.by_id) != actor.user,
        }
        for one in steps.order_by("-written_at")
    ]


def behind(evidence):
    return dict(EvidenceKind.choices).get(evidence.kind, "") if evidence else ""


def checks(case):
    found = ContactCheck.objects.filter(case=case).select_related("by").order_by("-written_at")
    evidence = {row.pk: row for row in Evidence.objects.filter(case=case, gate="G10")}
    return [
        {
            "check": one,
            "evidence": evidence.get(one.evidence),
            "behind": behind(evidence.get(one.evidence)),
        }
        for one in found[:5]
    ]


def kind_of(step):
    if step not in ChildStep.Kind.values:
        raise Http404
    return ChildStep.Kind(step)


def first_the_other(request, reference, missing):
    """Nobody fills in a form that cannot be sent yet."""
    messages.error(request, first(missing))
    return redirect("case_child", reference)


@roles(*WRITES_STEPS)
@keeps_draft
def child_step_new(request, reference, step):
    case, rights, context = open_childs_way(request, reference, trail())
    kind = kind_of(step)
    need_class(may_write(request.actor, case, rights, WRITES_STEPS), reference, "child")
    need_class(
        request.actor.role != Role.GUARDIAN or kind in WRITTEN_BY_GUARDIAN, reference, "child"
    )
    missing = order_of(case.journey_id).missing_before(TURN.get(kind, Step.ASSESSMENT))
    if missing and request.method == "GET":
        return first_the_other(request, reference, missing)
    form = ChildStepForm(
        posted(request),
        step=kind,
        colleagues=who_may_confirm(),
        initial=from_the_form(case, rights, kind),
    )
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: write_step(case, kind, **form.values()),
        done=back,
        said=_("Written down. It counts once the second person has confirmed it.")
        if kind != ChildStep.Kind.ASSESSMENT
        else _("Written down."),
    )
    context |= {"title": kind.label, "button": _("Record this step"), "back": back}
    context["lead"] = leads()[kind]
    return done or show(request, "referral/case_form.html", context, form)


def leads():
    return {
        ChildStep.Kind.ASSESSMENT: _(
            "What does this child need now, and what does the child say? Repeated whenever something changes."
        ),
        ChildStep.Kind.DECISION: _(
            "Where nobody can consent, or a consent is refused, child protection or a court decides on contact with the"
            " family. The child is heard."
        ),
        ChildStep.Kind.FAMILY: _(
            "Two workers visited the family after the check of the risk. What they found is one thing that the panel"
            " compares."
        ),
        ChildStep.Kind.URGENT: _(
            "Only child protection decides that a child returns within 48 hours. The guardian still signs for the"
            " child, and the child never travels alone."
        ),
    }


@roles(*CONFIRMS)
@require_POST
def child_step_confirm(request, reference, id):
    case, rights, _context = open_childs_way(request, reference)
    need_class(rights.may_add(DataClass.EVIDENCE), reference, "child")
    step = get_object_or_404(ChildStep, case=case, pk=id)
    back = request.POST.get("answer") == "back"
    # Whoever was only asked to confirm does not see the case afterwards.
    works_here = rights.may_read(DataClass.SERVICES)
    return tap(
        request,
        lambda: send_step_back(case, step) if back else confirm_step(case, step),
        done=reverse("case_child", args=[reference]) if works_here else reverse("home"),
        said=_("Given back. The colleague is told.") if back else _("Confirmed."),
    )


@roles(*MANAGES)
@keeps_draft
def contact_check_new(request, reference):
    case, rights, context = open_childs_way(request, reference, trail())
    may = may_write(request.actor, case, rights, MANAGES) and rights.may_add(DataClass.RISK)
    need_class(may, reference, "risk")
    missing = order_of(case.journey_id).missing_before(Step.CHECK)
    if missing and request.method == "GET":
        return first_the_other(request, reference, missing)
    form = ContactCheckForm(posted(request))
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: check_contact(case, evidence=form.evidence(), **form.values()),
        done=back,
        said=_("Written down. The panel sees all of it."),
    )
    context |= {
        "title": Step.CHECK.label,
        "lead": _("Made before anybody there is called, written to or visited."),
        "button": _("Record the check"),
        "back": back,
    }
    return done or show(request, "referral/case_form.html", context, form)


@roles(*MANAGES)
@keeps_draft
def contact_wish_new(request, reference):
    case, rights, context = open_childs_way(request, reference, trail())
    need_class(may_write(request.actor, case, rights, MANAGES), reference, "child")
    reads = may_read(Role.PANEL, DataClass.EVIDENCE, case.side, case.stage)
    form = ContactWishForm(posted(request), panel=panel_members() if reads else [])
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: write_wish(
            case,
            words=form.cleaned_data["words"],
            said_on=form.cleaned_data["said_on"],
            panel=form.cleaned_data.get("panel"),
        ),
        done=back,
        said=_("Kept in the child’s words. The panel answers every wish."),
    )
    context |= {
        "title": _("A child asks for supervised contact"),
        "lead": _(
            "A wish is not a step. It goes to the panel as it is, and the child gets an answer."
        ),
        "button": _("Record the wish"),
        "back": back,
    }
    return done or show(request, "referral/case_form.html", context, form)


@roles(Role.CASE_MANAGER, Role.PANEL)
@keeps_draft
def contact_wish_answer(request, reference, id):
    case, rights, context = open_childs_way(request, reference, trail())
    need_class(
        may_write(request.actor, case, rights, [Role.CASE_MANAGER, Role.PANEL]), reference, "child"
    )
    wish = get_object_or_404(ContactWish.objects.waiting(), case=case, pk=id)
    by_panel = request.actor.role == Role.PANEL
    form = WishAnswerForm(posted(request), by_panel=by_panel)
    back = reverse("case_child", args=[reference])
    done = move(
        request,
        form,
        lambda: answer_wish(
            case,
            wish,
            answer=form.cleaned_data["answer"],
            told=form.cleaned_data["told"],
            panel=form.cleaned_data.get("panel", ""),
        ),
        done=back,
        said=_("The answer is kept. Now tell the child."),
    )
    context |= {
        "title": _("Answer the child"),
        "button": _("Record the answer"),
        "back": back,
        "wish": wish,
    }
    return done or show(request, "referral/contact_wish_answer.html", context, form)


@roles(Role.PANEL)
def panel_list(request):
    """What waits for the panel: wishes of children, then children whose determination is next. No names."""
    cases = Case.objects.visible_to(request.actor).filter(journey__child=True, closed_at=None)
    found = {one.pk: one for one in cases.select_related("journey")[:200]}
    waiting = ContactWish.objects.waiting().filter(case__in=found).only("pk", "case_id", "said_on")
    next_ones = [one for one in found.values() if waits_for_panel(one)]
    context = {
        "wishes": [
            {"wish": one, "reference": found[one.case_id].journey.reference}
            for one in waiting.order_by("said_on")
        ],
        "cases": next_ones,
    }
    return render(request, "referral/panel_list.html", context)


def waits_for_panel(case) -> bool:
    """The question is asked of the database case by case: a panel has few children at a time."""
    before = order_of(case.journey_id).missing_before(Step.DETERMINATION)
    return before is None and determined_at(case) is None
