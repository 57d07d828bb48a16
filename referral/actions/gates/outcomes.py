"""Whether this can be said on a gate now."""

from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from referral.actions.child_turn import check_turn
from referral.actions.child_words import parent_of
from referral.actions.gates.reflection import check_authority, check_period
from referral.actions.gates.travel import check_carrier, check_escort
from referral.actions.proofs import NO_MATRIX
from referral.ageing import decides_alone
from referral.child_order import Step
from referral.gates import sentences
from referral.gates.outcomes import outcomes
from referral.gates.signers import Parent
from referral.models import Case, MoveNotAllowed
from referral.stages import ONLY_WITH_WORDS, GateKind, Outcome

COURT_ORDER = "court_order"


def check_outcome(case, kind, outcome, evidence, explained):
    if outcome not in outcomes(kind, child=not decides_alone(case.journey)):
        raise MoveNotAllowed(_("This answer is not possible on this gate."))
    if kind == GateKind.G3:
        raise MoveNotAllowed(str(NO_MATRIX))
    if outcome == Outcome.INFORMED_REFUSAL and not explained:
        raise MoveNotAllowed(
            _("First explain the refusal, and give the emergency contact and the hotline.")
        )
    if outcome in ONLY_WITH_WORDS and not evidence.get("text", "").strip():
        raise MoveNotAllowed(sentences.no_words(outcome))
    if kind == GateKind.G7 and outcome == Outcome.BLOCKED and evidence["kind"] != COURT_ORDER:
        raise MoveNotAllowed(
            _("Only the order of a court stands in the way. An open case is noted.")
        )
    if kind == GateKind.G8 and outcome == Outcome.PASSED:
        check_carrier(case, evidence)
    if kind == GateKind.G2 and outcome == Outcome.PASSED:
        check_period(case, evidence)
    if kind == GateKind.G2 and outcome == Outcome.WAIVED and case.journey.child:
        check_authority(evidence)
    if kind == GateKind.G11 and outcome == Outcome.PASSED and case.journey.child:
        check_escort(case)
    # That a return is not in the child’s interests may be said at any time.
    if kind == GateKind.G10 and outcome == Outcome.PASSED and not by_parents_route(case):
        check_turn(case.journey_id, Step.DETERMINATION)


def rests_on_proofs(case: Case, kind: str, outcome: str = Outcome.PASSED) -> bool:
    """A “no”, a refusal or a waiver rests on its words alone. On the way of a parent a document does (rule 24)."""
    return outcome == Outcome.PASSED and not (kind == GateKind.G10 and by_parents_route(case))


def by_parents_route(case: Case) -> bool:
    """With a parent who is not suspected, the assessment and the document stand in for a determination (rule 24)."""
    manager = current_actor().role == Role.CASE_MANAGER
    return manager and parent_of(case.journey) == Parent.ROUTE
