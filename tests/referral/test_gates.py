"""The state of each gate, as a table: what was signed, what stands."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from accounts.roles import Role
from referral.gates.departure import moved_to_arrival, open_gates
from referral.gates.need_to_know import as_seen_by
from referral.gates.signatures import Acceptance
from referral.gates.signers import owners
from referral.gates.standing import gate_states
from referral.gates.state import State
from referral.stages import GATE_DAYS, GateKind, Outcome, RiskLevel, Side

TODAY = date(2026, 11, 21)
ITALY, ALBANIA = uuid.UUID(int=1), uuid.UUID(int=2)
ELIRA, GERTA, FERRI = uuid.UUID(int=11), uuid.UUID(int=12), uuid.UUID(int=13)
G = GateKind


@dataclass
class Signed:
    kind: str
    outcome: str = Outcome.PASSED
    level: str = ""
    days_ago: float = 1
    side: str = Side.DESTINATION
    role: str = Role.CASE_MANAGER
    by_id: uuid.UUID = ELIRA
    organisation_id: uuid.UUID = ITALY
    second: bool = False
    evidence: uuid.UUID | None = None
    until: date | None = None
    signed_at: datetime = field(init=False)

    def __post_init__(self):
        self.signed_at = datetime(2026, 11, 21, 12, tzinfo=UTC) - timedelta(days=self.days_ago)


def ours(level, **more):
    return Signed(G.G3, level=level, **more)


def theirs(level, **more):
    return Signed(G.G3, level=level, side=Side.ORIGIN, by_id=GERTA, organisation_id=ALBANIA, **more)


def second(**more):
    return Signed(
        G.G3, **{"role": Role.SUPERVISOR, "by_id": FERRI, "second": True, "days_ago": 0} | more
    )


def refused(kind):
    return Signed(kind, Outcome.INFORMED_REFUSAL)


def waived(**more):
    return Signed(G.G2, Outcome.WAIVED, **more)


def by_guardian(kind, **more):
    return Signed(kind, role=Role.GUARDIAN, **more)


def state(kind, *signatures, child=False, travel_on=None, consent_abroad=None):
    return gate_states(
        child=child,
        signatures=signatures,
        travel_on=travel_on,
        today=TODAY,
        consent_abroad=consent_abroad,
    )[kind].state


ADULT = [
    ("nothing signed", G.G1, [], State.NOT_STARTED),
    ("signed yesterday", G.G1, [Signed(G.G1)], State.PASSED),
    ("the person said no", G.G1, [Signed(G.G1, Outcome.BLOCKED)], State.BLOCKED),
    (
        "decided before the risk was known",
        G.G1,
        [Signed(G.G1, days_ago=5), ours("low")],
        State.STILL_TRUE,
    ),
    (
        "decided after the risk was known",
        G.G1,
        [ours("low", days_ago=5), Signed(G.G1)],
        State.PASSED,
    ),
    ("decided 31 days ago", G.G1, [Signed(G.G1, days_ago=31)], State.STILL_TRUE),
    ("time to reflect was kept", G.G2, [Signed(G.G2, days_ago=300)], State.PASSED),
    ("time to reflect was freely waived", G.G2, [waived()], State.PASSED),
    ("another gate cannot be waived", G.G7, [Signed(G.G7, Outcome.WAIVED)], State.WAITING),
    ("no level yet", G.G3, [], State.NOT_STARTED),
    ("only our side", G.G3, [ours("low")], State.WAITING),
    ("only their side", G.G3, [theirs("low")], State.WAITING),
    ("both low", G.G3, [ours("low"), theirs("low")], State.PASSED),
    ("both medium", G.G3, [ours("medium"), theirs("low")], State.PASSED),
    ("the higher decides", G.G3, [ours("low"), theirs("high")], State.SECOND),
    ("high with a supervisor", G.G3, [ours("low"), theirs("high"), second()], State.PASSED),
    (
        "a supervisor before the level",
        G.G3,
        [ours("low"), theirs("high"), second(days_ago=3)],
        State.SECOND,
    ),
    (
        "a colleague is no supervisor",
        G.G3,
        [ours("high"), theirs("low"), second(role=Role.CASE_MANAGER)],
        State.SECOND,
    ),
    (
        "the signer is no second",
        G.G3,
        [ours("high"), theirs("low"), second(by_id=ELIRA)],
        State.SECOND,
    ),
    ("extreme on one side", G.G3, [ours("extreme"), theirs("low")], State.BLOCKED),
    ("extreme with a supervisor", G.G3, [ours("extreme"), theirs("low"), second()], State.BLOCKED),
    ("extreme before the other side answered", G.G3, [ours("extreme")], State.BLOCKED),
    (
        "extreme, since brought down",
        G.G3,
        [ours("extreme", days_ago=9), ours("low"), theirs("low")],
        State.PASSED,
    ),
    ("nothing may go abroad", G.G3, [ours("low"), refused(G.G4)], State.PASSED),
    ("no organisation there is wished", G.G3, [ours("low"), refused(G.G5)], State.PASSED),
    ("one side, high", G.G3, [ours("high"), refused(G.G5)], State.SECOND),
    ("both too old", G.G3, [ours("low", days_ago=61), theirs("low")], State.STILL_TRUE),
    ("consent refused, informed", G.G4, [refused(G.G4)], State.PASSED),
    ("organisation refused, informed", G.G5, [refused(G.G5)], State.PASSED),
    ("plan refused, informed", G.G9, [refused(G.G9)], State.PASSED),
    ("accepted there", G.G5, [Acceptance(ALBANIA, Signed(G.G5).signed_at)], State.PASSED),
    (
        "accepted there long ago",
        G.G5,
        [Acceptance(ALBANIA, Signed(G.G5, days_ago=61).signed_at)],
        State.STILL_TRUE,
    ),
    ("a document is there", G.G6, [Signed(G.G6, days_ago=400)], State.PASSED),
    (
        "a document that is valid long enough",
        G.G6,
        [Signed(G.G6, until=TODAY)],
        State.PASSED,
    ),
    (
        "a document that has ended",
        G.G6,
        [Signed(G.G6, until=TODAY - timedelta(days=1))],
        State.CHANGED,
    ),
    (
        "a plan for an earlier day",
        G.G11,
        [Signed(G.G11, until=TODAY - timedelta(days=1))],
        State.STILL_TRUE,
    ),
    ("advice given", G.G7, [Signed(G.G7, role=Role.LAWYER)], State.PASSED),
    ("a court order", G.G7, [Signed(G.G7, Outcome.BLOCKED, role=Role.LAWYER)], State.BLOCKED),
    ("own statement two weeks old", G.G8, [Signed(G.G8, days_ago=15)], State.STILL_TRUE),
    ("an adult needs no panel", G.G10, [], State.NOT_NEEDED),
    ("travel plan", G.G11, [Signed(G.G11, role=Role.RETURN_ORGANISER)], State.PASSED),
    (
        "signed by a role that does not own it",
        G.G11,
        [Signed(G.G11, role=Role.HEALTH)],
        State.NOT_STARTED,
    ),
]


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("what", "kind", "signatures", "expected"), ADULT, ids=[row[0] for row in ADULT]
)
def test_gate_of_an_adult(what, kind, signatures, expected):
    assert state(kind, *signatures) == expected


CHILD = [
    ("a case manager does not decide for a child", G.G1, [Signed(G.G1)], State.NOT_STARTED),
    ("the guardian signs", G.G1, [by_guardian(G.G1)], State.PASSED),
    ("the guardian signs data abroad", G.G4, [by_guardian(G.G4)], State.PASSED),
    (
        "a refusal does not pass",
        G.G4,
        [by_guardian(G.G4, outcome=Outcome.INFORMED_REFUSAL)],
        State.WAITING,
    ),
    ("no plan, no return", G.G9, [refused(G.G9)], State.WAITING),
    ("no organisation, no return", G.G5, [refused(G.G5)], State.WAITING),
    ("time to reflect waived by the case manager", G.G2, [waived()], State.WAITING),
    ("time to reflect ended by the guardian", G.G2, [waived(role=Role.GUARDIAN)], State.PASSED),
    ("both sides are always needed", G.G3, [ours("low"), refused(G.G5)], State.WAITING),
    ("high goes to the panel", G.G3, [ours("high"), theirs("low"), second()], State.WAITING),
    (
        "high, the panel compared",
        G.G3,
        [ours("high"), theirs("low"), Signed(G.G10, role=Role.PANEL, days_ago=0)],
        State.PASSED,
    ),
    (
        "high, the panel met before",
        G.G3,
        [ours("high"), theirs("low"), Signed(G.G10, role=Role.PANEL, days_ago=9)],
        State.WAITING,
    ),
    (
        "extreme, the panel agreed",
        G.G3,
        [ours("extreme"), theirs("low"), Signed(G.G10, role=Role.PANEL, days_ago=0)],
        State.BLOCKED,
    ),
    ("no panel yet", G.G10, [], State.NOT_STARTED),
    ("a case manager is no panel", G.G10, [Signed(G.G10)], State.NOT_STARTED),
    ("the panel decided", G.G10, [Signed(G.G10, role=Role.PANEL)], State.PASSED),
]


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    ("what", "kind", "signatures", "expected"), CHILD, ids=[row[0] for row in CHILD]
)
@pytest.mark.rule(16)
def test_gate_of_a_child(what, kind, signatures, expected):
    assert state(kind, *signatures, child=True) == expected


@pytest.mark.rule(17)
def test_expiry_is_judged_for_the_day_of_travel():
    signed = Signed(G.G8, days_ago=1)

    assert state(G.G8, signed, travel_on=TODAY + timedelta(days=10)) == State.PASSED
    assert state(G.G8, signed, travel_on=TODAY + timedelta(days=14)) == State.STILL_TRUE


@pytest.mark.rule(1)
def test_consent_recorded_here_is_enough_for_an_adult():
    assert state(G.G4, consent_abroad=True) == State.PASSED
    assert state(G.G4, consent_abroad=True, child=True) == State.NOT_STARTED


def test_a_withdrawn_consent_takes_the_signature_with_it():
    assert state(G.G4, Signed(G.G4), consent_abroad=False) == State.NOT_STARTED
    assert state(G.G4, refused(G.G4), consent_abroad=False) == State.PASSED


def test_confirming_the_same_level_again_needs_no_new_second_signature():
    sheet = uuid.uuid4()
    first = [
        ours("high", days_ago=50, evidence=sheet),
        theirs("low", days_ago=50),
        second(days_ago=49),
    ]

    assert state(G.G3, *first, ours("high", evidence=sheet)) == State.PASSED
    assert state(G.G3, *first, ours("high", evidence=uuid.uuid4())) == State.SECOND


def test_another_service_in_the_same_country_does_not_lower_the_level():
    shelter = ours("low", days_ago=0)
    shelter.organisation_id = uuid.UUID(int=3)

    assert state(G.G3, ours("extreme"), theirs("low"), shelter) == State.BLOCKED


def test_others_see_health_law_and_best_interests_as_open_or_passed_only():
    blocked = Signed(G.G7, Outcome.BLOCKED)
    states = gate_states(
        child=False, signatures=[blocked, Signed(G.G8)], travel_on=None, today=TODAY
    )
    there = as_seen_by(states, ALBANIA)

    assert (there[G.G7].state, there[G.G7].since, there[G.G7].sentence) == (
        State.NOT_STARTED,
        None,
        "",
    )
    assert (there[G.G8].state, there[G.G8].since) == (State.PASSED, None)
    assert as_seen_by(states, ITALY)[G.G7].state == State.BLOCKED


@pytest.mark.rule(3)
def test_an_urgent_return_needs_four_gates():
    signatures = [Signed(G.G1, days_ago=0), ours("low"), theirs("low"), Signed(G.G6), Signed(G.G11)]
    states = gate_states(child=False, signatures=signatures, travel_on=TODAY, today=TODAY)

    assert open_gates(states, urgent=True) == []
    assert {one.kind for one in moved_to_arrival(states)} == {
        G.G2,
        G.G4,
        G.G5,
        G.G7,
        G.G8,
        G.G9,
    }
    assert len(open_gates(states)) == 6


signature_lists = some.lists(
    some.builds(
        Signed,
        kind=some.sampled_from([k for k in GateKind if k != G.G3]),
        outcome=some.sampled_from(list(Outcome)),
        days_ago=some.floats(0, 400),
        side=some.sampled_from(list(Side)),
        role=some.sampled_from(list(Role)),
        by_id=some.sampled_from([ELIRA, GERTA, FERRI]),
        organisation_id=some.sampled_from([ITALY, ALBANIA]),
    )
    | some.builds(
        Signed,
        kind=some.just(G.G3),
        outcome=some.just(Outcome.PASSED),
        level=some.sampled_from(list(RiskLevel)),
        days_ago=some.floats(0, 400),
        side=some.sampled_from(list(Side)),
        role=some.sampled_from([Role.CASE_MANAGER, Role.SUPERVISOR]),
        second=some.booleans(),
        by_id=some.sampled_from([ELIRA, GERTA, FERRI]),
        organisation_id=some.sampled_from([ITALY, ALBANIA]),
    ),
    max_size=25,
)


@pytest.mark.rule(15)
@settings(deadline=None)  # the machine may be busy
@given(signature_lists, some.booleans())
def test_extreme_is_never_overridden(signatures, child):
    extreme = ours("extreme", days_ago=-1)

    states = gate_states(
        child=child, signatures=[*signatures, extreme], travel_on=None, today=TODAY
    )

    assert states[G.G3].state == State.BLOCKED
    assert states[G.G3].kind in {one.kind for one in open_gates(states, urgent=True)}


@settings(deadline=None)  # the machine may be busy
@given(signature_lists)
def test_a_refusal_never_passes_for_a_child(signatures):
    states = gate_states(child=True, signatures=signatures, travel_on=None, today=TODAY)

    for kind, found in states.items():
        fitting = [s for s in signatures if s.kind == kind and s.role in owners(kind, child=True)]
        newest = max(fitting, key=lambda one: one.signed_at, default=None)
        if newest and newest.outcome == Outcome.INFORMED_REFUSAL:
            assert not found.is_through


@settings(deadline=None)  # the machine may be busy
@given(signature_lists, some.booleans(), some.integers(0, 200))
def test_what_passes_is_not_too_old_on_the_day_of_travel(signatures, child, days):
    travel_on = TODAY + timedelta(days=days)
    states = gate_states(child=child, signatures=signatures, travel_on=travel_on, today=TODAY)

    assert list(states) == list(GateKind)
    for kind, limit in GATE_DAYS.items():
        if states[kind].state == State.PASSED:
            assert states[kind].since + timedelta(days=limit) >= travel_on


@pytest.mark.rule(4)
@settings(deadline=None)  # the machine may be busy
@given(signature_lists)
def test_every_open_gate_of_the_person_says_no_date_for_others_to_push(signatures):
    states = gate_states(child=False, signatures=signatures, travel_on=None, today=TODAY)

    for one in states.values():
        assert one.is_through or one.sentence
