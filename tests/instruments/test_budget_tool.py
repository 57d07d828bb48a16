"""Ceilings, cash and the second signature. The boundary itself is still within."""

from decimal import Decimal

import pytest

from instruments.budget import (
    Item,
    Limits,
    needs_second,
    passed_ceilings,
    percent,
    sums,
    whole,
)
from instruments.scoring import score
from instruments.shelf import load

TOOL = load("budget")


def item(family, amount, cash=False, paid=0):
    return Item(family, Decimal(amount), cash, Decimal(paid))


@pytest.mark.parametrize(
    ("limits", "over"),
    [
        (Limits(), []),
        (Limits(total=Decimal(1000)), []),
        (Limits(total=Decimal("999.99")), ["total"]),
        (Limits(families={"health": Decimal(600)}), []),
        (Limits(families={"health": Decimal(599)}), ["family"]),
        (Limits(families={"legal": Decimal(0)}), []),
        (Limits(cash_percent=40), []),
        (Limits(cash_percent=39), ["cash"]),
        (Limits(cash_percent=0), ["cash"]),
        (
            Limits(total=Decimal(1), families={"health": Decimal(1)}, cash_percent=1),
            ["family", "total", "cash"],
        ),
    ],
)
def test_ceilings(limits, over):
    items = [item("health", 600), item("education", 400, cash=True)]

    assert [one.code for one in passed_ceilings(items, limits)] == over


@pytest.mark.parametrize(
    ("planned", "from_", "over", "second"),
    [
        (999, 1000, [], False),
        (1000, 1000, [], True),
        (1, None, [], False),
        (1, None, ["over"], True),
    ],
)
def test_who_signs(planned, from_, over, second):
    limits = Limits(second_from=None if from_ is None else Decimal(from_))

    assert needs_second(Decimal(planned), limits, over) is second


def test_sums_and_the_variance():
    items = [item("health", 100, paid=130), item("health", 100), item("legal", 50, True, 10)]
    found = sums(items)

    assert list(found) == [
        "health",
        "professional",
        "accommodation",
        "education",
        "family",
        "legal",
    ]
    assert (found["health"].variance, found["health"].variance_percent) == (Decimal(-70), -35)
    assert (whole(items).planned, whole(items).cash, whole(items).paid) == (250, 50, 140)
    assert found["education"].variance_percent is None


@pytest.mark.parametrize(
    ("part", "of", "found"), [(1, 3, 33), (2, 3, 67), (1, 200, 1), (5, 0, None), (-1, 2, -50)]
)
def test_percents_are_rounded_to_the_nearest(part, of, found):
    assert percent(Decimal(part), Decimal(of)) == found


@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "empty", set()),
        ({"health_kind": 100}, "within", set()),
        ({"health_kind": 100, "ceiling": 100}, "within", set()),
        ({"health_kind": 101, "ceiling": 100}, "over", set()),
        ({"health_kind": 100, "second_from": 100}, "second", set()),
        ({"health_kind": 99, "second_from": 100}, "within", set()),
        ({"health_cash": 50, "legal_kind": 50, "cash_percent": 50}, "within", set()),
        ({"health_cash": 51, "legal_kind": 49, "cash_percent": 50}, "over", set()),
        ({"health_cash": 5, "money_controlled": "yes"}, "within", {"in_kind"}),
        ({"health_cash": 5, "money_controlled": "unknown"}, "within", set()),
    ],
)
def test_the_tool_alone(answers, code, alerts):
    result = score(TOOL, answers)

    assert (result.code, result.alert_codes) == (code, alerts)


def test_a_line_that_nobody_pays_is_open():
    result = score(
        TOOL, {"health_kind": 10, "health_payer": "nobody", "legal_cash": 5, "legal_payer": "state"}
    )

    assert (result.coverage.answered, result.coverage.total) == (1, 2)
