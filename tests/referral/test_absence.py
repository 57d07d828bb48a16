"""The ladder of attempts, pure."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from referral.absence import ladder, safe_ways

DAY = date(2026, 3, 1)
GIVEN = ["message", "email", "place"]


def tried(way, result="nothing"):
    return SimpleNamespace(way=way, result=result)


def steps(ways=GIVEN, tries=(), days=0):
    return ladder(began=DAY, ways=ways, tries=tries, today=DAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("ways", "tries", "days", "next_way", "due", "done"),
    [
        (GIVEN, [], 0, "message", 1, False),
        (GIVEN, [tried("message")], 1, "email", 5, False),
        (GIVEN, [tried("message"), tried("message")], 1, "email", 5, False),
        (GIVEN, [tried("message"), tried("email")], 5, "place", 12, False),
        (GIVEN, [tried("message"), tried("email"), tried("place")], 6, "", 14, True),
        (GIVEN, [], 20, "message", 1, False),
        (["email"], [tried("email")], 13, "", 14, False),
        (["email"], [tried("email")], 14, "", 14, True),
        (["email"], [tried("email", "failed")], 3, "", 14, False),
        ([], [], 13, "", 14, False),
        ([], [], 14, "", 14, True),
    ],
)
def test_the_ladder(ways, tries, days, next_way, due, done):
    found = steps(ways, tries, days)
    assert (found.next_way, (found.due_on - DAY).days, found.is_done) == (next_way, due, done)


def test_somebody_elses_answer_closes_a_way():
    assert "message" not in steps(tries=[tried("message", "somebody")]).usable


def test_the_flag_wins_over_an_older_answer():
    assert safe_ways(["call", "email"], []) == ["call", "email"]
    assert safe_ways(["call", "email"], ["no_phone"]) == ["email"]
