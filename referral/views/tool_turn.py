"""When a tool may be opened: the forms of a child follow the order of the steps (rules of practice 22)."""

from django.utils.translation import gettext as _

from referral.actions.child_turn import order_of
from referral.ageing import decides_alone
from referral.child_order import Step, first, no_contact_sentence
from referral.consent import in_force
from referral.models import Purpose

STEP_OF_TOOL = {"bia": Step.ASSESSMENT, "family": Step.FAMILY, "bid": Step.DETERMINATION}
ALSO_FOR_ADULTS = {"family"}  # on the wish of a young adult


def is_offered(instrument: str, case) -> bool:
    return (
        instrument not in STEP_OF_TOOL
        or instrument in ALSO_FOR_ADULTS
        or not decides_alone(case.journey)
    )


def missing_before(instrument: str, case) -> str:
    """What has to come first, in one sentence; nothing where the tool may be opened."""
    step = STEP_OF_TOOL.get(instrument)
    if step is None:
        return ""
    if decides_alone(case.journey):
        return "" if family_agreed(case) else ask_first()
    order = order_of(case.journey_id)
    missing = order.missing_before(step)
    if missing:
        return first(missing)
    return no_contact_sentence() if step == Step.FAMILY and order.left_out(step) else ""


def family_agreed(case) -> bool:
    return any(item.purpose == Purpose.FAMILY for item in in_force(case))


def ask_first() -> str:
    return _("First the person agrees that the family is contacted (B4). Nobody visits it before.")
