"""When help ends: the door stays open, and our reasons are not the person's."""

import pytest

from instruments.scoring import score
from instruments.shelf import load

TOOL = load("exit")
TOLD = {"knows_back": "yes", "knows_danger": "yes", "ask_again": "no"}


@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "not_enough_known", set()),
        (TOLD, "not_enough_known", set()),
        (TOLD | {"reason": "reached"}, "ready", set()),
        ({"reason": "reached"}, "not_ready", set()),
        (TOLD | {"reason": "reached", "ask_again": "not_asked"}, "not_ready", set()),
        (TOLD | {"reason": "reached", "knows_back": "no"}, "not_ready", set()),
        (TOLD | {"reason": "contact", "knows_back": "unknown"}, "gone", set()),
        (TOLD | {"reason": "money"}, "ours", set()),
        (TOLD | {"reason": "money", "needs_left": "unknown"}, "ours", set()),
        (TOLD | {"reason": "money", "needs_left": "no"}, "ready", set()),
        (TOLD | {"reason": "money", "needs_left": "yes", "goes_on": "yes"}, "ready", set()),
        (TOLD | {"reason": "wish"}, "ready", set()),
        (TOLD | {"reason": "wish", "knows_danger": "declined"}, "not_ready", {"danger"}),
        (TOLD | {"reason": "reached", "complaint_known": "no"}, "ready", {"complaint"}),
        (TOLD | {"reason": "reached", "consents_over": "no"}, "ready", {"consents"}),
    ],
)
def test_exit(answers, code, alerts):
    result = score(TOOL, answers)

    assert (result.code, result.alert_codes) == (code, alerts)
