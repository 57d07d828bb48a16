"""Signing a gate."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass, may_add
from referral.actions.events import tell
from referral.actions.gates.outcomes import check_outcome, rests_on_proofs
from referral.actions.gates.signers import check_seen, check_signer
from referral.actions.proofs import check_proofs
from referral.gates import sentences
from referral.models import Case, Evidence, GateSignature, MoveNotAllowed
from referral.stages import ASKING, OPEN_OR_PASSED_ONLY, EventKind, GateKind, Outcome


@transaction.atomic
def sign_gate(
    case: Case,
    kind: str,
    *,
    outcome: str,
    evidence: dict,
    explained: bool = False,
    until=None,
) -> GateSignature:
    """
    The acting person's word on a gate, with the evidence in the own case. G3 is signed by `risks.sign_risk`.

    `evidence` holds the fields of `Evidence`. `explained`: an informed refusal was explained and the emergency contact
    and hotline were given. `until`: the last day of the document of G6. Raises `MoveNotAllowed`.
    """
    check_seen(case)
    check_signer(case, kind)
    check_outcome(case, kind, outcome, evidence, explained)
    tool = None
    if rests_on_proofs(case, kind, outcome):
        tool = check_proofs(case, kind, evidence)
        until = last_day(case, kind, until)
    by = current_actor().user
    row = Evidence(case=case, gate=kind, by_id=by, assessment=tool, **evidence)
    row.save(force_insert=True)
    return write_signature(case, kind, outcome=outcome, evidence=row.pk, until=until)


def last_day(case: Case, kind: str, until):
    """A document ends on a day of its own, and a travel plan is of one journey."""
    travel_on = case.journey.travel_on
    if kind == GateKind.G11:
        return travel_on
    if kind != GateKind.G6:
        return None
    if until is None:
        raise MoveNotAllowed(_("Write down until which day the document is valid."))
    if until < (travel_on or timezone.localdate()):
        raise MoveNotAllowed(sentences.document_ends(until))
    return until


def write_signature(
    case, kind, *, outcome, level="", evidence=None, second=False, key=None, until=None
):
    actor = current_actor()
    signature = GateSignature(
        id=key or uuid4(),
        journey=case.journey,
        kind=kind,
        organisation_id=actor.organisation,
        side=case.side,
        role=actor.role,
        by_id=actor.user,
        outcome=outcome,
        level=level,
        second=second,
        evidence=evidence,
        until=until,
    )
    signature.save(force_insert=True)
    if is_told(case, kind, outcome):
        tell(case.journey, EventKind.GATE_SIGNED, side=case.side, gate=kind)
    record("gate.signed", target=case.pk, gate=kind, outcome=outcome, level=level, second=second)
    return signature


def is_told(case, kind, outcome) -> bool:
    """That health, law or best interests stand in the way is nobody else's business."""
    silent = (kind in OPEN_OR_PASSED_ONLY and outcome != Outcome.PASSED) or outcome in ASKING
    return not silent and may_add(current_actor().role, DataClass.REFERRAL, case.side, case.stage)
