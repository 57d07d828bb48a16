"""Who has to do with a disclosure: asks for it, agrees, reviews."""

from accounts.roles import Role
from referral.access import AGREES_TO_DISCLOSURE, DISCLOSES, REVIEWS_DISCLOSURE
from referral.models.disclosure import State
from referral.views.rights import CASE_ROLES, covered_classes

ASKS = [role for role in Role if role in DISCLOSES]
CONCERNED = [
    role for role in Role if role in {*CASE_ROLES, *AGREES_TO_DISCLOSURE, *REVIEWS_DISCLOSURE}
]


def works_on(request, disclosure):
    """The whole case is open to this colleague, not a look for a second signature."""
    return covered_classes(request.actor, disclosure.case_id) is None


def may_answer(request, disclosure):
    return (
        disclosure.state == State.WAITING
        and request.actor.role in AGREES_TO_DISCLOSURE
        and disclosure.asked_by_id != request.user.pk
    )


def may_review(request, disclosure):
    """The lead, a supervisor or data protection, who did not decide it."""
    reviews = request.actor.role in REVIEWS_DISCLOSURE or disclosure.lead_id == request.user.pk
    waits = disclosure.alone and disclosure.reviewed_at is None
    return waits and reviews and disclosure.asked_by_id != request.user.pk
