"""What others than the signer see of a gate."""

from collections.abc import Mapping
from uuid import UUID

from referral.gates.state import GateState, State
from referral.stages import OPEN_OR_PASSED_ONLY, GateKind


def as_seen_by(
    states: Mapping[GateKind, GateState], organisation: UUID | str | None
) -> dict[GateKind, GateState]:
    """For others than the signer, G7, G8 and G10 are open or passed, nothing more."""
    return {kind: _from_outside(one, organisation) for kind, one in states.items()}


def _from_outside(gate: GateState, organisation: UUID | str | None) -> GateState:
    own = organisation is not None and str(gate.organisation_id) == str(organisation)
    untouched = gate.state in {State.NOT_STARTED, State.NOT_NEEDED}
    if gate.kind not in OPEN_OR_PASSED_ONLY or own or untouched:
        return gate
    seen = State.PASSED if gate.is_through else State.NOT_STARTED
    return GateState(gate.kind, seen)
