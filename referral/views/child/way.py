"""The way of a child: five steps in their order, and what can be done for the next one (rule 22)."""

from uuid import uuid4

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from referral.access import DataClass
from referral.actions.child_turn import child_protection_decided, order_of
from referral.child_order import WHO, State, Step, no_contact_sentence, states
from referral.models import ContactWish
from referral.stages import GateKind
from referral.views.child.panel import determined_at
from referral.views.child.records import checks, records
from referral.views.child.rights import (
    DECIDES_FOR_CHILDREN,
    MANAGES,
    WRITES_STEPS,
    may_write,
    open_childs_way,
)
from referral.views.child.tool import may_fill
from referral.views.gate import role_names

ROW_STATES = {
    State.DONE: ("passed", ""),
    State.NEXT: ("in_progress", "due"),
    State.WAITS: ("cannot_start", ""),
    State.LEFT_OUT: ("not_needed", ""),
}


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
