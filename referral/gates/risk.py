"""Risk looked at together: each organisation's newest level counts, the highest decides."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from referral.gates import sentences
from referral.gates.facts import Facts
from referral.gates.signatures import Signature, day_of, is_expired, unchanged_since
from referral.gates.signers import OWNERS, SECOND_SIGNERS, owners
from referral.gates.state import GateState, State
from referral.gates.talks import Talk, talks_that_stand
from referral.stages import RISK_ORDER, GateKind, Outcome, RiskLevel, Side


def risk_state(facts: Facts) -> GateState:
    kind, acts = GateKind.G3, owners(GateKind.G3, child=facts.child)
    levels = _levels(facts)
    if not levels:
        return GateState(
            kind, State.NOT_STARTED, acts, sentence=sentences.still_open(kind, facts.child)
        )
    level = overall(one.level for one in levels)
    newest = max(levels, key=lambda one: one.signed_at)
    state = GateState(kind, State.PASSED, (), day_of(newest), "", newest.organisation_id, level)
    if level == RiskLevel.EXTREME or any(one.outcome == Outcome.BLOCKED for one in levels):
        return replace(state, state=State.BLOCKED, sentence=sentences.extreme())
    if missing := _missing_side(levels, facts):
        return replace(state, state=State.WAITING, acts=acts, sentence=missing)
    if any(facts.is_asked_again(one) for one in levels):
        return replace(state, state=State.CHANGED, acts=acts, sentence=sentences.look_again())
    talks = talks_that_stand(facts.talks, levels, facts.by_kind[kind])
    if any(talk.settled_at is None for talk in talks):
        return replace(state, state=State.TALK, acts=acts, sentence=sentences.talk())
    if any(is_expired(one, facts.day) for one in levels):
        return replace(state, state=State.STILL_TRUE, acts=acts, sentence=sentences.expired())
    if level == RiskLevel.HIGH or any(talk.apart for talk in talks):
        return _high(state, facts, levels, talks)
    return replace(state, sentence=_("Both sides looked at it.") if len(levels) > 1 else "")


def _levels(facts: Facts) -> list[Signature]:
    newest: dict[UUID, Signature] = {}
    for one in facts.by_kind[GateKind.G3]:
        if not one.second and one.level and one.role in OWNERS[GateKind.G3]:
            newest[one.organisation_id] = one
    return list(newest.values())


def overall(levels: Iterable[str]) -> str:
    """The maximum, never the mean."""
    return max(levels, key=lambda level: RISK_ORDER.index(RiskLevel(level)))


def _missing_side(levels: list[Signature], facts: Facts) -> str:
    sides = {one.side for one in levels}
    if Side.DESTINATION not in sides:
        return _("The country where the person was found has not given its level.")
    if not sides - {Side.DESTINATION} and not _one_sided(facts):
        return _("The receiving side has not given its level.")
    return ""


def _one_sided(facts: Facts) -> bool:
    """Nobody there can be asked when an adult refused that data goes abroad, or refused a receiving organisation."""
    answers = [facts.last(kind) for kind in (GateKind.G4, GateKind.G5)]
    return not facts.child and any(
        one is not None and one.outcome == Outcome.INFORMED_REFUSAL for one in answers
    )


def _high(state: GateState, facts: Facts, levels: list[Signature], talks: list[Talk]) -> GateState:
    """The word of a third: after the levels, and after the talk where there was one."""
    found = facts.by_kind[GateKind.G3]
    moments = [unchanged_since(one, found) for one in levels]
    settled = max([*moments, *(talk.settled_at for talk in talks)])
    if facts.protected:
        panel = facts.last(GateKind.G10)
        compared = panel is not None and panel.role in OWNERS[GateKind.G10]
        if compared and panel.outcome == Outcome.PASSED and panel.signed_at >= settled:
            return replace(state, sentence=_("High. The panel compared the options."))
        text = _("High: the best-interests panel compares the options.")
        return replace(state, state=State.WAITING, acts=OWNERS[GateKind.G10], sentence=text)
    signers = {one.by_id for one in levels}
    for one in facts.by_kind[GateKind.G3]:
        counts = one.second and one.role in SECOND_SIGNERS and one.outcome == Outcome.PASSED
        if counts and one.signed_at >= settled and one.by_id not in signers:
            return replace(state, sentence=_("High, with measures and a second signature."))
    text = _("High: measures and the second signature of a supervisor.")
    return replace(state, state=State.SECOND, acts=SECOND_SIGNERS, sentence=text)
