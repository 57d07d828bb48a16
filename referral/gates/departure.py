"""Which gates still stand in the way of the departure, and which move to the arrival."""

from collections.abc import Mapping

from referral.gates.state import GateState
from referral.stages import GateKind

# What a return within 48 hours still needs (rule 3). The other gates move to the arrival.
URGENT = (GateKind.G1, GateKind.G3, GateKind.G6, GateKind.G11)
URGENT_DAYS = 2


def open_gates(states: Mapping[GateKind, GateState], *, urgent: bool = False) -> list[GateState]:
    """The gates that still stand in the way of a return that we organise."""
    needed = URGENT if urgent else tuple(GateKind)
    return [states[kind] for kind in needed if not states[kind].is_through]


def moved_to_arrival(states: Mapping[GateKind, GateState]) -> list[GateState]:
    return [one for one in states.values() if one.kind not in URGENT and not one.is_through]
