"""What is owed for the work. Sums by hand."""

import pytest

from instruments.labour import claim_of
from instruments.scoring import score
from instruments.shelf import load

TOOL = load("labour")
# Ten weeks of six days of ten hours: 70 days, 600 hours.
WORK = {
    "worked_from": "2026-01-05",
    "worked_to": "2026-03-15",
    "hours_day": 10,
    "days_week": 6,
}


@pytest.mark.parametrize(
    ("answers", "due"),
    [
        ({}, None),
        (WORK, None),
        (WORK | {"promised": 5, "promised_per": "hour"}, 3000),
        (WORK | {"promised": 40, "promised_per": "day"}, 2400),
        (WORK | {"promised": 300, "promised_per": "week"}, 3000),
        (WORK | {"promised": 1000, "promised_per": "month"}, 2301),
        (WORK | {"promised": 1000, "promised_per": "unknown"}, None),
        (WORK | {"minimum_hour": 8}, 4800),
        (WORK | {"promised": 5, "promised_per": "hour", "minimum_hour": 8}, 4800),
        (WORK | {"promised": 9, "promised_per": "hour", "minimum_hour": 8}, 5400),
        # Without hours the lowest pay says nothing; the promise by the month still does.
        ({k: v for k, v in WORK.items() if k != "hours_day"} | {"minimum_hour": 8}, None),
        (WORK | {"worked_to": "2026-01-04", "minimum_hour": 8}, None),
        (WORK | {"worked_to": "2026-01-05", "minimum_hour": 8}, 72),  # one day: 60 hours / 7
        (WORK | {"worked_to": "soon", "minimum_hour": 8}, None),
        (WORK | {"worked_from": "1926-01-05", "minimum_hour": 8}, None),
    ],
)
def test_due(answers, due):
    assert claim_of(answers).due == due


PROMISED = WORK | {"minimum_hour": 8, "inspectorate_shares": "no", "lawyer": "yes", "hours_day": 8}
PROMISED |= {"days_week": 5}  # 400 hours, 3,200


@pytest.mark.parametrize(
    ("changes", "code", "owed"),
    [
        ({}, "owed", 3200),
        ({"received": 200}, "owed", 3000),
        ({"received": 3200}, "nothing_owed", 0),
        ({"received": 4000}, "nothing_owed", 0),
        ({"received": 4000, "held_back": 300, "fees": 500}, "owed", 800),
        ({"wants_claim": "no"}, "not_wanted", 3200),
        ({"wants_claim": "unknown"}, "owed", 3200),
        ({"step": "given_up"}, "not_wanted", 3200),
        ({"step": "paid"}, "closed", 3200),
        ({"step": "settled"}, "closed", 3200),
        ({"step": "court"}, "owed", 3200),
        ({"minimum_hour": ""}, "not_enough_known", None),
    ],
)
def test_result(changes, code, owed):
    answers = PROMISED | changes

    assert score(TOOL, answers).code == code
    assert claim_of(answers).owed == owed


@pytest.mark.parametrize(
    ("changes", "alerts"),
    [
        ({}, set()),
        ({"hours_day": 9}, {"overtime"}),
        ({"days_week": 6}, set()),  # 48 hours a week
        ({"days_week": 7}, {"overtime"}),
        ({"inspectorate_shares": "yes"}, {"inspectorate"}),
        ({"inspectorate_shares": "unknown"}, {"inspectorate"}),
        ({"lawyer": "unknown"}, {"time_limit"}),
        ({"leaves": "yes"}, {"attorney"}),
        ({"leaves": "unknown"}, set()),
        ({"others": "yes"}, {"site"}),
    ],
)
def test_what_is_to_be_done(changes, alerts):
    assert score(TOOL, PROMISED | changes).alert_codes == alerts
