"""The forms behind the steps for a child. Every branch, and that what is not known closes and opens nothing."""

import pytest

from instruments.child import BURDENS, WAYS, sums
from instruments.scoring import score
from instruments.shelf import load

BIA, FAMILY, BID = load("bia"), load("family"), load("bid")

SAFE = {
    "heard": "yes",
    "safe": "yes",
    "exploiters_near": "no",
    "carer": "yes",
    "suicidality": "no",
    "guardian": "yes",
}


@pytest.mark.rule(22)
@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "not_enough_known", {"hear"}),
        (SAFE, "go_on", set()),
        (SAFE | {"heard": "too_young"}, "go_on", set()),
        (SAFE | {"heard": "not_yet"}, "not_enough_known", {"hear"}),
        (SAFE | {"safe": "no"}, "not_now", {"safe"}),
        (SAFE | {"safe": "unknown"}, "not_enough_known", set()),
        (SAFE | {"exploiters_near": "yes"}, "not_now", {"exploiters_near"}),
        (SAFE | {"carer": "no"}, "not_now", set()),
        (SAFE | {"suicidality": "yes"}, "not_now", {"suicidality"}),
        (SAFE | {"suicidality": "declined"}, "not_enough_known", set()),
        (SAFE | {"wants_contact": "no"}, "not_now", set()),
        (SAFE | {"wants_contact": "unsure"}, "go_on", set()),
        (SAFE | {"guardian": "unknown"}, "not_enough_known", set()),
        (SAFE | {"guardian": "no"}, "go_on", {"guardian"}),
        (SAFE | {"afraid_of_family": "yes"}, "go_on", {"afraid_of_family"}),
    ],
)
def test_best_interests_assessment(answers, code, alerts):
    result = score(BIA, answers)

    assert (result.code, result.alert_codes) == (code, alerts)


HOME = {
    "heard": "yes",
    "violence": "no",
    "recruiter_contact": "no",
    "capacity_protective": 2,
    "family_wish": "yes",
    "child_wish": "yes",
}


@pytest.mark.rule(22)
@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "more", {"hear"}),
        (HOME, "suitable", set()),
        (HOME | {"heard": "not_yet"}, "more", {"hear"}),
        (HOME | {"violence": "yes"}, "unsuitable", set()),
        (HOME | {"violence": "unknown"}, "more", set()),
        (HOME | {"recruiter_contact": "yes"}, "unsuitable", set()),
        (HOME | {"recruiter_contact": "declined"}, "more", set()),
        (HOME | {"capacity_protective": 0}, "unsuitable", set()),
        (HOME | {"capacity_protective": 1}, "conditions", set()),
        (HOME | {"capacity_material": 1}, "conditions", set()),
        (HOME | {"capacity_material": 2}, "suitable", set()),
        (HOME | {"family_wish": "no"}, "unsuitable", set()),
        (HOME | {"family_wish": "pressured"}, "more", set()),
        (HOME | {"family_wish": "with_support"}, "conditions", set()),
        (HOME | {"child_wish": "with_support"}, "conditions", set()),
        (HOME | {"child_wish": "no"}, "more", {"child_no"}),
        (HOME | {"child_wish": "unsure"}, "more", set()),
        (HOME | {"paid": "yes"}, "suitable", {"paid"}),
        (HOME | {"knew": "yes"}, "suitable", {"knew"}),
        (HOME | {"paid": "yes", "knew": "no"}, "suitable", {"paid"}),
        (HOME | {"two_workers": "no"}, "suitable", {"two_workers"}),
    ],
)
def test_family_assessment(answers, code, alerts):
    result = score(FAMILY, answers)

    assert (result.code, result.alert_codes) == (code, alerts)


@pytest.mark.parametrize(("burden", "bad"), BURDENS.items())
def test_poverty_asks_for_help_and_never_refuses(burden, bad):
    good = "no" if bad == "yes" else "yes"

    assert score(FAMILY, HOME | {burden: bad}).code == "conditions"
    assert score(FAMILY, HOME | {burden: good}).code == "suitable"
    assert score(FAMILY, HOME | {burden: "unknown"}).code == "suitable"


FACTORS = [row.code for row in BID.section("balance").rows]


def sheet(heard="yes", ways=WAYS, **marks):
    """Every factor weighed: `marks` is the mark of each way, for all of them."""
    answers = {"heard": heard} | {f"open_{way}": "yes" for way in ways}
    for way in ways:
        answers |= {f"{factor}_{way}": marks.get(way, 0) for factor in FACTORS}
    return answers


@pytest.mark.rule(22)
@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "not_heard"),
        (sheet(heard="not_yet", stay=1), "not_heard"),
        (sheet(ways=("stay", "family"), stay=1), "too_few"),
        (sheet(ways=("stay", "family", "care"), stay=1), "stay"),
        (sheet(stay=1), "stay"),
        (sheet(family=2, stay=1), "family"),
        (sheet(), "balanced"),
        (sheet(stay=1, care=1), "balanced"),
        (sheet(family=1) | {"safety_family": -2, "views_stay": 1}, "stay"),
        (sheet(family=1) | {"safety_family": -1}, "family"),
        (sheet() | {f"safety_{way}": -2 for way in WAYS}, "none_safe"),
        ({**sheet(stay=1), "views_stay": ""}, "not_enough_known"),
    ],
)
def test_determination(answers, code):
    assert score(BID, answers).code == code


def test_only_ways_that_are_open_are_weighed():
    answers = sheet(stay=1) | {"open_stay": "no"}

    assert "stay" not in sums(BID, answers)
    assert "family" in sums(BID, answers)


@pytest.mark.parametrize(
    ("changes", "alerts"),
    [
        ({"decision": "stay"}, set()),
        ({"decision": "later"}, set()),
        ({"decision": "stay", "open_stay": "no"}, {"not_open"}),
        ({"decision": "stay", "safety_stay": -2}, {"unsafe"}),
        ({"told_child": "no"}, {"told_child"}),
        ({"heard": "not_yet"}, {"hear"}),
    ],
)
def test_what_the_panel_is_asked(changes, alerts):
    assert score(BID, sheet(stay=1) | changes).alert_codes == alerts
