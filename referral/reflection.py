"""
The recovery and reflection period of one person. Pure: from what the profile of the country says and what the case holds.

The end is worked out each time it is read, so it follows the profile. A day that somebody set stays, and both are shown.
It is the person's time: nothing here is due, overdue or reminded of (rules of practice 4 and 18).
"""

from dataclasses import dataclass
from datetime import date

from directory.rights import Reflection


@dataclass(frozen=True, slots=True)
class Clock:
    """`set_to` is the day that somebody set, `computed` the one that follows from the law; either may be missing."""

    rule: Reflection
    begins_on: date | None = None
    set_to: date | None = None
    reason: str = ""
    set_by: str = ""

    @property
    def computed(self) -> date | None:
        return self.rule.ends_on(self.begins_on) if self.begins_on else None

    @property
    def ends_on(self) -> date | None:
        return self.set_to or self.computed

    @property
    def is_set(self) -> bool:
        return self.set_to is not None

    @property
    def differs(self) -> bool:
        """Another day was set than the one that the profile gives now."""
        return self.is_set and self.computed is not None and self.set_to != self.computed

    @property
    def is_known(self) -> bool:
        """Something about this person is recorded, not only the rule of the country."""
        return self.begins_on is not None or self.is_set

    def runs_on(self, day: date) -> bool:
        """Without an end that is known, nobody can say that it is over, nor that it runs."""
        return self.ends_on is not None and day <= self.ends_on


def clock_of(legal, rule: Reflection) -> Clock:
    """`legal`: the row of the class, or None where nothing is written or nothing may be read."""
    if legal is None:
        return Clock(rule)
    who = legal.reflection_set_by
    return Clock(
        rule,
        begins_on=legal.reflection_from,
        set_to=legal.reflection_to,
        reason=legal.reflection_reason,
        set_by=who.short_name if who else "",
    )
