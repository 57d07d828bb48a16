"""What the gates are judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from referral.gates.signatures import Signature
from referral.gates.signers import Parent, owners
from referral.gates.talks import Talk
from referral.gates.travel_rule import TravelRule
from referral.stages import Outcome


@dataclass(frozen=True, slots=True)
class Facts:
    child: bool
    protected: bool
    day: date
    consent_abroad: bool | None
    by_kind: Mapping[str, list[Signature]]
    asking: Mapping[str, list[Signature]]
    parent: str = Parent.NONE
    rule: TravelRule | None = None
    talks: tuple[Talk, ...] = ()

    def is_asked_again(self, signature: Signature) -> bool:
        """Something happened since, or what stood behind this word is no longer the same."""
        return any(
            one.signed_at > signature.signed_at
            and (
                one.outcome == Outcome.ASKS_AGAIN
                or one.organisation_id == signature.organisation_id
            )
            for one in self.asking[signature.kind]
        )

    def last(self, kind: str) -> Signature | None:
        """The newest word of somebody who may speak it."""
        allowed = owners(kind, child=self.child, parent=self.parent)
        fitting = [one for one in self.by_kind[kind] if not one.second and one.role in allowed]
        return fitting[-1] if fitting else None
