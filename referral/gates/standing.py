"""How all gates of a journey stand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from referral.gates import sentences
from referral.gates.facts import Facts
from referral.gates.outcomes import outcome_passes
from referral.gates.risk import risk_state
from referral.gates.signatures import Signature, day_of, is_expired
from referral.gates.signers import Parent, owners
from referral.gates.state import GateState, State
from referral.gates.talks import Talk
from referral.gates.travel_rule import TravelRule
from referral.stages import ASKING, CHILD_ONLY, GateKind, Outcome


def gate_states(
    *,
    child: bool,
    protected: bool | None = None,
    signatures: Iterable[Signature],
    travel_on: date | None,
    today: date,
    consent_abroad: bool | None = None,
    parent: str = Parent.NONE,
    rule: TravelRule | None = None,
    talks: Iterable[Talk] = (),
) -> dict[GateKind, GateState]:
    """
    All gates in order. `child`: others decide for the person. `protected`: on the path for children, which may go on after
    the 18th birthday, when the person decides alone (rules of practice 23). `consent_abroad` is what the own case knows of
    consent B3: agreed, withdrawn, or None: not known here.

    An expired gate is one that would be expired on the day of travel (today, while there is none).
    """
    by_kind: dict[str, list[Signature]] = {kind: [] for kind in GateKind}
    asking: dict[str, list[Signature]] = {kind: [] for kind in GateKind}
    for signature in sorted(signatures, key=lambda one: one.signed_at):
        found = asking if signature.outcome in ASKING else by_kind
        found[signature.kind].append(signature)
    facts = Facts(
        child=child,
        protected=child if protected is None else protected,
        day=travel_on or today,
        consent_abroad=consent_abroad,
        by_kind=by_kind,
        asking=asking,
        parent=parent,
        rule=rule,
        talks=tuple(talks),
    )
    return {kind: _state(kind, facts) for kind in GateKind}


def _state(kind: GateKind, facts: Facts) -> GateState:
    acts = owners(kind, child=facts.child, parent=facts.parent)
    if kind in CHILD_ONLY and not facts.protected:
        return GateState(kind, State.NOT_NEEDED, sentence=_("Only for children."))
    if kind == GateKind.G3:
        return risk_state(facts)
    last = facts.last(kind)
    if kind == GateKind.G4 and facts.consent_abroad is not None:
        if last is not None and facts.consent_abroad and facts.is_asked_again(last):
            last = None  # asked anew since, and agreed
        last = _with_consent(last, facts)
        if last is None and facts.consent_abroad and not facts.child:
            return GateState(kind, State.PASSED, sentence=_("Consent is recorded in this case."))
    if kind == GateKind.G8 and (stopped := _carriers_rule(last, acts, facts)):
        return stopped
    if last is None:
        return GateState(
            kind,
            State.NOT_STARTED,
            acts,
            sentence=sentences.still_open(kind, facts.child, facts.parent),
        )
    since = day_of(last)
    state = GateState(kind, State.PASSED, (), since, organisation_id=last.organisation_id)
    if facts.is_asked_again(last):
        return replace(state, state=State.CHANGED, acts=(last.role,), sentence=sentences.changed())
    if last.outcome == Outcome.BLOCKED:
        return replace(state, state=State.BLOCKED, acts=acts, sentence=sentences.blocked(kind))
    if not outcome_passes(last, facts):
        return replace(state, state=State.WAITING, acts=acts, sentence=sentences.no_refusal())
    if kind == GateKind.G6 and is_expired(last, facts.day):
        return replace(
            state, state=State.CHANGED, acts=acts, sentence=sentences.document_ends(last.until)
        )
    if is_expired(last, facts.day):
        return replace(
            state, state=State.STILL_TRUE, acts=(last.role,), sentence=sentences.expired()
        )
    if kind == GateKind.G1 and _risk_came_later(last, facts):
        return replace(
            state, state=State.STILL_TRUE, acts=(last.role,), sentence=sentences.explain()
        )
    return replace(state, sentence=sentences.passed(last.outcome))


def _carriers_rule(last: Signature | None, acts, facts: Facts) -> GateState | None:
    """Where the day of travel needs more than the own statement (rule of practice 25). No reason is told."""
    rule = facts.rule
    asked = rule.asks(facts.day) if rule else ()
    if not asked or (last is not None and rule.proofs.get(last.evidence) in asked):
        return None
    since = day_of(last) if last else None
    state = GateState(GateKind.G8, State.WAITING, acts, since, "", rule.organisation_id)
    if facts.day > rule.not_after:
        return replace(state, state=State.BLOCKED, sentence=sentences.too_late(rule.not_after))
    return replace(state, sentence=sentences.certificate())


def _with_consent(last: Signature | None, facts: Facts) -> Signature | None:
    """A consent that was withdrawn takes the signature with it. A recorded refusal stands."""
    withdrawn = facts.consent_abroad is False
    if last is not None and withdrawn and last.outcome == Outcome.PASSED:
        return None
    return last


def _risk_came_later(decision: Signature, facts: Facts) -> bool:
    return any(
        one.signed_at > decision.signed_at for one in facts.by_kind[GateKind.G3] if not one.second
    )
