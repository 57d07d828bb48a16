"""Until when a carrier takes the person, and what it asks to see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

# Kinds of evidence, see `referral/forms/gate.py`.
CERTIFICATE, CARRIER = "certificate", "carrier"


@dataclass(frozen=True, slots=True)
class TravelRule:
    """A carrier's rule without its reason. `proofs`: evidence id → its kind, of the own case."""

    not_after: date
    certificate_from: date
    proofs: Mapping[UUID, str]
    organisation_id: UUID

    def asks(self, day: date) -> tuple[str, ...]:
        """The kinds of evidence that do for this day; nothing: the person's own statement does."""
        if day > self.not_after:
            return (CARRIER,)
        return (CERTIFICATE, CARRIER) if day >= self.certificate_from else ()
