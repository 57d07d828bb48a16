"""
The order of the steps for a child (rules of practice 22). Pure: from what the database says to five steps with their state.

Urgent protection, shelter, health care and the notice to child protection are no steps of it: they never wait.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from referral.stages import ReferralKind


class Step(models.TextChoices):
    ASSESSMENT = "assessment", gettext_lazy("Best-interests assessment")
    CHECK = "check", gettext_lazy("Check of the risk of contact")
    CONSENT = "consent", gettext_lazy("Consent to contact, or a decision for the child")
    FAMILY = "family", gettext_lazy("Family assessment")
    DETERMINATION = "determination", gettext_lazy("Best-interests determination")


class State(models.TextChoices):
    DONE = "done", gettext_lazy("Done")
    NEXT = "next", gettext_lazy("This is next")
    WAITS = "waits", gettext_lazy("Waits")
    LEFT_OUT = "left_out", gettext_lazy("Left out")


# Who makes each step. The last one is signed as gate G10.
WHO = {
    Step.ASSESSMENT: (Role.CASE_MANAGER, Role.GUARDIAN, Role.PANEL),
    Step.CHECK: (Role.CASE_MANAGER,),
    Step.CONSENT: (Role.GUARDIAN, Role.CASE_MANAGER),
    Step.FAMILY: (Role.CASE_MANAGER,),
    Step.DETERMINATION: (Role.PANEL, Role.GUARDIAN),
}
NO_CONTACT, WITHOUT = "no_contact", "without"
FAMILY_SERVICE = "family"


@dataclass(frozen=True, slots=True)
class Order:
    """When each step was made, in whichever organisation's case. The columns of `child_order` in the database."""

    assessed: datetime | None = None
    checked: datetime | None = None
    contact: str | None = None
    agreed: datetime | None = None
    agreed_by: str | None = None
    family: datetime | None = None
    family_result: str | None = None

    @property
    def no_contact(self) -> bool:
        return self.contact == NO_CONTACT

    def left_out(self, step) -> bool:
        """Without contact there is nothing to agree to and no family to look at; the panel compares what is left."""
        if step == Step.CONSENT:
            return self.no_contact
        return step == Step.FAMILY and (self.no_contact or self.agreed_by == WITHOUT)

    def done_at(self, step) -> datetime | None:
        return {
            Step.ASSESSMENT: self.assessed,
            Step.CHECK: self.checked,
            Step.CONSENT: self.agreed,
            Step.FAMILY: self.family,
        }.get(step)

    def missing_before(self, step) -> Step | None:
        """The first step that must be made before this one, or None: it may begin."""
        for one in Step:
            if one == step:
                return None
            if self.done_at(one) is None and not self.left_out(one):
                return one
        return None


@dataclass(frozen=True, slots=True)
class StepState:
    step: Step
    state: State
    at: datetime | None = None


def states(order: Order, determined: datetime | None) -> list[StepState]:
    """`determined`: when G10 was passed, if it still counts."""
    return [_state(step, order, determined) for step in Step]


def _state(step, order, determined):
    missing = order.missing_before(step)
    at = determined if step == Step.DETERMINATION else order.done_at(step)
    if order.left_out(step) and missing is None:
        return StepState(step, State.LEFT_OUT)
    if missing is not None:
        return StepState(step, State.WAITS, at)
    return StepState(step, State.DONE if at else State.NEXT, at)


def asks_for_family(kind: str, services, *, abroad: bool) -> bool:
    """
    Whether a referral makes somebody go to the family. The same rule stands in row_security/63_contactcheck.sql.

    In the own country family support can be for a child who lives with a parent; abroad it is a visit to the area.
    """
    if kind == ReferralKind.FAMILY:
        return True
    return abroad and FAMILY_SERVICE in services


def first(missing: Step) -> str:
    """Why something cannot begin: what is missing, and who can do it."""
    return {
        Step.ASSESSMENT: _(
            "First comes the best-interests assessment of this child. The case manager, the guardian or the panel"
            " records it, on the page “The child’s way”."
        ),
        Step.CHECK: _(
            "First comes the check of the risk of contact: who there would learn of it? The case manager makes it,"
            " on the page “The child’s way”."
        ),
        Step.CONSENT: _(
            "First the guardian and the child agree to contact with the family, or a decision for the child is"
            " recorded and confirmed by a second person. The page “The child’s way” shows how."
        ),
        Step.FAMILY: _(
            "First comes the family assessment. The organisation that visits the family records it, or the case"
            " manager with its letter; a second person confirms it."
        ),
        Step.DETERMINATION: _("First the panel or the guardian records the determination."),
    }[missing]


def no_contact_sentence() -> str:
    return _(
        "The check of the risk of contact found: no contact. Nobody asks for a visit, and the panel decides without"
        " the family."
    )
