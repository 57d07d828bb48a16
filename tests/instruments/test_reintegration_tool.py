"""The reintegration plan: which idea is feasible, and whether all three dimensions have an aim."""

import pytest

from instruments.reintegration import MARKS, ideas, months_to_even
from instruments.scoring import score
from instruments.shelf import load

TOOL = load("reintegration")


def marks(*values, place=1):
    names = zip(MARKS, values, strict=True)
    return {f"option_{place}_idea": "Bakery"} | {
        f"option_{place}_{name}": one for name, one in names
    }


AIMS = dict.fromkeys(["economic", "social", "psychosocial"], "An aim")
AGREED = AIMS | {"agreed": "yes", "partner": "yes"}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "empty"),
        (marks(2, 2, 2, 2, 2) | AGREED, "agreed"),
        (marks(3, 3, 1, 1, 1) | AGREED, "none_feasible"),  # 9 of 15
        (marks(3, 3, 2, 1, 1) | AGREED, "agreed"),  # 10 of 15
        (marks(3, 3, 0, 3, 3) | AGREED, "none_feasible"),
        (marks(0, 3, 3, 3, 3) | AGREED, "none_feasible"),
        (marks(2, 2, 2, 2, 2) | AGREED | {"option_1_wanted": "no"}, "none_feasible"),
        (marks(2, 2, 2, 2, 2) | AGREED | {"option_1_cost": ""}, "not_enough_known"),
        (marks(2, 2, 2, 2, 2) | AGREED | {"social": ""}, "gaps"),
        (marks(2, 2, 2, 2, 2) | AIMS, "proposed"),
        (marks(2, 2, 2, 2, 2) | AIMS | {"agreed": "yes"}, "proposed"),
        (marks(2, 2, 2, 2, 2) | AGREED | {"agreed": "partly"}, "proposed"),
        (AGREED, "agreed"),  # no earning is planned, and that is a plan too
        ({"agreed": "refused"}, "refused"),
    ],
)
def test_plan(answers, code):
    assert score(TOOL, answers).code == code


@pytest.mark.parametrize(
    ("values", "shut_out"),
    [((3, 3, 0, 3, 3), True), ((3, 3, 3, 3, 0), True), ((0, 0, 1, 0, 1), False)],
)
def test_a_dangerous_or_unlawful_idea_is_shut_out(values, shut_out):
    result = score(TOOL, marks(*values))

    assert ("shut_out" in result.alert_codes) is shut_out
    assert ideas(TOOL, marks(*values))[0].is_shut_out is shut_out


@pytest.mark.parametrize(
    ("startup", "income", "cost", "months"),
    [(1000, 300, 100, 5), (1001, 300, 100, 6), (1000, 100, 100, None), (1000, "", 100, None)],
)
def test_months_until_a_business_is_even(startup, income, cost, months):
    answers = {"startup": startup, "income_month": income, "cost_month": cost}

    assert months_to_even(answers) == months
    assert ("never" in score(TOOL, answers).alert_codes) is (income == cost)
