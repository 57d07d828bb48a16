import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.codes import Indicator
from instruments.definition import TRUE_OR_NOT
from instruments.scoring import score
from instruments.shelf import load
from instruments.visit import dimensions, index, scales

SIGNS = Indicator.values
VISIT, FIRST_VISIT = load("visit"), load("visit", 1)
SCALES = [code for codes in scales(VISIT).values() for code in codes]
OLD_SCALES = [code for codes in scales(FIRST_VISIT).values() for code in codes]
EXPLAINED = [question.code for question in load("consent").section("explained").questions]
TOLD = [question.code for question in load("options_counselling", 1).section("options").questions]
PRESSURE = [
    question.code for question in load("options_counselling", 1).section("pressure").questions
]
CHECKS = [question.code for question in load("travel_checklist", 1).section("checks").questions]


def result_of(tool, version=None, /, **answers):
    return score(load(tool, version), answers)


def all_(codes, value):
    return dict.fromkeys(codes, value)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "not_enough_known"),
        (all_(SIGNS, "no") | {"concern": "no"}, "no_sign"),
        (all_(SIGNS, "no") | {"concern": "yes"}, "not_enough_known"),
        (all_(SIGNS, "no") | {"debt": "unknown", "concern": "no"}, "not_enough_known"),
        (all_(SIGNS, "no") | {"debt": "yes", "concern": "yes"}, "screen"),
        ({"debt": "yes"}, "screen"),
        ({"debt": "yes", "concern": "no"}, "look_again"),
    ],
)
def test_quick_card(answers, code):
    assert result_of("quick_card", **answers).code == code


@pytest.mark.parametrize(
    ("sign", "alerts"),
    [("child_alone", {"child_protection"}), ("confined", {"danger"}), ("group", set())],
)
def test_what_cannot_wait_on_a_quick_card(sign, alerts):
    assert result_of("quick_card", **{sign: "yes"}).alert_codes == alerts


ORDER = {"no_sign": 0, "not_enough_known": 1, "look_again": 2, "screen": 3}


@given(
    st.fixed_dictionaries(all_([*SIGNS, "concern"], st.sampled_from(["", *TRUE_OR_NOT]))),
    st.sampled_from(SIGNS),
)
def test_a_sign_never_lowers_the_result(answers, sign):
    without = score(load("quick_card"), answers | {sign: "no"})
    with_it = score(load("quick_card"), answers | {sign: "yes"})

    assert ORDER[with_it.code] >= ORDER[without.code]


@given(st.fixed_dictionaries(all_([*SIGNS, "concern"], st.sampled_from(["", *TRUE_OR_NOT]))))
def test_not_known_is_never_read_as_no(answers):
    result = score(load("quick_card"), answers)

    noticed = {answers[sign] for sign in SIGNS}
    assert (result.code == "no_sign") <= (
        noticed == {"no"} and answers["concern"] not in ("yes", "unknown")
    )


READY = all_(EXPLAINED, "yes") | {"by": "person", "capacity": "yes"}


@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "not_ready", {"capacity"}),
        (READY | {"b1": "agreed"}, "recorded", set()),
        (READY | {"b1": "refused"}, "nothing_agreed", set()),
        (READY | {"b1": "agreed", "told_withdraw": "no"}, "not_ready", set()),
        (READY | {"b1": "agreed", "capacity": "unknown"}, "not_ready", {"capacity"}),
        (READY | {"b1": "agreed", "b11": "agreed"}, "recorded", {"media"}),
        (READY | {"b1": "agreed", "by": "guardian"}, "not_ready", {"child_view"}),
        (
            READY | {"b1": "agreed", "by": "guardian", "child_view": "yes"},
            "recorded",
            set(),
        ),
    ],
)
def test_consent(answers, code, alerts):
    result = result_of("consent", **answers)

    assert (result.code, result.alert_codes) == (code, alerts)


def test_nothing_counts_as_agreed_before_all_was_explained():
    assert result_of("consent", b1="agreed").figures["agreed"] == ()
    assert result_of("consent", **READY, b1="agreed", b2="later").figures["agreed"] == ("b1",)


GOAL = {"goal_1_goal": "Rent a room", "goal_1_who": "Me", "goal_1_by": "2027-01-01"}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "empty"),
        ({"agreed": "yes"}, "empty"),
        (GOAL, "proposed"),
        (GOAL | {"agreed": "partly", "goal_1_wanted": "yes"}, "proposed"),
        (GOAL | {"agreed": "yes"}, "agreed_with_gaps"),
        (GOAL | {"agreed": "yes", "goal_1_wanted": "yes"}, "agreed"),
        (
            GOAL | {"agreed": "yes", "goal_1_wanted": "yes", "goal_2_goal": "Work"},
            "agreed_with_gaps",
        ),
    ],
)
def test_plan(answers, code):
    assert result_of("plan", **answers).code == code


def test_the_cost_of_a_plan():
    assert result_of("plan", **GOAL, goal_1_cost=300, goal_2_cost=50).figures["cost"] == 350


ARRIVED = {
    **all_(["safe_place", "slept", "ate", "medicine", "contact", "luggage"], "yes"),
    **all_(["questioned", "new_risk", "suicidality"], "no"),
    "met_as_agreed": "yes",
    "condition": 4,
}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "settled"),
        ({"ate": "unknown"}, "not_enough_known"),
        ({"ate": "no"}, "needs"),
        ({"ate": "no", "new_risk": "yes"}, "urgent"),
    ],
)
def test_arrival(changes, code):
    assert result_of("arrival", 1, **(ARRIVED | changes)).code == code


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "not_complete"),
        (all_(TOLD, "yes") | all_(PRESSURE, "no"), "informed"),
        (all_(TOLD, "yes") | all_(PRESSURE, "no") | {"detention": "unknown"}, "not_complete"),
        (all_(TOLD, "yes") | all_(PRESSURE, "no") | {"told_stay": "no"}, "not_complete"),
        (all_(TOLD, "yes") | all_(PRESSURE, "no") | {"detention": "yes"}, "pressure"),
    ],
)
def test_options_counselling(answers, code):
    assert result_of("options_counselling", 1, **answers).code == code


@pytest.mark.parametrize("decision", ["not_yet", "stay", "return", "third_country"])
def test_no_decision_weighs_more_than_another(decision):
    answers = all_(TOLD, "yes") | all_(PRESSURE, "no")

    result = result_of("options_counselling", 1, **answers, decision=decision)

    assert (result.code, result.tone, result.reasons) == ("informed", "ok", ())


PACKED = all_(CHECKS, "done") | {"still_wants": "yes", "child_travels": "no", "paper_safe": "yes"}


@pytest.mark.parametrize(
    ("changes", "code", "alerts"),
    [
        ({}, "ready", set()),
        ({"tickets": "pending"}, "open", {"essential"}),
        ({"clothes": "pending"}, "open", set()),
        ({"escort": "pending"}, "ready", set()),
        ({"escort": "pending", "child_travels": "yes"}, "open", {"essential"}),
        ({"visas": "blocked"}, "blocked", set()),
        ({"still_wants": "not_asked"}, "open", set()),
        ({"still_wants": "no", "visas": "blocked"}, "stopped", set()),
        ({"paper_safe": "unknown"}, "ready", {"no_paper"}),
    ],
)
def test_travel_checklist(changes, code, alerts):
    result = result_of("travel_checklist", 1, **(PACKED | changes))

    assert (result.code, result.alert_codes) == (code, alerts)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "not_enough_known"),
        ({"contact": "not_reached"}, "not_reached"),
        (all_(SCALES, 4), "sustainable"),
        (all_(SCALES, 2), "at_risk"),
        (all_(SCALES, 1), "critical"),
        # Boundaries: 0.66 and 0.50 belong to the better word.
        ({"income": 4, "relations": 2, "agency": 2}, "sustainable"),
        ({"income": 3, "relations": 3, "agency": 1}, "at_risk"),
        ({"income": 2, "relations": 2, "agency": 2}, "at_risk"),
        ({"income": 2, "relations": 2, "agency": 1}, "critical"),
        ({"income": 4, "relations": 4}, "not_enough_known"),
        (all_(SCALES, 4) | {"threat": "yes"}, "alarm"),
        ({"contact": "not_reached", "suicidality": "yes"}, "alarm"),
    ],
)
def test_visit(answers, code):
    assert result_of("visit", **answers).code == code


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (all_(OLD_SCALES, 4), "sustainable"),
        (all_(OLD_SCALES, 1), "critical"),
        (all_(OLD_SCALES, 4) | {"threat": "yes"}, "alarm"),
    ],
)
def test_a_visit_of_the_first_version_is_read_as_it_was(answers, code):
    assert score(FIRST_VISIT, answers).code == code


@pytest.mark.parametrize(
    ("answers", "alerts"),
    [
        ({"migrate": "necessity"}, {"leaving"}),
        ({"migrate": "choice"}, set()),
        ({"complaint_known": "no"}, {"complaint"}),
        ({"complaint_known": "unknown"}, set()),
        ({"money_controlled": "yes"}, {"money_controlled"}),
        ({"money_controlled": "declined"}, set()),
    ],
)
def test_what_a_visit_asks_for(answers, alerts):
    assert result_of("visit", **answers).alert_codes == alerts


def test_an_alarm_that_was_not_asked_is_said():
    result = result_of("visit", **all_(SCALES, 4))

    assert not result.is_final
    assert len(result.reasons) == 6


@given(st.fixed_dictionaries(all_(SCALES, st.integers(0, 3))), st.sampled_from(SCALES))
def test_a_better_scale_never_lowers_the_index(answers, scale):
    better = dimensions(VISIT, answers | {scale: answers[scale] + 1})
    assert index(better) > index(dimensions(VISIT, answers))
