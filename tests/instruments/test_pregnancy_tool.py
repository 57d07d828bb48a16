"""Weeks by hand, the carrier's boundaries, and that health waits for nothing."""

import pytest

from instruments.pregnancy import week_of_travel
from instruments.scoring import score
from instruments.shelf import load

TOOL = load("pregnancy")
CALM = {one.code: "no" for one in TOOL.section("now").questions}
CARE = {one.code: "yes" for one in TOOL.section("care").questions if one.code != "wishes"}
WELL = CALM | CARE | {"multiple": "no", "certificate": "yes"}
# The due date is the end of week 40: 28 days before it, 36 weeks are complete.
RULE = {"due_on": "2026-06-29", "last_week": 36, "certificate_week": 28}


@pytest.mark.parametrize(
    ("travel_on", "week"),
    [
        ("2026-06-29", 40),
        ("2026-06-01", 36),
        ("2026-05-31", 35),
        ("2026-06-08", 37),
        ("2025-09-22", 0),
        ("2025-09-21", None),
        ("2026-07-20", 43),
        ("2026-07-21", None),
        ("", None),
    ],
)
def test_completed_weeks(travel_on, week):
    assert week_of_travel(RULE | {"travel_on": travel_on}) == week


@pytest.mark.rule(25)
@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "not_enough_known", set()),
        (WELL, "ready", set()),
        (WELL | {"still": "unknown"}, "not_enough_known", set()),
        (WELL | {"bleeding": "yes"}, "urgent", {"bleeding"}),
        (WELL | {"hurt": "yes"}, "urgent", {"hurt"}),
        (WELL | {"waits": "yes"}, "waits", {"waits"}),
        (WELL | RULE | {"travel_on": "2026-06-07"}, "ready", set()),  # 36 weeks and 6 days
        (WELL | RULE | {"travel_on": "2026-06-08"}, "too_late", set()),
        (WELL | RULE | {"travel_on": "2026-06-08", "last_week": ""}, "ready", set()),
        (WELL | RULE | {"travel_on": "2026-04-06", "certificate": "no"}, "certificate", set()),
        (WELL | RULE | {"travel_on": "2026-04-05", "certificate": "no"}, "ready", set()),
        (WELL | RULE | {"travel_on": "2026-06-08", "waits": "yes"}, "too_late", {"waits"}),
        (WELL | {"where": "no"}, "gaps", set()),
        (WELL | {"registry": "no"}, "gaps", {"registry"}),
        (WELL | {"record": "no"}, "gaps", {"record"}),
    ],
)
def test_pregnancy(answers, code, alerts):
    result = score(TOOL, answers)

    assert (result.code, result.alert_codes) == (code, alerts)
