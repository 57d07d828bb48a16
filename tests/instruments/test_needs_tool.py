"""The needs assessment: what cannot wait, then the order of the areas."""

import pytest

from instruments.needs import ranked
from instruments.scoring import score
from instruments.shelf import load

TOOL = load("needs")
NOW = {one.code: one.traits["need_when"] for one in TOOL.section("now").questions}
WELL = {code: "no" if when == "yes" else "yes" for code, when in NOW.items()}
AREAS = [row.code for row in TOOL.section("areas").rows]
QUIET = {f"{area}_level": "none" for area in AREAS} | {f"{area}_wants": "no" for area in AREAS}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "not_enough_known"),
        ({"safe_now": "no"}, "danger"),
        ({"suicide": "yes"}, "danger"),
        ({"suicide": "declined"}, "not_enough_known"),
        ({"food": "no"}, "urgent"),
        ({"doctor": "yes"}, "urgent"),
        ({"housing_level": "urgent"}, "urgent"),
        (WELL, "not_enough_known"),
        (WELL | {"food": "unknown", "work_level": "low"}, "plan"),
        (WELL | {"work_level": "low"}, "plan"),
        (WELL | {"work_level": "unknown"}, "not_enough_known"),
        (WELL | QUIET, "not_enough_known"),  # the order was not asked yet
        (WELL | QUIET | {"decides": "yes"}, "none"),
    ],
)
def test_needs(answers, code):
    assert score(TOOL, answers).code == code


@pytest.mark.parametrize("code", NOW)
def test_each_thing_of_the_first_days_is_a_need_in_one_direction(code):
    other = "no" if NOW[code] == "yes" else "yes"

    assert score(TOOL, WELL | {code: NOW[code]}).code in ("urgent", "danger")
    assert score(TOOL, WELL | {code: other} | QUIET | {"decides": "yes"}).code == "none"


def test_the_order_is_by_level_then_by_what_is_wanted():
    answers = {
        "work_level": "low",
        "health_level": "urgent",
        "money_level": "medium",
        "money_wants": "no",
        "law_level": "medium",
        "faith_level": "unknown",
    }

    assert [one.area for one in ranked(TOOL, answers)] == ["health", "law", "money", "work"]


def test_an_urgent_need_that_is_not_wanted_is_told_and_not_arranged():
    alerts = score(TOOL, {"housing_level": "urgent", "housing_wants": "no"}).alert_codes

    assert alerts == {"housing_not_wanted"}
