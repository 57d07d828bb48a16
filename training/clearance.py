"""
Whether somebody may begin new casework, and until when. Casework reads `Membership.cleared_until` and nothing else.

The last day counts. A case that is open stays open: nothing here is asked when one is worked on.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

WARNS = timedelta(days=30)
LONGEST_EXTENSION = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Clearance:
    until: date | None
    today: date

    @property
    def is_valid(self) -> bool:
        return self.until is not None and self.until >= self.today

    @property
    def ends_soon(self) -> bool:
        return self.is_valid and self.until - self.today <= WARNS

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until < self.today

    @property
    def calls(self) -> bool:
        """Something has to be said to the person."""
        return settings.TRAINING_REQUIRED and (not self.is_valid or self.ends_soon)


def clearance_of(membership) -> Clearance:
    until = membership.cleared_until if membership else None
    return Clearance(until, timezone.localdate())
