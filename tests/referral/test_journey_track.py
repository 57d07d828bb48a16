"""The lanes and stages of a journey: one lane at first, and no funnel towards return."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Row

import pytest

from referral.journey_track import Way, track_of
from referral.stages import CaseStatus, Outlook, ReferralKind, ReferralStatus
from shell.track import CURRENT, DONE, LOCKED, NONE, PREPARING

TODAY = date(2026, 11, 21)
MET = datetime(2026, 10, 2, 9, tzinfo=UTC)
HERE = Row(country="IT", held_to=None, organisation="Casa Verde")
THERE = Row(country="AL", held_to=None, organisation="Qendra Drita")


def asked(status=ReferralStatus.SENT, country="AL", kind=ReferralKind.TRANSFER):
    return Row(kind=kind, status=status, receiver=Row(country=country))


def way(stage=1, status=CaseStatus.NEW, outlook=Outlook.UNDECIDED, **more):
    closed = status.startswith("closed_")
    journey = Row(found_in="IT", stage=stage, outlook=outlook, travel_on=None)
    case = Row(stage=stage, status=status, is_closed=closed, organisation="Casa Verde")
    facts = {"legs": [HERE], "referrals": [], "events": [(1, MET)]} | more
    return Way(journey, case, **facts)


def track(**facts):
    return track_of(way(**facts), TODAY)


def countries(found):
    return [lane.country for lane in found.lanes]


def states(found, lane):
    return [stage.nodes[lane].state for stage in found.stages if lane in stage.nodes]


@pytest.mark.rule(5)
def test_it_starts_with_one_lane_and_nothing_decided():
    found = track()

    assert countries(found) == ["IT"]
    assert [stage.name for stage in found.stages][-1] == "Next: not decided"
    assert states(found, "a") == [CURRENT]
    assert found.summary == "Held in Italy by Casa Verde. Next: not decided."


@pytest.mark.rule(5)
def test_a_referral_inside_the_country_adds_no_lane():
    assert countries(track(stage=2, referrals=[asked(country="IT")])) == ["IT"]


def test_asking_abroad_adds_one_and_a_withdrawal_takes_it_away():
    assert countries(track(stage=3, referrals=[asked()])) == ["IT", "AL"]
    assert countries(track(stage=3, referrals=[asked(ReferralStatus.WITHDRAWN)])) == ["IT"]


def test_a_request_to_a_consulate_adds_none():
    request = asked(kind=ReferralKind.TRAVEL_DOCUMENT)

    assert countries(track(stage=3, referrals=[request])) == ["IT"]


def test_two_lanes_on_the_way():
    found = track(stage=3, legs=[HERE, THERE], outlook=Outlook.RETURN, open_gates=range(3))

    assert states(found, "a") == [DONE, DONE, CURRENT, LOCKED, NONE]
    assert states(found, "b") == [NONE, DONE, PREPARING, LOCKED, LOCKED]
    assert [stage.hand_over for stage in found.stages] == ["", "done", "", "planned", ""]
    assert found.stages[3].nodes["a"].label == "Departure: 3 gates open"


def test_after_the_return_the_other_lane_holds_it():
    found = track(stage=5, legs=[HERE, THERE], status=CaseStatus.ARRIVED, outlook=Outlook.RETURN)

    assert states(found, "b")[-1] == CURRENT
    assert found.summary.startswith("Held in Albania by Qendra Drita.")


def test_who_stays_has_stay_and_inclusion_at_the_end():
    found = track(stage=3, status=CaseStatus.STAY, outlook=Outlook.STAY)

    assert found.stages[-1].name == "Stay and inclusion"
    assert [stage.current for stage in found.stages] == [False, False, False, True]


def test_a_closed_one_shows_how_far_it_came():
    closed = CaseStatus.CLOSED_OTHER
    found = track(stage=6, status=closed, events=[(1, MET), (2, MET), (6, MET)])

    assert found.closed
    assert states(found, "a") == [DONE, DONE]
    assert not any(stage.current for stage in found.stages)


def test_the_day_of_assistance_counts_from_its_first():
    found = track(stage=3, events=[(1, MET), (3, MET)])

    assert found.stages[2].when == "Day 51"
