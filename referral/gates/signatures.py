"""One organisation's word on one gate: what is read of it, and how long it holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.utils import timezone

from accounts.roles import Role
from referral.stages import GATE_DAYS, GateKind, Outcome, Side


class Signature(Protocol):
    """What is read of a `GateSignature`."""

    kind: str
    side: str
    role: str
    by_id: UUID | None
    organisation_id: UUID
    outcome: str
    level: str
    second: bool
    signed_at: datetime
    evidence: UUID | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An organisation abroad holds the journey: that is its signature on G5."""

    organisation_id: UUID
    signed_at: datetime
    kind: str = GateKind.G5
    side: str = Side.ORIGIN
    role: str = Role.CASE_MANAGER
    by_id: UUID | None = None
    outcome: str = Outcome.PASSED
    level: str = ""
    second: bool = False
    evidence: UUID | None = None
    until: date | None = None


def day_of(signature: Signature) -> date:
    return timezone.localtime(signature.signed_at).date()


def is_expired(signature: Signature, day: date) -> bool:
    """By age, or because its evidence has an end of its own."""
    days = GATE_DAYS.get(GateKind(signature.kind))
    too_old = days is not None and day_of(signature) + timedelta(days=days) < day
    return too_old or (signature.until is not None and signature.until < day)


def unchanged_since(signature: Signature, signatures: Iterable[Signature]) -> datetime:
    """When this organisation first said what it says now: confirming the same again asks nobody anew."""
    start = signature.signed_at
    for one in reversed(list(signatures)):
        if one.second or one.organisation_id != signature.organisation_id:
            continue
        if (one.level, one.evidence) != (signature.level, signature.evidence):
            break
        start = one.signed_at
    return start
