"""How the gates of a journey stand, from what was signed and from what the own case knows."""

from django.utils import timezone

from accounts.kept import Kept
from accounts.roles import Role
from referral.actions.child_words import ChildWords, words_of
from referral.actions.gates.consent import consent_abroad
from referral.actions.gates.talks import talks_about
from referral.actions.holding import receiving_side
from referral.actions.pregnancies import travel_rule
from referral.gates.signatures import Acceptance
from referral.gates.standing import gate_states
from referral.gates.state import GateState
from referral.models import Case, GateSignature, Journey
from referral.stages import GateKind, Outcome, Side

# The word of an organisation that no longer holds the journey does not bind the next one.
COUNTS_WHILE_HELD = {GateKind.G3, GateKind.G5}


def gates_of(journey: Journey, case: Case | None = None, *, day=None) -> dict[GateKind, GateState]:
    """
    How the gates stand for the day of travel, or for another `day`. With the own `case`, its consents count too.

    Two or three queries.
    """
    held = [leg for leg in journey.legs.all() if leg.held_to is None]
    holders, receiving = (
        {leg.organisation_id for leg in held},
        receiving_side(held, journey.outlook),
    )
    signatures = [
        one
        for one in signatures_of(journey)
        if of_this_way(journey, one.signed_at)
        and (
            one.outcome == Outcome.ASKS_AGAIN
            or one.kind not in COUNTS_WHILE_HELD
            or one.organisation_id in holders
        )
        and (one.outcome == Outcome.ASKS_AGAIN or one.side in (Side.DESTINATION, receiving))
    ]
    words = words_of(journey)
    signatures = that_still_count(words, signatures)
    accepted = [
        Acceptance(leg.organisation_id, leg.held_from)
        for leg in held
        if leg.side == receiving and of_this_way(journey, leg.held_from)
    ]
    return gate_states(
        child=not words.decides_alone,
        protected=journey.child,
        signatures=[*signatures, *accepted],
        travel_on=day or journey.travel_on,
        today=timezone.localdate(),
        consent_abroad=consent_abroad(case) if case else None,
        parent=words.parent,
        rule=travel_rule(case) if case else None,
        talks=talks_about(journey, signatures),
    )


SIGNATURES = Kept(lambda journey: GateSignature.objects.filter(journey=journey))


def signatures_of(journey: Journey):
    """Those that were fetched with many journeys, else asked for."""
    known = "signatures" in getattr(journey, "_prefetched_objects_cache", {})
    return journey.signatures.all() if known else SIGNATURES.all(journey=journey.pk)


def of_this_way(journey: Journey, at) -> bool:
    """What was signed before the case was opened again does not carry another return."""
    return journey.gates_from is None or at >= journey.gates_from


def that_still_count(words: ChildWords, signatures) -> list:
    """
    Without what somebody signed who was no guardian, or is suspected (rules of practice 20), and without a determination
    that is older than the newest check of the risk of contact (22).
    """
    start, checked = words.guardian_from, words.checked
    return [
        one
        for one in signatures
        if (start is None or one.role != Role.GUARDIAN or one.signed_at > start)
        and (checked is None or one.kind != GateKind.G10 or one.signed_at > checked)
    ]
