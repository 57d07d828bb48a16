"""Asking for a second signature, and giving one: the decision sheet only."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.actions.gates.standing import gates_of
from referral.actions.signatures import (
    APPROVAL,
    ASKED,
    ReturnReason,
    ask_for_gate,
    ask_signature,
    may_be_asked,
    send_back,
    sign_second,
)
from referral.evidence_kinds import EvidenceKind
from referral.forms.returning import AskForm, DecisionForm
from referral.models import Evidence, Task, TaskKind
from referral.stages import GateKind
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny, get_case
from referral.views.gate import kind_of
from referral.views.moves import back_to, frame, move, posted, show
from shell.templatetags.desk import page_url

SIGNS = [Role.SUPERVISOR, Role.CASE_MANAGER]


@roles(Role.CASE_MANAGER)
@keeps_draft
def signature_ask(request, reference, gate):
    case, kind = get_case(request, reference), kind_of(gate)
    form = AskForm(posted(request), people=may_be_asked(Role.SUPERVISOR))
    answer = move(
        request,
        form,
        lambda: ask_for_gate(case, kind, user=form.cleaned_data["user"]),
        done=reverse("gate_detail", args=[reference, kind]),
        said=_("Asked. The decision sheet is open to that person for seven days."),
    )
    return answer or show(request, "referral/signature_ask.html", asking(request, case), form)


@roles(Role.CASE_MANAGER)
@keeps_draft
def return_ask(request, reference):
    case = get_case(request, reference)
    form = AskForm(posted(request), people=may_be_asked(Role.SUPERVISOR))
    answer = move(
        request,
        form,
        lambda: ask_signature(case, user=form.cleaned_data["user"], classes=APPROVAL),
        done=back_to(case),
        said=_("Asked. The decision sheet is open to that person for seven days."),
    )
    return answer or show(request, "referral/signature_ask.html", asking(request, case), form)


def asking(request, case):
    return frame(request, case) | {
        "title": _("Ask for a second signature"),
        "button": _("Ask for the signature"),
        "back": back_to(case),
    }


@roles(*SIGNS)
def signature_list(request):
    waiting = (
        Task.objects.filter(
            assigned_to=request.actor.user,
            organisation=request.actor.organisation,
            kind__in=[*ASKED, TaskKind.BUDGET],
            done_at=None,
            journey__isnull=False,
        )
        .select_related("journey")
        .order_by("due_on", "made_at")
    )
    context = {"rows": [signature_row(task) for task in waiting]}
    return render(request, "referral/signature_list.html", context)


def signature_row(task):
    reference = task.journey.reference
    if task.referral_id:
        what = _("Sign a referral")
        url = page_url("referral_sent", reference, task.referral_id) or reverse(
            "case_gates", args=[reference]
        )
    elif task.kind == TaskKind.CLOSE:
        what, url = _("Confirm the closing"), reverse("case_close_confirm", args=[reference])
    elif task.kind == TaskKind.BUDGET:
        what, url = _("Sign a budget"), reverse("case_budget", args=[reference])
    elif task.kind == TaskKind.CHILD_STEP:
        what, url = _("Confirm a step for a child"), reverse("case_child", args=[reference])
    elif not task.gate:
        what, url = _("Approve the return"), reverse("return_approve", args=[reference])
    else:
        what = GateKind(task.gate).label
        url = reverse("signature_sign", args=[task.pk])
    return {"url": url, "what": what, "reference": reference, "until": task.due_on}


@roles(*SIGNS)
@keeps_draft
def signature_sign(request, id):
    task = my_task(request, id)
    case = get_case(request, task.journey.reference)
    form = DecisionForm(posted(request), reasons=ReturnReason.choices)
    answer = move(request, form, lambda: decide(task, case, form), done=reverse("signature_list"))
    if answer:
        return answer
    state = gates_of(case.journey)[GateKind(task.gate)]
    context = frame(request, case) | {
        "title": _("Second signature"),
        "task": task,
        "state": state,
        "levels": levels_on(case),
        "sheet": decision_sheet(case, task.gate),
        "back": reverse("signature_list"),
        "crumbs": [{"url": reverse("signature_list"), "label": _("Second signatures")}],
    }
    return show(request, "referral/signature_sign.html", context, form)


def decide(task, case, form):
    task.case = case
    if form.cleaned_data["decision"] == "sign":
        sign_second(task)
    else:
        send_back(task, reason=form.cleaned_data["reason"])


def my_task(request, id):
    mine = Task.objects.filter(pk=id, assigned_to=request.actor.user, kind__in=ASKED)
    mine = mine.exclude(kind=TaskKind.CHILD_STEP)
    task = mine.filter(organisation=request.actor.organisation).select_related("journey").first()
    if task is None:
        deny(str(id))
    if not task.gate:
        raise Http404
    return task


def levels_on(case):
    signed = case.journey.signatures.filter(kind=GateKind.G3, second=False).exclude(level="")
    return signed.select_related("organisation").order_by("-signed_at")[:4]


def decision_sheet(case, gate):
    """What the signer needs of the case: the newest evidence of this gate, with its measures."""
    found = Evidence.objects.filter(
        case=case, gate=gate, kind__in=EvidenceKind.values, withdrawn_at=None
    )
    return found.select_related("by").order_by("-written_at").first()
