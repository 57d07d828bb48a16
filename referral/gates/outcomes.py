"""What can be said on a gate, and what of it passes."""

from accounts.roles import Role
from referral.gates.facts import Facts
from referral.gates.signatures import Signature
from referral.stages import REFUSAL_PASSES, GateKind, Outcome

# What can be said on a gate beside "passed".
OTHER_OUTCOMES = {
    GateKind.G1: (Outcome.BLOCKED,),
    GateKind.G2: (Outcome.WAIVED,),
    GateKind.G3: (),
    GateKind.G4: (Outcome.INFORMED_REFUSAL,),
    GateKind.G5: (Outcome.INFORMED_REFUSAL,),
    GateKind.G6: (Outcome.BLOCKED,),
    GateKind.G7: (Outcome.BLOCKED,),
    GateKind.G8: (Outcome.BLOCKED,),
    GateKind.G9: (Outcome.INFORMED_REFUSAL,),
    GateKind.G10: (Outcome.BLOCKED,),
    GateKind.G11: (Outcome.BLOCKED,),
}


def outcomes(kind: str, *, child: bool) -> tuple[Outcome, ...]:
    others = OTHER_OUTCOMES[GateKind(kind)]
    return (
        Outcome.PASSED,
        *(one for one in others if not (child and one == Outcome.INFORMED_REFUSAL)),
    )


def outcome_passes(signature: Signature, facts: Facts) -> bool:
    child = facts.child
    if signature.outcome == Outcome.INFORMED_REFUSAL:
        return signature.kind in REFUSAL_PASSES and not child
    if signature.outcome == Outcome.WAIVED:
        freely = not child or signature.role == Role.GUARDIAN or bool(facts.parent)
        return signature.kind == GateKind.G2 and freely
    return signature.outcome == Outcome.PASSED
