"""The questions about a desk. The database has them whole (`row_security/98_on_desk.sql`): to build and to plan them costs more than to answer."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from referral.access import RECEIVES_DISCLOSURE
from referral.alerts import READS_ALERTS
from referral.models import ANSWERS_COMPLAINTS


class Place(NamedTuple):
    """A journey, for the rows that are shown."""

    reference: str
    found_in: str
    held_in: list[str]


class OpenTask(NamedTuple):
    """`stage`: of our file on the journey, where that is open to me."""

    pk: UUID
    kind: str
    gate: str
    errand: str
    due_on: date | None
    is_of_case: bool
    referral_id: UUID | None
    assigned_to: UUID | None
    asked_by: UUID | None
    asked_by_name: str | None
    put_off_until: date | None
    put_off_why: str | None
    journey: UUID | None
    stage: int | None


class Waiting(NamedTuple):
    """A referral without an answer. `is_ours`: sent by us."""

    pk: UUID
    is_ours: bool
    kind: str
    status: str
    sent_at: datetime
    answer_by: datetime | None
    sender: str
    sender_country: str
    receiver: str
    journey: UUID | None
    stage: int | None


class Seldom(NamedTuple):
    """Of eleven kinds, most of which are absent on most days. What the columns hold stands with each kind in the question."""

    pk: UUID
    words: str
    reference: str | None
    yes: bool
    at: datetime | None
    day: date | None


def tasks_of(actor, covered, last_day=None) -> list[OpenTask]:
    """Mine, those of nobody by name, and those of whom I stand in for, by their day. `last_day`: without those that come later."""
    told = [actor.user, actor.organisation, list(actor.teams), list(covered), last_day]
    rows = _rows("SELECT * FROM tasks_on_desk(%s, %s, %s, %s::uuid[], %s)", told)
    return list(map(OpenTask._make, rows))


def referrals_of(actor) -> list[Waiting]:
    """Those that wait for us, and ours that wait for others on journeys whose file is open to me."""
    told = [actor.user, actor.organisation, list(actor.teams)]
    rows = _rows("SELECT * FROM referrals_on_desk(%s, %s, %s)", told)
    return list(map(Waiting._make, rows))


def places_of(journeys) -> dict[UUID, Place]:
    rows = _rows("SELECT * FROM places_on_desk(%s::uuid[])", [list(journeys)])
    return {journey: Place(*place) for journey, *place in rows}


def seldom_of(actor, today) -> dict[str, list[Seldom]]:
    """By kind. For what two people decide one row says that there may be something to ask for."""
    found = {}
    told = [actor.user, actor.organisation, actor.role, list(_words(actor.role)), today]
    for what, *row in _rows("SELECT * FROM seldom_on_desk(%s, %s, %s, %s, %s)", told):
        found.setdefault(what, []).append(Seldom(*row))
    return found


def _words(role):
    """What only some are asked about. The database asks again."""
    yield "unsent"
    if role in READS_ALERTS:
        yield "alerts"
    if role in ANSWERS_COMPLAINTS:
        yield "complaints"
    if role in RECEIVES_DISCLOSURE:
        yield "passed_on"


def open_cases_of(actor) -> int:
    told = [actor.user, actor.organisation, list(actor.teams)]
    [(number,)] = _rows("SELECT open_cases_of(%s, %s, %s)", told)
    return number


def _rows(sql, told):
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return cursor.fetchall()
