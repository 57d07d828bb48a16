"""What waits for the best-interests panel, and since when its determination stands."""

from django.shortcuts import render

from accounts.access import roles
from accounts.roles import Role
from referral.actions.child_turn import order_of
from referral.actions.gates.standing import gates_of
from referral.child_order import Step
from referral.models import Case, ContactWish
from referral.stages import GateKind


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


def determined_at(case):
    gate = gates_of(case.journey, case)[GateKind.G10]
    return gate.since if gate.is_through else None
