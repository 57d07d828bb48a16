"""Counselling on all options, the checklist before the journey, and the first three days."""

import pytest

from instruments.returning import FREE_AND_CLEAR, checks
from instruments.scoring import score
from instruments.shelf import load

COUNSEL, LIST, ARRIVAL = load("options_counselling"), load("travel_checklist"), load("arrival")


def yes(codes, value="yes"):
    return dict.fromkeys(codes, value)


TOLD = yes(one.code for one in COUNSEL.section("options").questions)
FREE = yes(FREE_AND_CLEAR)
CALM = yes((one.code for one in COUNSEL.section("pressure").questions), "no")
GOOD = TOLD | FREE | CALM


@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "not_complete", set()),
        (GOOD, "informed", set()),
        (TOLD | CALM, "not_complete", set()),
        (GOOD | {"says_back": "no"}, "not_complete", set()),
        (GOOD | {"expects": "unknown"}, "not_complete", set()),
        (GOOD | {"alone": "no"}, "not_complete", {"alone"}),
        (GOOD | {"told_alone": "no"}, "not_complete", set()),
        (GOOD | {"told_stay": "no", "decision": "return"}, "not_complete", {"explain_first"}),
        (GOOD | {"told_stay": "no", "decision": "stay"}, "not_complete", set()),
        (GOOD | {"decision": "not_yet"}, "informed", set()),
        (GOOD | {"decision": "return"}, "informed", set()),
        (GOOD | {"we_press": "yes"}, "pressure", {"supervisor_review"}),
        (GOOD | {"debt_pressure": "declined"}, "not_complete", set()),
    ],
)
def test_counselling(answers, code, alerts):
    result = score(COUNSEL, answers)

    assert (result.code, result.alert_codes) == (code, alerts)


@pytest.mark.parametrize("pressure", CALM)
def test_one_pressure_is_enough_for_a_second_look(pressure):
    assert score(COUNSEL, GOOD | {pressure: "yes"}).code == "pressure"


def test_counselling_of_the_first_version_is_read_as_it_was():
    first = load("options_counselling", 1)
    told = yes(one.code for one in first.section("options").questions)
    calm = yes((one.code for one in first.section("pressure").questions), "no")

    assert score(first, told | calm).code == "informed"


TICKED = [one for one in LIST.questions.values() if "blocked" in {o.code for o in one.options}]
PACKED = yes((one.code for one in TICKED), "done") | {
    "still_wants": "yes",
    "paper_safe": "yes",
    "child_travels": "no",
    "fitness": "nothing",
}


def packed(**changes):
    answers = PACKED | changes
    asked = {one.code for one in checks(LIST, answers)}
    return {
        code: value
        for code, value in answers.items()
        if code in asked
        or code in changes
        or code in ("still_wants", "paper_safe", "child_travels", "fitness")
    }


@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "open", {"essential", "no_paper"}),
        (packed(), "ready", set()),
        (packed(still_wants="no"), "stopped", set()),
        (packed(still_wants="not_asked"), "open", set()),
        (packed(document="blocked"), "blocked", set()),
        (packed(nobody_there="pending"), "open", {"essential"}),
        (packed(second_greeter="pending"), "open", set()),
        (packed(paper_safe="unknown", numbers_known="pending"), "open", {"no_paper"}),
        (packed(paper_safe="no", numbers_known="done"), "ready", {"no_paper"}),
        (packed(fitness="pregnancy", certificate="pending"), "open", {"essential"}),
        (packed(fitness="pregnancy", certificate="done"), "ready", set()),
        (packed(greeter="not_needed"), "ready", {"nobody"}),
        (packed(first_night="not_needed"), "ready", {"nobody"}),
        (packed(child_travels="yes", escort="pending"), "open", {"essential"}),
        (packed(child_travels="yes"), "ready", set()),
    ],
)
def test_checklist(answers, code, alerts):
    result = score(LIST, answers)

    assert (result.code, result.alert_codes) == (code, alerts)


def test_no_child_goes_without_an_escort():
    child = yes(("child_papers", "guardian", "other_parent"), "done") | {"child_travels": "yes"}

    assert "escort" in score(LIST, packed(**child, escort="not_needed")).alert_codes
    assert "escort" not in score(LIST, packed(**child, escort="done")).alert_codes


BASICS = yes(one.code for one in ARRIVAL.section("basics").questions)
SAFE = yes((one.code for one in ARRIVAL.section("dangers").questions), "no")
THERE = BASICS | SAFE | {"incident": "none", "recognised": "no", "met_as_agreed": "yes"}
THERE |= {"condition": 3, "mood": 3, "handover_read": "yes"}


@pytest.mark.parametrize(
    ("answers", "code", "alerts"),
    [
        ({}, "not_enough_known", set()),
        (THERE, "settled", set()),
        (THERE | {"slept": "unknown"}, "not_enough_known", set()),
        (THERE | {"ate": "no"}, "needs", set()),
        (THERE | {"incident": "missed"}, "settled", set()),
        (THERE | {"incident": "medical"}, "needs", {"incident"}),
        (THERE | {"recognised": "yes"}, "urgent", {"recognised"}),
        (THERE | {"questioned": "yes"}, "urgent", {"questioned"}),
        (THERE | {"wants_back": "yes"}, "urgent", {"wants_back"}),
        (THERE | {"met_as_agreed": "no", "nobody_came": "no"}, "settled", set()),
        (THERE | {"met_as_agreed": "no", "nobody_came": "yes"}, "urgent", {"nobody_came"}),
    ],
)
def test_arrival(answers, code, alerts):
    result = score(ARRIVAL, answers)

    assert (result.code, result.alert_codes) == (code, alerts)


@pytest.mark.parametrize("code", ["arrival", "travel_checklist"])
def test_the_first_version_is_still_scored(code):
    assert score(load(code, 1), {}).coverage.answered == 0
