"""Confirming that what was signed on a gate is still true."""

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from referral.actions.child_turn import check_turn
from referral.actions.gates.signatures import last_day, write_signature
from referral.actions.gates.signers import check_seen, check_signer
from referral.actions.gates.standing import gates_of
from referral.child_order import Step
from referral.gates.state import State
from referral.models import Case, GateSignature, MoveNotAllowed, RiskWord
from referral.stages import ASKING, GateKind, Outcome, Side


@transaction.atomic
def confirm_gate(case: Case, kind: str) -> GateSignature:
    """ "Still true": the same word again, in one tap. Nothing changed, so nothing is asked. Raises `MoveNotAllowed`."""
    check_seen(case)
    check_signer(case, kind)
    if gates_of(case.journey, case)[GateKind(kind)].state != State.STILL_TRUE:
        raise MoveNotAllowed(_("This gate does not ask for that. Reload the page."))
    actor = current_actor()
    mine = case.journey.signatures.filter(
        kind=kind, organisation_id=actor.organisation, second=False
    ).exclude(outcome__in=ASKING)
    before = mine.order_by("-signed_at").first()
    if before is None and not (kind == GateKind.G5 and case.side != Side.DESTINATION):
        raise MoveNotAllowed(_("The organisation that signed before confirms it."))
    if kind == GateKind.G10:
        check_turn(case.journey_id, Step.DETERMINATION)
    key = uuid4()
    if before:
        keep_word(before, key)
    return write_signature(
        case,
        kind,
        outcome=before.outcome if before else Outcome.PASSED,
        level=before.level if before else "",
        evidence=before.evidence if before else None,
        key=key,
        until=last_day(case, kind, before and before.until),
    )


def keep_word(before: GateSignature, key) -> None:
    """The same levels by category stand behind the same level."""
    word = RiskWord.objects.filter(signature=before).first()
    if word is not None:
        word.pk = key
        word.save(force_insert=True)
