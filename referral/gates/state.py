"""How one gate stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy

from referral.stages import GateKind


class State(models.TextChoices):
    NOT_STARTED = "not_started", gettext_lazy("Open")
    WAITING = "waiting", gettext_lazy("Waiting")
    SECOND = "second", gettext_lazy("Second signature missing")
    TALK = "talk", gettext_lazy("Talk to each other")
    CHANGED = "changed", gettext_lazy("Look again")
    STILL_TRUE = "still_true", gettext_lazy("Still true?")
    BLOCKED = "blocked", gettext_lazy("Cannot go ahead")
    PASSED = "passed", gettext_lazy("Passed")
    NOT_NEEDED = "not_needed", gettext_lazy("Not needed")


THROUGH = {State.PASSED, State.NOT_NEEDED}


@dataclass(frozen=True, slots=True)
class GateState:
    """`acts`: roles of the bodies that can do something now. Never read as pressure on the person."""

    kind: GateKind
    state: State
    acts: tuple[str, ...] = ()
    since: date | None = None
    sentence: str = ""
    organisation_id: UUID | None = None
    level: str = ""

    @property
    def is_through(self) -> bool:
        return self.state in THROUGH
