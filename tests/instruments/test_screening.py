"""Screening: the rule of a dimension, the labels, and what no answer may do."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.definition import TRUE_OR_NOT
from instruments.scoring import score
from instruments.screening import dimensions, positive
from instruments.shelf import load

ADULT, CHILD = load("screening_adult"), load("screening_child")
SIGNS = [code for code, question in ADULT.questions.items() if "strength" in question.traits]
CORE = [code for code in SIGNS if code[0] == "d"]
RECRUITED = {"d1_job": "yes", "d1_pay": "yes"}  # one strong, one medium
CONTROLLED = {"d5_papers": "yes", "d5_debt": "yes"}  # two strong
EXPLOITED = {"d4_hours": "yes", "d4_school": "yes"}  # one strong, one weak
WEAK_POSITION = {"d6_poverty": "yes", "d6_status": "yes", "d6_past": "yes"}


def adult(*answers):
    given = {}
    for each in answers:
        given |= each
    return score(ADULT, given)


def every(codes, value):
    return dict.fromkeys(codes, value)


@pytest.mark.parametrize(("strong", "medium", "weak"), list(product(range(3), range(4), range(3))))
def test_when_a_dimension_is_positive(strong, medium, weak):
    table = {  # strong: the pairs of medium and weak signs that are enough
        0: {(2, 1), (2, 2), (3, 0), (3, 1), (3, 2)},
        1: set(product(range(4), range(3))) - {(0, 0)},
        2: set(product(range(4), range(3))),
    }

    assert positive(strong, medium, weak) == ((medium, weak) in table[strong])


def test_the_67_signs_of_the_six_dimensions():
    found = Counter(code[:2] for code in CORE)

    assert found == {"d1": 10, "d2": 10, "d3": 16, "d4": 9, "d5": 15, "d6": 7}
    assert sum(found.values()) == 67


def test_the_strong_signs():
    strong = [code for code in CORE if ADULT.questions[code].traits["strength"] == "strong"]

    assert strong == [
        "d1_job",
        "d2_violence",
        "d4_hours",
        "d5_papers",
        "d5_debt",
        "d5_isolation",
        "d5_violence",
    ]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([], "not_enough_known"),
        ([every(SIGNS, "no")], "not_enough_known"),  # the setting and the intent were not asked
        ([EXPLOITED], "not_enough_known"),
        ([CONTROLLED], "not_enough_known"),
        ([RECRUITED], "not_enough_known"),
        ([RECRUITED, {"intended": "yes"}], "before_exploitation"),
        ([CONTROLLED, {"intended": "yes"}], "not_enough_known"),
        ([EXPLOITED, RECRUITED], "presumption"),
        ([EXPLOITED, CONTROLLED], "presumption"),
        ([EXPLOITED, WEAK_POSITION], "presumption"),
        ([EXPLOITED, {"d1_job": "yes"}, {"d5_papers": "yes"}], "not_enough_known"),
        ([EXPLOITED, RECRUITED, {"intended": "yes"}], "presumption"),
        ([EXPLOITED, RECRUITED, CONTROLLED], "strong_presumption"),
        ([EXPLOITED, RECRUITED, WEAK_POSITION], "strong_presumption"),
    ],
)
def test_what_an_adult_screening_proposes(answers, code):
    assert adult(*answers).code == code


def test_not_enough_signs_is_said_only_when_all_was_asked():
    asked = {code: "no" for code, question in ADULT.questions.items() if question.kind == "yes_no"}

    assert adult(asked).code == "insufficient"
    assert adult(asked, {"d3_belief": "declined"}).code == "not_enough_known"


def test_a_form_counts_as_exploitation_only_where_it_was_named():
    signs = {"m_refuse": "yes", "m_earnings": "yes"}

    assert adult(signs, CONTROLLED).code == "not_enough_known"
    assert adult(signs, CONTROLLED, {"purposes": ["sexual"]}).code == "presumption"
    assert adult(signs, CONTROLLED, {"purposes": ["begging"]}).code == "not_enough_known"


def test_what_cannot_wait_in_an_adult_screening():
    assert adult({"may_be_child": "unknown"}).alert_codes == {"child", "child_protection"}
    assert adult({"may_be_child": "no"}).alert_codes == set()
    assert adult({"d5_isolation": "yes"}).alert_codes == {"danger"}
    assert adult({"alone": "no"}).alert_codes == {"setting"}


ORDER = ["insufficient", "not_enough_known", "before_exploitation", "presumption"]
ORDER += ["strong_presumption"]


@given(
    st.dictionaries(st.sampled_from([*SIGNS, "intended"]), st.sampled_from(TRUE_OR_NOT)),
    st.sampled_from(SIGNS),
)
def test_a_sign_never_lowers_the_result_and_a_no_never_raises_it(answers, sign):
    answers = answers | {"purposes": ["sexual", "scam", "organs"]}
    levels = [ORDER.index(adult(answers, {sign: value}).code) for value in ("no", "unknown", "yes")]

    assert levels == sorted(levels)


@given(st.dictionaries(st.sampled_from(CORE), st.sampled_from(TRUE_OR_NOT)))
def test_the_dimensions_hold_what_was_answered_with_yes(answers):
    noticed = {sign.code for signs in dimensions(ADULT, answers).values() for sign in signs}

    assert noticed == {code for code, value in answers.items() if value == "yes"}


USED = {"c_unsuitable": "yes", "c_quota": "yes", "c_online": "yes"}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "not_enough_known"),
        (every(CHILD.questions, "no") | {"observation": "Calm."}, "no_sign"),
        (every(CHILD.questions, "no") | {"c_papers": "unknown"}, "not_enough_known"),
        ({"c_alone": "yes"}, "signs"),
        ({"c_moved": "yes"}, "signs"),
        (USED, "signs"),
        ({"c_moved": "yes", "c_quota": "yes", "c_online": "yes"}, "signs"),
        (USED | {"c_moved": "yes"}, "presumption"),
        (USED | {"c_recruited": "yes"}, "presumption"),
        (USED | {"c_harboured": "yes"}, "presumption"),
        ({"c_sold": "yes"}, "act"),
        (every(CHILD.questions, "no") | {"c_debt_bound": "yes"}, "act"),
    ],
)
def test_what_a_child_screening_proposes(answers, code):
    assert score(CHILD, answers).code == code


@pytest.mark.parametrize("sign", ["c_sold", "c_moved", "c_quota", "c_papers"])
def test_any_sign_tells_child_protection(sign):
    assert "child_protection" in score(CHILD, {sign: "yes"}).alert_codes
    assert score(CHILD, {sign: "no"}).alert_codes == set()
    assert score(CHILD, {"safe_place": "no"}).alert_codes == {"setting"}
