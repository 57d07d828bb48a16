"""The one thing to do next, as a table."""

from datetime import date, timedelta
from types import SimpleNamespace as Row
from uuid import uuid4

import pytest

from referral.gates.state import GateState, State
from referral.models import TaskKind
from referral.next_step import STATUSES, TASKS, URGENCY, next_step
from referral.stages import CLOSED_STATUSES, CaseStatus, GateKind, Outlook

TODAY = date(2026, 11, 21)


def step(status=CaseStatus.NEW, tasks=(), gates=(), outlook=Outlook.UNDECIDED):
    case = Row(status=status, is_closed=status in CLOSED_STATUSES)
    return next_step(case, Row(outlook=outlook), gates, tasks, TODAY)


def task(kind, days, assigned_to_id=None):
    due_on = None if days is None else TODAY + timedelta(days=days)
    return Row(kind=kind, due_on=due_on, assigned_to_id=assigned_to_id)


def gate(kind):
    return GateState(kind, State.NOT_STARTED, sentence="Open.")


def test_every_kind_of_task_and_every_open_status_has_a_step():
    assert set(TASKS) == set(TaskKind)
    assert set(STATUSES) | CLOSED_STATUSES | {CaseStatus.RETURN_REQUESTED} == set(CaseStatus)


@pytest.mark.parametrize(
    ("tasks", "label"),
    [
        ([task(TaskKind.VISIT, 0)], "Make the follow-up visit"),
        ([task(TaskKind.VISIT, 1)], "Ask what the person needs now"),
        ([task(TaskKind.OWN, None)], "Ask what the person needs now"),
        (
            [task(TaskKind.VISIT, -9), task(TaskKind.MISSED_ARRIVAL, 0)],
            "Ring now: the arrival is not confirmed",
        ),
    ],
)
def test_what_is_due_goes_first_and_an_alarm_before_all(tasks, label):
    assert step(tasks=tasks).label == label


def test_what_a_colleague_was_asked_is_not_my_step():
    asked = [task(TaskKind.SECOND_SIGNATURE, 0, assigned_to_id=uuid4())]

    assert step(tasks=asked).label == "Ask what the person needs now"


def test_a_missed_arrival_is_the_most_urgent():
    assert URGENCY[0] == TaskKind.MISSED_ARRIVAL


def test_a_gate_that_a_body_owes_comes_before_the_person_s_own():
    found = step(CaseStatus.RETURN_REQUESTED, gates=[gate(GateKind.G4), gate(GateKind.G6)])

    assert "Identity and travel document" in found.label


def test_with_all_gates_passed_two_people_approve():
    assert "second person" in step(CaseStatus.RETURN_REQUESTED).label


@pytest.mark.rule(4)
@pytest.mark.parametrize("status", [CaseStatus.REFLECTION, CaseStatus.OPTIONS])
def test_a_decision_of_the_person_has_time(status):
    assert "in the person’s time" in step(status).why


def test_a_closed_case_asks_for_nothing():
    assert "closed" in step(CaseStatus.CLOSED_OTHER).label
