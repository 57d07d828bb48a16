"""What a gate needs for the day of travel: the carrier's rule, and the escort of a child."""

from django.utils.translation import gettext as _

from referral.actions.pregnancies import travel_rule
from referral.gates import sentences
from referral.models import Case, MoveNotAllowed, Travel


def check_carrier(case: Case, evidence) -> None:
    """The own statement is enough until the carrier asks for more on the day of travel. No reason is told (rule 25)."""
    rule = travel_rule(case)
    day = case.journey.travel_on
    asked = rule.asks(day) if rule and day else ()
    if not asked or evidence["kind"] in asked:
        return
    if day > rule.not_after:
        raise MoveNotAllowed(sentences.too_late(rule.not_after))
    raise MoveNotAllowed(
        _(
            "For this day of travel the carrier asks for a certificate. The own statement is not enough."
        )
    )


def check_escort(case: Case) -> None:
    travel = Travel.objects.filter(case=case).only("escort").first()
    if travel is None or travel.escort in ("", "alone"):
        raise MoveNotAllowed(_("A child never travels alone. Name the escort in the travel plan."))
