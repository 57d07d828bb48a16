"""The gates of a journey, as the own case shows them."""

from dataclasses import replace
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass, may_add
from referral.actions.child_turn import order_of
from referral.actions.child_words import parent_of
from referral.actions.gates.confirmations import confirm_gate
from referral.actions.gates.outcomes import by_parents_route, rests_on_proofs
from referral.actions.gates.signatures import sign_gate
from referral.actions.gates.signers import may_sign as signs
from referral.actions.gates.standing import gates_of
from referral.actions.proofs import NO_MATRIX, first_missing, lines_of, standing, words_asked
from referral.actions.risks import asked_since, sign_risk
from referral.actions.wishes import is_urgent
from referral.ageing import decides_alone
from referral.child_order import Step, first
from referral.country_rules import rules_of
from referral.evidence_kinds import EvidenceKind
from referral.forms.gate import GateForm
from referral.forms.risk_joint import RiskSignForm
from referral.gates.need_to_know import as_seen_by
from referral.gates.signers import owners
from referral.gates.state import State
from referral.gates.texts import TEXTS
from referral.models import Evidence, Risk, Summary, Travel
from referral.stages import PERSONS_OWN, GateKind
from referral.views.drafts import keeps_draft
from referral.views.fetch import get_case
from referral.views.moves import WORKS_ON_GATES, back_to, frame, move, posted, show, tap
from referral.views.returning import steps_for
from referral.views.rights import Rights

ROW_STATES = {
    State.NOT_STARTED: ("not_started", ""),
    State.WAITING: ("waiting", "wait"),
    State.SECOND: ("waiting", "wait"),
    State.TALK: ("waiting", "due"),
    State.CHANGED: ("in_progress", "due"),
    State.STILL_TRUE: ("in_progress", "due"),
    State.BLOCKED: ("in_progress", "late"),
    State.PASSED: ("passed", ""),
    State.NOT_NEEDED: ("not_needed", ""),
}
BESIDE = {GateKind.G2: "period", GateKind.G6: "documents"}


@roles(*WORKS_ON_GATES)
def case_gates(request, reference):
    case = get_case(request, reference)
    states = visible_states(case, request.actor)
    needed = [one for one in states.values() if one.state != State.NOT_NEEDED]
    alone = decides_alone(case.journey)
    context = frame(request, case) | {
        "rows": [gate_row(one, case, alone) for one in with_what_is_missing(states.values(), case)],
        "passed": sum(one.is_through for one in needed),
        "total": len(needed),
        "steps": steps_for(case, request.actor, states),
        "key": uuid4(),
    }
    context["crumbs"] = context["crumbs"][:1]
    return render(request, "referral/case_gates.html", context)


@roles(*WORKS_ON_GATES)
def gate_detail(request, reference, gate):
    case = get_case(request, reference)
    state = visible_states(case, request.actor)[kind_of(gate)]
    alone = decides_alone(case.journey)
    text = TEXTS[state.kind]
    signer = may_sign(request.actor, case, state.kind)
    context = (
        frame(request, case)
        | proofs_beside(case, state.kind, signer)
        | {
            "gate": state,
            "row": gate_row(state, case, alone),
            "text": text,
            "signers": role_names(
                owners(state.kind, child=not alone, parent=parent_of(case.journey))
            ),
            "signatures": own_signatures(case, state.kind),
            "may_sign": signer,
            "rules": rules_beside(request, case, state.kind),
            "may_add_evidence": not case.is_closed
            and may_add(request.actor.role, DataClass.EVIDENCE, case.side, case.stage),
            "show": BESIDE.get(state.kind, ""),
            "reads_risk": Rights(request.actor, case).may_read(DataClass.RISK),
            "unsafe": state.kind == GateKind.G3 and state.state == State.BLOCKED,
            "no_document": request.GET.get("document") == "no",
            "key": uuid4(),
        }
    )
    if state.kind == GateKind.G10 and case.journey.child and not by_parents_route(case):
        missing = order_of(case.journey_id).missing_before(Step.DETERMINATION)
        context["missing"] = first(missing) if missing else ""
    return render(request, "referral/gate_detail.html", context)


@roles(*WORKS_ON_GATES)
@keeps_draft
def gate_sign(request, reference, gate):
    case, kind = get_case(request, reference), kind_of(gate)
    page = reverse("gate_detail", args=[reference, kind])
    if not may_sign(request.actor, case, kind):
        messages.error(
            request, _("Somebody else signs this gate, or the case is at another stage.")
        )
        return redirect(page)
    if kind == GateKind.G3:
        return sign_from_matrix(request, case, standing(case), page)
    form = GateForm(
        posted(request),
        kind=kind,
        child=not decides_alone(case.journey),
        words=words_asked(case, kind),
        initial={"valid_until": document_until(request, case)} if kind == GateKind.G6 else None,
    )
    if form.is_bound and form.is_valid() and form.needs_a_document:
        return redirect(page + "?document=no")
    answer = move(
        request,
        form,
        lambda: sign_gate(case, kind, **form.signature()),
        done=page,
        said=_("The gate is signed."),
    )
    context = frame(request, case) | {"kind": kind, "text": TEXTS[kind], "back": page}
    context |= proofs_beside(case, kind, signer=True)
    return answer or show(request, "referral/gate_sign.html", context, form)


def document_until(request, case):
    """Nothing is asked twice: the travel plan knows the day, where this role reads it."""
    if not Rights(request.actor, case).may_read(DataClass.TRAVEL):
        return None
    return Travel.objects.filter(case=case).values_list("document_until", flat=True).first()


def proofs_beside(case, kind, signer):
    """What the gate rests on, for who signs it: each thing with its page, and the first that is missing."""
    lines = lines_of(case, kind) if signer and rests_on_proofs(case, kind) else []
    reference = case.journey.reference
    rows = [
        {
            "label": line.proof.label,
            "missing": line.proof.missing,
            "found": bool(line.found),
            "url": reverse(line.proof.page, args=[reference, *line.proof.of]),
        }
        for line in lines
    ]
    left = next((row for row in rows if not row["found"]), None)
    return {"proofs": rows, "left": left}


def with_what_is_missing(states, case):
    """
    On the list too: the one thing that is missing, instead of what the gate asks for in general.

    Every gate that this role signs is looked at, however it stands: the page costs the same at each step of the way.
    """
    if case.is_closed:
        return list(states)
    hurry = is_urgent(case)
    return [missing_said(one, case, hurry) for one in states]


def missing_said(gate, case, hurry):
    if gate.kind in PERSONS_OWN or not signs(case, gate.kind):
        return gate
    if not rests_on_proofs(case, gate.kind):
        return gate
    left = first_missing(lines_of(case, gate.kind, urgent=hurry))
    if left and gate.state in (State.NOT_STARTED, State.CHANGED):
        return replace(gate, sentence=str(left.proof.missing))
    return gate


def sign_from_matrix(request, case, assessment, page):
    """The level was decided with the tool: it is signed as it is, and not chosen a second time."""
    if assessment is None:
        messages.error(request, NO_MATRIX)
        return redirect("case_risk", case.journey.reference)
    row = Risk.objects.filter(case=case).first()
    form = RiskSignForm(posted(request), level=row.level_returning if row else "")
    answer = move(
        request,
        form,
        lambda: sign_risk(case, text=form.cleaned_data["text"]),
        done=reverse("case_risk", args=[case.journey.reference]),
        said=_("The gate is signed."),
    )
    context = frame(request, case) | {
        "title": _("Sign with this result"),
        "level": row,
        "assessment": assessment,
        "again": asked_since(case, assessment),
        "button": _("Sign"),
        "back": reverse("case_risk", args=[case.journey.reference]),
    }
    return answer or show(request, "referral/risk_sign.html", context, form)


@roles(*WORKS_ON_GATES)
@require_POST
def gate_confirm(request, reference, gate):
    case, kind = get_case(request, reference), kind_of(gate)
    return tap(
        request,
        lambda: confirm_gate(case, kind),
        done=back_to(case),
        said=_("Noted: it is still true."),
    )


def rules_beside(request, case, kind):
    """What the law of the country says on this gate: the period beside G2, documents and the way back beside G6."""
    if kind not in BESIDE:
        return None
    rights = Rights(request.actor, case)
    may_see = rights.may_read(DataClass.SUMMARY)
    summary = Summary.objects.filter(case=case).first() if may_see else None
    return rules_of(case, summary, rights)


def kind_of(gate):
    try:
        return GateKind(gate.upper())
    except ValueError:
        raise Http404 from None


def visible_states(case, actor):
    return as_seen_by(gates_of(case.journey, case), actor.organisation)


def may_sign(actor, case, kind):
    return (
        not case.is_closed
        and signs(case, kind)
        and may_add(actor.role, DataClass.EVIDENCE, case.side, case.stage)
    )


def own_signatures(case, kind):
    """Signatures of the own organisation with the evidence behind them, newest first. Words stay closed in the list."""
    signed = case.journey.signatures.filter(kind=kind, organisation=case.organisation_id)
    found = {row.pk: row for row in Evidence.objects.filter(case=case, gate=kind)}
    rows = signed.select_related("by").order_by("-signed_at")
    return [
        {
            "when": one.signed_at,
            "who": one.by.name,
            "what": one.get_outcome_display(),
            "level": one.get_level_display() if one.level else "",
            "second": one.second,
            "evidence": found.get(one.evidence),
            "kind": dict(EvidenceKind.choices).get(
                getattr(found.get(one.evidence), "kind", ""), ""
            ),
        }
        for one in rows
    ]


def role_names(found):
    return ", ".join(str(Role(role).label) for role in found)


def gate_row(gate, case, alone):
    """One line of the list. The person's own gates show no day: their time is the person's."""
    state, tone = ROW_STATES[gate.state]
    own = gate.kind in PERSONS_OWN and alone
    if own and state == "not_started":
        state = "her_time"
    return {
        "label": f"{gate.kind.value} {gate.kind.label}",
        "url": reverse("gate_detail", args=[case.journey.reference, gate.kind]),
        "detail": row_detail(gate, own),
        "state": state,
        "badge": _("The person’s time") if state == "her_time" else gate.state.label,
        "tone": tone,
    }


def row_detail(gate, own):
    parts = [gate.sentence]
    if gate.acts and not own:
        parts.append(_("Signed by: %(roles)s.") % {"roles": role_names(gate.acts)})
    if gate.since and not own:
        parts.append(_("Since %(day)s.") % {"day": date_format(gate.since)})
    return " ".join(part for part in parts if part)
