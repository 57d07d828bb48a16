"""
What stands between a wish to return and the journey: the state of each gate, computed from signatures. Pure.

Gates bind what we organise, never the person's freedom to go (rules of practice 1, 2 and 15 to 18).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from referral import gate_sentences as sentences
from referral.stages import (
    ASKING,
    CHILD_ONLY,
    GATE_DAYS,
    OPEN_OR_PASSED_ONLY,
    REFUSAL_PASSES,
    RISK_ORDER,
    GateKind,
    Outcome,
    RiskLevel,
    Side,
)


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

# Who signs which gate. For a child the guardian decides where an adult decides alone.
OWNERS = {
    GateKind.G1: (Role.CASE_MANAGER,),
    GateKind.G2: (Role.CASE_MANAGER,),
    GateKind.G3: (Role.CASE_MANAGER,),
    GateKind.G4: (Role.CASE_MANAGER,),
    GateKind.G5: (Role.CASE_MANAGER,),
    GateKind.G6: (Role.CASE_MANAGER, Role.RETURN_ORGANISER),
    GateKind.G7: (Role.LAWYER, Role.CASE_MANAGER),
    GateKind.G8: (Role.HEALTH, Role.CASE_MANAGER),
    GateKind.G9: (Role.CASE_MANAGER,),
    GateKind.G10: (Role.PANEL, Role.GUARDIAN),
    GateKind.G11: (Role.RETURN_ORGANISER, Role.CASE_MANAGER),
}
OWNERS_FOR_A_CHILD = {
    GateKind.G1: (Role.GUARDIAN,),
    GateKind.G2: (Role.CASE_MANAGER, Role.GUARDIAN),
    GateKind.G4: (Role.GUARDIAN,),
}


class Parent(models.TextChoices):
    """What the word of a parent counts for who travels with the child and is not suspected (rule of practice 24)."""

    NONE = ""
    DECIDES = "decides"
    ROUTE = "route"  # and the best-interests assessment, without doubt, stands in for the full determination


# Whoever works on the case records what that parent decided. Where a guardian was appointed, the guardian decides.
OWNERS_WITH_A_PARENT = dict.fromkeys((GateKind.G1, GateKind.G2, GateKind.G4), (Role.CASE_MANAGER,))
SECOND_SIGNERS = (Role.SUPERVISOR,)

# What can be said on a gate beside "passed".
OTHER_OUTCOMES = {
    GateKind.G1: (Outcome.BLOCKED,),
    GateKind.G2: (Outcome.WAIVED,),
    GateKind.G3: (),
    GateKind.G4: (Outcome.INFORMED_REFUSAL,),
    GateKind.G5: (Outcome.INFORMED_REFUSAL,),
    GateKind.G6: (Outcome.BLOCKED,),
    GateKind.G7: (Outcome.BLOCKED,),
    GateKind.G8: (Outcome.BLOCKED,),
    GateKind.G9: (Outcome.INFORMED_REFUSAL,),
    GateKind.G10: (Outcome.BLOCKED,),
    GateKind.G11: (Outcome.BLOCKED,),
}

# What a return within 48 hours still needs (rule 3). The other gates move to the arrival.
URGENT = (GateKind.G1, GateKind.G3, GateKind.G6, GateKind.G11)
URGENT_DAYS = 2


class Word(Protocol):
    """What is read of a `TalkWord`."""

    organisation_id: UUID
    said: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """Two sides were far apart at this moment. `words`: what each said after it, oldest first."""

    one_id: UUID
    other_id: UUID
    opened_at: datetime
    words: tuple[Word, ...] = ()

    @property
    def settled_at(self) -> datetime | None:
        """When both had spoken; None while one has not, or looks again."""
        newest = {word.organisation_id: word for word in self.words}
        both = [newest.get(self.one_id), newest.get(self.other_id)]
        if any(word is None or word.said == LOOKS_AGAIN for word in both):
            return None
        return max(word.said_at for word in both)

    @property
    def apart(self) -> bool:
        """Somebody still sees it differently: then the higher level counts, with the signature of a third."""
        newest = {word.organisation_id: word.said for word in self.words}
        return STILL_APART in newest.values()


# Values of `TalkOutcome`.
LOOKS_AGAIN, STILL_APART = "anew", "apart"


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
class TravelRule:
    """A carrier's rule without its reason. `proofs`: evidence id → its kind, of the own case."""

    not_after: date
    certificate_from: date
    proofs: Mapping[UUID, str]
    organisation_id: UUID

    def asks(self, day: date) -> tuple[str, ...]:
        """The kinds of evidence that do for this day; nothing: the person's own statement does."""
        if day > self.not_after:
            return (CARRIER,)
        return (CERTIFICATE, CARRIER) if day >= self.certificate_from else ()


# Kinds of evidence, see `referral/forms/gate.py`.
CERTIFICATE, CARRIER = "certificate", "carrier"


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


def owners(kind: str, *, child: bool, parent: str = Parent.NONE) -> tuple[str, ...]:
    if child and parent and kind in OWNERS_WITH_A_PARENT:
        return OWNERS_WITH_A_PARENT[kind]
    if parent == Parent.ROUTE and kind == GateKind.G10:
        return (Role.CASE_MANAGER, *OWNERS[kind])
    if child and kind in OWNERS_FOR_A_CHILD:
        return OWNERS_FOR_A_CHILD[kind]
    return OWNERS[GateKind(kind)]


def may_sign(
    role: str, kind: str, *, child: bool, protected: bool, parent: str = Parent.NONE
) -> bool:
    fits = role in owners(kind, child=child, parent=parent)
    return fits and not (kind in CHILD_ONLY and not protected)


def outcomes(kind: str, *, child: bool) -> tuple[Outcome, ...]:
    others = OTHER_OUTCOMES[GateKind(kind)]
    return (
        Outcome.PASSED,
        *(one for one in others if not (child and one == Outcome.INFORMED_REFUSAL)),
    )


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
    the 18th birthday, when the person decides alone (rules of practice 23). `consent_abroad` is what the own case knows of consent B3: agreed, withdrawn, or None: not known here.

    An expired gate is one that would be expired on the day of travel (today, while there is none).
    """
    by_kind: dict[str, list[Signature]] = {kind: [] for kind in GateKind}
    asking: dict[str, list[Signature]] = {kind: [] for kind in GateKind}
    for signature in sorted(signatures, key=lambda one: one.signed_at):
        found = asking if signature.outcome in ASKING else by_kind
        found[signature.kind].append(signature)
    facts = _Facts(
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


@dataclass(frozen=True, slots=True)
class _Facts:
    child: bool
    protected: bool
    day: date
    consent_abroad: bool | None
    by_kind: Mapping[str, list[Signature]]
    asking: Mapping[str, list[Signature]]
    parent: str = Parent.NONE
    rule: TravelRule | None = None
    talks: tuple[Talk, ...] = ()

    def is_asked_again(self, signature: Signature) -> bool:
        """Something happened since, or what stood behind this word is no longer the same."""
        return any(
            one.signed_at > signature.signed_at
            and (
                one.outcome == Outcome.ASKS_AGAIN
                or one.organisation_id == signature.organisation_id
            )
            for one in self.asking[signature.kind]
        )

    def last(self, kind: str) -> Signature | None:
        """The newest word of somebody who may speak it."""
        allowed = owners(kind, child=self.child, parent=self.parent)
        fitting = [one for one in self.by_kind[kind] if not one.second and one.role in allowed]
        return fitting[-1] if fitting else None


def _state(kind: GateKind, facts: _Facts) -> GateState:
    acts = owners(kind, child=facts.child, parent=facts.parent)
    if kind in CHILD_ONLY and not facts.protected:
        return GateState(kind, State.NOT_NEEDED, sentence=_("Only for children."))
    if kind == GateKind.G3:
        return _risk(facts)
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
    if not _outcome_passes(last, facts):
        return replace(state, state=State.WAITING, acts=acts, sentence=sentences.no_refusal())
    if kind == GateKind.G6 and _is_expired(last, facts.day):
        return replace(
            state, state=State.CHANGED, acts=acts, sentence=sentences.document_ends(last.until)
        )
    if _is_expired(last, facts.day):
        return replace(
            state, state=State.STILL_TRUE, acts=(last.role,), sentence=sentences.expired()
        )
    if kind == GateKind.G1 and _risk_came_later(last, facts):
        return replace(
            state, state=State.STILL_TRUE, acts=(last.role,), sentence=sentences.explain()
        )
    return replace(state, sentence=sentences.passed(last.outcome))


def _carriers_rule(last: Signature | None, acts, facts: _Facts) -> GateState | None:
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


def _with_consent(last: Signature | None, facts: _Facts) -> Signature | None:
    """A consent that was withdrawn takes the signature with it. A recorded refusal stands."""
    withdrawn = facts.consent_abroad is False
    if last is not None and withdrawn and last.outcome == Outcome.PASSED:
        return None
    return last


def _outcome_passes(signature: Signature, facts: _Facts) -> bool:
    child = facts.child
    if signature.outcome == Outcome.INFORMED_REFUSAL:
        return signature.kind in REFUSAL_PASSES and not child
    if signature.outcome == Outcome.WAIVED:
        freely = not child or signature.role == Role.GUARDIAN or bool(facts.parent)
        return signature.kind == GateKind.G2 and freely
    return signature.outcome == Outcome.PASSED


def _is_expired(signature: Signature, day: date) -> bool:
    """By age, or because its evidence has an end of its own."""
    days = GATE_DAYS.get(GateKind(signature.kind))
    too_old = days is not None and day_of(signature) + timedelta(days=days) < day
    return too_old or (signature.until is not None and signature.until < day)


def _risk_came_later(decision: Signature, facts: _Facts) -> bool:
    return any(
        one.signed_at > decision.signed_at for one in facts.by_kind[GateKind.G3] if not one.second
    )


def day_of(signature: Signature) -> date:
    return timezone.localtime(signature.signed_at).date()


# Risk: each organisation's newest level counts, the highest decides.


def _risk(facts: _Facts) -> GateState:
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
    if any(_is_expired(one, facts.day) for one in levels):
        return replace(state, state=State.STILL_TRUE, acts=acts, sentence=sentences.expired())
    if level == RiskLevel.HIGH or any(talk.apart for talk in talks):
        return _high(state, facts, levels, talks)
    return replace(state, sentence=_("Both sides looked at it.") if len(levels) > 1 else "")


def _levels(facts: _Facts) -> list[Signature]:
    newest: dict[UUID, Signature] = {}
    for one in facts.by_kind[GateKind.G3]:
        if not one.second and one.level and one.role in OWNERS[GateKind.G3]:
            newest[one.organisation_id] = one
    return list(newest.values())


def overall(levels: Iterable[str]) -> str:
    """The maximum, never the mean."""
    return max(levels, key=lambda level: RISK_ORDER.index(RiskLevel(level)))


def _missing_side(levels: list[Signature], facts: _Facts) -> str:
    sides = {one.side for one in levels}
    if Side.DESTINATION not in sides:
        return _("The country where the person was found has not given its level.")
    if not sides - {Side.DESTINATION} and not _one_sided(facts):
        return _("The receiving side has not given its level.")
    return ""


def _one_sided(facts: _Facts) -> bool:
    """Nobody there can be asked when an adult refused that data goes abroad, or refused a receiving organisation."""
    answers = [facts.last(kind) for kind in (GateKind.G4, GateKind.G5)]
    return not facts.child and any(
        one is not None and one.outcome == Outcome.INFORMED_REFUSAL for one in answers
    )


def talks_that_stand(
    talks: Iterable[Talk], levels: Iterable[Signature], signatures: Iterable[Signature]
) -> list[Talk]:
    """The talks about the levels that count now. A level that is signed from other evidence is compared anew."""
    signatures = list(signatures)
    since = {one.organisation_id: _unchanged_since(one, signatures) for one in levels}
    return [
        talk
        for talk in talks
        if {talk.one_id, talk.other_id} <= set(since)
        and talk.opened_at >= max(since[talk.one_id], since[talk.other_id])
    ]


def _high(state: GateState, facts: _Facts, levels: list[Signature], talks: list[Talk]) -> GateState:
    """The word of a third: after the levels, and after the talk where there was one."""
    found = facts.by_kind[GateKind.G3]
    moments = [_unchanged_since(one, found) for one in levels]
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


def _unchanged_since(signature: Signature, signatures: Iterable[Signature]) -> datetime:
    """When this organisation first said what it says now: confirming the same again asks nobody anew."""
    start = signature.signed_at
    for one in reversed(list(signatures)):
        if one.second or one.organisation_id != signature.organisation_id:
            continue
        if (one.level, one.evidence) != (signature.level, signature.evidence):
            break
        start = one.signed_at
    return start


# What leads on


def open_gates(states: Mapping[GateKind, GateState], *, urgent: bool = False) -> list[GateState]:
    """The gates that still stand in the way of a return that we organise."""
    needed = URGENT if urgent else tuple(GateKind)
    return [states[kind] for kind in needed if not states[kind].is_through]


def moved_to_arrival(states: Mapping[GateKind, GateState]) -> list[GateState]:
    return [one for one in states.values() if one.kind not in URGENT and not one.is_through]


def as_seen_by(
    states: Mapping[GateKind, GateState], organisation: UUID | str | None
) -> dict[GateKind, GateState]:
    """For others than the signer, G7, G8 and G10 are open or passed, nothing more."""
    return {kind: _from_outside(one, organisation) for kind, one in states.items()}


def _from_outside(gate: GateState, organisation: UUID | str | None) -> GateState:
    own = organisation is not None and str(gate.organisation_id) == str(organisation)
    untouched = gate.state in {State.NOT_STARTED, State.NOT_NEEDED}
    if gate.kind not in OPEN_OR_PASSED_ONLY or own or untouched:
        return gate
    seen = State.PASSED if gate.is_through else State.NOT_STARTED
    return GateState(gate.kind, seen)
