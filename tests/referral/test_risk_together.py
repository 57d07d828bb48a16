"""The joint risk matrix: each side in its own case, levels that cross, a talk where they are far apart, and asking again."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from instruments.result import Result
from instruments.scoring import score
from instruments.shelf import load
from referral.actions.assessments import decide, save_answers
from referral.actions.consents import withdraw_consent
from referral.actions.evidence import withdraw_evidence
from referral.actions.gates.confirmations import confirm_gate
from referral.actions.gates.standing import gates_of
from referral.actions.proofs import standing
from referral.actions.risks import (
    RiskEvent,
    ask_risk_again,
    sign_risk,
    talk_of,
    word_of,
    write_talk,
)
from referral.gates.state import State
from referral.models import (
    Evidence,
    GateSignature,
    JourneyEvent,
    MoveNotAllowed,
    RiskTalk,
    RiskWord,
    TalkWord,
    Task,
)
from referral.stages import GateKind
from tests import world
from tests.referral import returning

pytestmark = pytest.mark.django_db(transaction=True)
TOOL = load("risk_short")  # the same rule with a third of the items
CANARY = "Canary: the brother asked around"


def absent(**changes):
    """Every item answered, none there."""
    codes = [code for code in TOOL.questions if code.endswith("_present")]
    return dict.fromkeys(codes, "no") | {"may_be_child": "no", "fear": 4} | changes


def there(item, back, stay=(1, 1)):
    """An item with likelihood and impact for returning and for staying."""
    values = {"return": back, "stay": stay}
    return {f"{item}_present": "yes", f"{item}_return_measure": CANARY} | {
        f"{item}_{way}_{what}": str(value)
        for way, pair in values.items()
        for what, value in zip(("likelihood", "impact"), pair, strict=True)
    }


LOW = absent()
MEDIUM = absent(**there("threats", (2, 2)))
HIGH = absent(**there("threats", (3, 3)))


def assessed(member, reference, answers, tool=TOOL):
    """The matrix filled in the own case, and decided as proposed."""
    with world.acting(member):
        case = returning.own_case(member, reference)
        row = save_answers(case=case, definition=tool, answers=answers)
        result: Result = score(tool, answers)
        staying, back = result.figures["staying"], result.figures["returning"]
        levels = (staying.code if staying else "", back.code)
        decide(
            assessment=row,
            result=result,
            answers=answers,
            decision="agree",
            reasons="",
            levels=levels,
        )
    return row


def signs(member, reference, answers):
    assessed(member, reference, answers)
    with world.acting(member):
        return sign_risk(returning.own_case(member, reference), text="measures")


def state(two, member=None):
    member = member or two.milan
    with world.acting(member):
        case = returning.own_case(member, two.reference)
        return gates_of(case.journey, case)[GateKind.G3].state


def says(two, member, said):
    with world.acting(member):
        return write_talk(returning.own_case(member, two.reference), said=said, text=CANARY)


@pytest.fixture
def two():
    return returning.both_sides()


@pytest.mark.rule(15)
def test_from_two_matrices_to_an_open_gate(two):
    """Far apart, a talk, agreed, a second signature; then something happens and both look again."""
    signs(two.milan, two.reference, LOW)
    assert state(two) == State.WAITING
    signs(two.tirana, two.reference, HIGH)
    assert state(two) == state(two, two.tirana) == State.TALK
    with world.acting(two.milan):
        assert list(talk_of(two.case).returning) == [1]
        assert Task.objects.filter(kind="risk_talk", done_at=None).count() == 1

    says(two, two.milan, "higher")
    assert state(two) == State.TALK
    says(two, two.tirana, "higher")
    assert state(two) == state(two, two.tirana) == State.SECOND

    with world.acting(two.tirana):
        ask_risk_again(two.there, event=RiskEvent.THREAT, text=CANARY)
    assert state(two) == state(two, two.tirana) == State.CHANGED
    for member in (two.milan, two.tirana):
        with world.acting(member), pytest.raises(MoveNotAllowed, match="matrix again"):
            sign_risk(returning.own_case(member, two.reference), text="measures")
    signs(two.milan, two.reference, MEDIUM)
    assert state(two) == State.CHANGED
    signs(two.tirana, two.reference, MEDIUM)
    assert state(two) == State.PASSED
    with world.acting(two.milan):
        assert not Task.objects.filter(kind__startswith="risk", done_at=None).exists()


@pytest.mark.rule(15)
def test_only_levels_cross_and_only_with_consent_for_risks(two):
    signs(two.milan, two.reference, absent(**there("threats", (2, 2), (3, 3))))

    with world.acting(two.tirana):
        word = RiskWord.objects.get()
        assert (word.staying[0], word.returning[0], word.returning[1]) == (3, 2, 1)
        assert standing(two.there) is None
        assert not Evidence.objects.filter(kind="risk_matrix").exists()

    with world.acting(two.milan):
        for consent in two.case.consents.all():
            withdraw_consent(case=two.case, consent=consent)
    with world.acting(two.tirana):
        assert not RiskWord.objects.exists()
    with world.acting(two.milan):
        assert RiskWord.objects.count() == 1


def test_without_consent_for_risks_categories_are_not_compared(two):
    """One extreme category each, elsewhere: the levels as a whole agree, and nobody is told where they do not."""
    with world.acting(two.milan):
        for consent in two.case.consents.all():
            withdraw_consent(case=two.case, consent=consent)
    signs(two.milan, two.reference, absent(**there("threats", (3, 3))))
    signs(two.tirana, two.reference, absent(**there("rejection", (3, 3))))

    with world.acting(two.milan):
        assert not RiskTalk.objects.exists()


def test_categories_far_apart_start_a_talk_though_the_level_is_the_same(two):
    signs(two.milan, two.reference, absent(**there("threats", (3, 3))))
    signs(two.tirana, two.reference, absent(**there("rejection", (3, 3))))

    with world.acting(two.milan):
        assert list(RiskTalk.objects.get().returning) == [1, 2]


@pytest.mark.rule(15)
def test_who_still_sees_it_differently_gets_the_word_of_a_third(two):
    """The higher level counts; below high it asks for a supervisor all the same."""
    low = absent(**there("threats", (1, 1), (1, 1)))
    signs(two.milan, two.reference, absent(**there("threats", (1, 1), (3, 3))))
    signs(two.tirana, two.reference, low)
    assert state(two) == State.TALK

    says(two, two.milan, "apart")
    says(two, two.tirana, "higher")

    assert state(two) == State.SECOND


def test_who_looks_again_keeps_the_talk_open(two):
    signs(two.milan, two.reference, LOW)
    signs(two.tirana, two.reference, HIGH)
    says(two, two.milan, "anew")
    says(two, two.tirana, "higher")
    assert state(two) == State.TALK

    signs(two.milan, two.reference, HIGH)

    assert state(two) == State.SECOND


@pytest.mark.rule(15)
def test_the_talk_is_coded_and_its_words_stay_in_the_own_case(two):
    signs(two.milan, two.reference, LOW)
    signs(two.tirana, two.reference, HIGH)
    word = says(two, two.milan, "higher")

    with world.acting(two.tirana):
        assert TalkWord.objects.get().said == "higher"
        assert not Evidence.objects.filter(pk=word.evidence).exists()
    with world.acting(two.milan):
        assert Evidence.objects.get(pk=word.evidence).text == CANARY


@pytest.mark.rule(15)
def test_the_side_where_the_person_is_rates_staying_too(two):
    critical = ("knows_home", "family_involved", "suicidality", "asylum_fear")
    answers = {f"{item}_present": "no" for item in critical} | {"judges": "return"}
    assessed(two.milan, two.reference, answers, load("risk"))
    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="rates staying too"):
        sign_risk(two.case)

    assessed(two.tirana, two.reference, answers, load("risk"))
    with world.acting(two.tirana):
        sign_risk(two.there)
        assert RiskWord.objects.get().staying == [0] * 10


def test_not_known_crosses_as_not_known(two):
    row = assessed(two.milan, two.reference, absent(digital_present="unknown"))

    with world.acting(two.milan):
        assert word_of(row)["returning"] == [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]


# Asking again


@pytest.mark.rule(17)
def test_a_matrix_that_takes_the_place_of_the_signed_one_asks_its_own_side(two):
    signs(two.milan, two.reference, LOW)
    signs(two.tirana, two.reference, LOW)
    assert state(two) == State.PASSED

    assessed(two.milan, two.reference, LOW)
    assert state(two) == state(two, two.tirana) == State.CHANGED
    with world.acting(two.milan):
        sign_risk(two.case)

    assert state(two) == State.PASSED


@pytest.mark.rule(17)
def test_evidence_that_is_withdrawn_asks_its_gate_again(two):
    returning.sign(two.milan, two.reference, "G7")
    returning.sign(two.milan, two.reference, "G9")
    with world.acting(two.milan):
        withdraw_evidence(Evidence.objects.get(gate="G7"), why="wrong")

        states = gates_of(two.journey, two.case)
        assert (states["G7"].state, states["G9"].state) == (State.CHANGED, State.PASSED)
        with pytest.raises(MoveNotAllowed):
            confirm_gate(two.case, "G7")
    returning.sign(two.milan, two.reference, "G7")
    with world.acting(two.milan):
        assert gates_of(two.journey, two.case)["G7"].state == State.PASSED


@pytest.mark.rule(17)
def test_a_consent_that_ends_asks_for_both_sides(two):
    returning.sign(two.milan, two.reference, "G4")
    with world.acting(two.tirana):
        assert gates_of(two.journey)["G4"].state == State.PASSED
    with world.acting(two.milan):
        for consent in two.case.consents.all():
            withdraw_consent(case=two.case, consent=consent)
    with world.acting(two.tirana):
        assert gates_of(two.journey)["G4"].state == State.CHANGED


def test_what_happened_crosses_as_a_code_only(two):
    signs(two.milan, two.reference, LOW)
    signs(two.tirana, two.reference, LOW)
    with world.acting(two.milan):
        asked = ask_risk_again(two.case, event=RiskEvent.DISCLOSURE, text=CANARY)

    with world.acting(two.tirana):
        assert GateSignature.objects.get(pk=asked.pk).outcome == "asks_again"
        assert not Evidence.objects.filter(pk=asked.evidence).exists()
        assert Task.objects.filter(kind="risk_again", done_at=None).count() == 1
        assert JourneyEvent.objects.filter(kind="look_again").count() == 1


def test_nothing_signed_is_nothing_to_ask_again(two):
    with world.acting(two.milan), pytest.raises(MoveNotAllowed, match="Nobody has signed yet"):
        ask_risk_again(two.case, event=RiskEvent.MOVE)


# The database


def refused_insert(member, row):
    """What the database says against the row, at once or at the end of the transaction."""
    try:
        with world.acting(member):
            row.save(force_insert=True)
            connection.check_constraints()
    except DatabaseError as problem:
        return str(problem)
    return "nothing"


def signature(member, two, **fields):
    case = returning.own_case(member, two.reference)
    values = {
        "journey_id": case.journey_id,
        "kind": "G3",
        "organisation": member.organisation,
        "side": case.side,
        "role": member.role,
        "by": member.user,
        "outcome": "passed",
        "level": "low",
    }
    return GateSignature(**(values | fields))


def test_the_database_holds_the_rules_of_the_gate(two):
    first = signs(two.milan, two.reference, LOW)
    row = assessed(two.milan, two.reference, HIGH)
    levels = {"staying": [1] * 10, "returning": [1] * 10}
    ours = {"journey": two.journey, "organisation": two.milan.organisation, "assessment": row}

    # The same evidence again, after another matrix took its place.
    same = signature(two.milan, two, evidence=first.evidence)
    assert "look at it anew" in refused_insert(two.milan, same)
    # A word for the other side, and one that rests on no tool of the own case.
    there = ours | {"organisation": two.tirana.organisation}
    assert "no decided tool" in refused_insert(two.tirana, RiskWord(pk=first.pk, **there, **levels))
    there["assessment"] = assessed(two.tirana, two.reference, LOW)
    assert "row-level security" in refused_insert(
        two.milan, RiskWord(pk=first.pk, **there, **levels)
    )
    # Waived, asked and levels only where the rules have them.
    waived = signature(two.milan, two, kind="G9", outcome="waived", level="")
    assert "waived_only" in refused_insert(two.milan, waived)
    asks = signature(two.milan, two, outcome="asks_again")
    assert "without_a_level" in refused_insert(two.milan, asks)
    # A talk is opened by the database alone.
    talk = RiskTalk(journey=two.journey, one=two.milan.organisation, other=two.tirana.organisation)
    assert "permission denied" in refused_insert(two.milan, talk)


def test_a_stranger_sees_no_level_and_no_talk(two):
    signs(two.milan, two.reference, LOW)
    signs(two.tirana, two.reference, HIGH)
    outsider = world.member(world.organisation("Dar Amal", "MA"))
    lawyer = world.member(two.milan.organisation, Role.LAWYER)
    for who in (outsider, lawyer):
        with world.acting(who):
            assert not RiskWord.objects.exists()
    with world.acting(outsider):
        assert not RiskTalk.objects.exists()


def test_a_talk_is_answered_by_its_own_side(two):
    signs(two.milan, two.reference, LOW)
    signs(two.tirana, two.reference, HIGH)
    with world.acting(two.milan):
        talk = RiskTalk.objects.get()
    word = TalkWord(
        talk=talk,
        journey=two.journey,
        organisation=two.tirana.organisation,
        by=two.milan.user,
        said="higher",
        evidence=talk.pk,
    )
    assert "row-level security" in refused_insert(two.milan, word)


# The pages


def test_the_pages_lead_from_the_matrix_to_the_talk(client, two):
    page = reverse("case_risk", args=[two.reference])
    assessed(two.milan, two.reference, HIGH)
    world.sign_in(client, two.milan)

    sign = reverse("gate_sign", args=[two.reference, "G3"])
    assert client.get(page).context["steps"][0][0] == sign
    assert client.post(sign, {}).status_code == 422
    assert client.post(sign, {"text": "Another flat"}).url == page
    signs(two.tirana, two.reference, LOW)
    shown = client.get(page)
    assert [line["apart"] for line in shown.context["rows"]] == [True] + [False] * 9
    talk = reverse("risk_talk", args=[two.reference])
    assert shown.context["steps"][0][0] == talk
    assert client.post(talk, {"said": "higher", "text": CANARY}).url == page
    shown = client.get(page)
    assert "We agree: the higher level counts" in shown.text
    assert CANARY not in shown.text

    event = reverse("risk_event", args=[two.reference])
    assert client.post(event, {"event": "event_threat"}).url == page
    assert "Each side looks again" in client.get(page).text


def test_an_expired_level_is_confirmed_with_its_categories(two):
    signs(two.milan, two.reference, LOW)
    signs(two.tirana, two.reference, LOW)
    with world.acting(two.milan):
        journey = two.case.journey
        journey.travel_on = timezone.localdate() + timedelta(days=90)
        journey.save(update_fields=["travel_on"])
    assert state(two) == State.STILL_TRUE
    with world.acting(two.milan):
        again = confirm_gate(two.case, "G3")
        assert RiskWord.objects.get(pk=again.pk).returning == [1] * 9 + [0]
