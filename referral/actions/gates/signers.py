"""Whether the acting person signs this gate, for this organisation, at present."""

from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from referral.access import DataClass, may_add
from referral.actions.child_words import guardian_stands, parent_of
from referral.actions.emergency import call
from referral.actions.holding import holds
from referral.ageing import decides_alone
from referral.gates import signers
from referral.models import Case, MoveNotAllowed
from referral.stages import GateKind

# A case manager signs these only where the journey is held: a service beside it does not decide the way.
HOLDER_SIGNS = {
    GateKind.G1,
    GateKind.G2,
    GateKind.G3,
    GateKind.G4,
    GateKind.G5,
    GateKind.G9,
}


def check_seen(case: Case) -> None:
    """A gate binds all who hold the person. Who is unknown to one of them signs nothing: both would see other gates."""
    if call("signs_unseen", case.pk):
        raise MoveNotAllowed(
            _(
                "The person does not want everybody on the way to know of your organisation, and all of them read a gate."
                " Give what you know to the organisation that referred the person to you: it signs."
            )
        )


def may_sign(case: Case, kind: str) -> bool:
    child = not decides_alone(case.journey)
    return signers.may_sign(
        current_actor().role,
        kind,
        child=child,
        protected=case.journey.child,
        parent=parent_of(case.journey),
    )


def check_signer(case: Case, kind: str) -> None:
    actor = current_actor()
    if not may_sign(case, kind):
        raise MoveNotAllowed(_("Somebody else signs this gate. The page of the gate says who."))
    if actor.role == Role.GUARDIAN and not guardian_stands(case.journey_id):
        raise MoveNotAllowed(
            _(
                "A guardian signs once the authority’s appointment was entered and confirmed by a second person."
                " The case manager of the child does that."
            )
        )
    if actor.role == Role.CASE_MANAGER and kind in HOLDER_SIGNS and not holds(case):
        raise MoveNotAllowed(_("The organisation that holds the journey signs this gate."))
    if case.is_closed or not may_add(actor.role, DataClass.EVIDENCE, case.side, case.stage):
        raise MoveNotAllowed(_("This gate cannot be signed at the present stage of the case."))
