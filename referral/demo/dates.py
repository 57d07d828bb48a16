"""
Demo journeys are made today, step by step, as the product makes them; then each step is moved to its own day in the past.

The moving is the owner's work, over a connection of its own. It touches no audit entry: the log says when things were
really written.
"""

import contextlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import psycopg2
from django.conf import settings
from django.db import connection
from django.utils import timezone

MINUTES_BETWEEN = 25  # of two steps on one day
FIRST_HOUR = 7

OF_JOURNEY = "t.journey_id"
OF_CASE = "(SELECT c.journey_id FROM referral_case c WHERE c.id = t.case_id)"
OF_GRANT = "(SELECT c.journey_id FROM referral_case c WHERE c.id = t.content_object_id)"
OF_REFERRAL = "(SELECT r.journey_id FROM referral_referral r WHERE r.id = t.referral_id)"
OF_ABSENCE = "(SELECT a.journey_id FROM referral_absence a WHERE a.id = t.absence_id)"

# table, whose journey, instants, {instant: what was reckoned from it}
MOVED = [
    ("journey", "t.id", "opened_at changed_at closed_at arrived_at", {}),
    ("case", OF_JOURNEY, "opened_at closed_at", {}),
    ("caseusergrant", OF_GRANT, "sort_at granted_at", {}),
    ("casegroupgrant", OF_GRANT, "sort_at granted_at", {}),
    ("journeyparty", OF_JOURNEY, "visible_from hidden_at", {}),
    ("leg", OF_JOURNEY, "held_from held_to", {}),
    ("gatesignature", OF_JOURNEY, "signed_at", {}),
    ("journeyevent", OF_JOURNEY, "at", {}),
    ("consent", OF_CASE, "given_at", {"given_at": "review_on"}),
    ("consentitem", OF_CASE, "agreed_from", {}),
    ("referral", OF_JOURNEY, "drafted_at sent_at answered_at", {"sent_at": "answer_by"}),
    ("package", OF_REFERRAL, "packed_at", {}),
    ("packagepart", OF_REFERRAL, "recalled_at taken_at", {}),
    ("message", OF_REFERRAL, "at", {}),
    ("task", OF_JOURNEY, "made_at done_at", {"made_at": "due_on"}),
    ("notice", OF_JOURNEY, "made_at read_at", {}),
    ("plangoal", OF_CASE, "written_at", {}),
    ("planagreement", OF_CASE, "written_at", {}),
    ("budgetline", OF_CASE, "written_at", {}),
    ("budgetapproval", OF_CASE, "written_at", {}),
    ("payment", OF_CASE, "written_at", {}),
    ("note", OF_CASE, "written_at", {}),
    ("assessment", OF_CASE, "began_at finished_at", {}),
    ("evidence", OF_CASE, "written_at", {}),
    ("absence", OF_JOURNEY, "reported_at found_at decided_at round_from", {}),
    ("contacttry", OF_ABSENCE, "at written_at", {}),
    ("childstep", OF_CASE, "written_at confirmed_at", {}),
    ("contactcheck", OF_CASE, "written_at", {}),
    ("contactwish", OF_CASE, "written_at answered_at", {}),
]


@dataclass
class Step:
    """What was really done between `began` and `ended` counts as done `days` days ago."""

    journey: object
    began: datetime
    ended: datetime
    days: int
    moved: timedelta


@dataclass
class Calendar:
    today: object = field(default_factory=timezone.localdate)

    def ago(self, days):
        return self.today - timedelta(days=days)

    def at(self, days, hour=10):
        """An instant so many days ago, or ahead when negative."""
        now = timezone.now().replace(hour=hour, minute=0, second=0, microsecond=0)
        return now - timedelta(days=days)


@contextlib.contextmanager
def step(story, days, hour=FIRST_HOUR):
    began = timezone.now()
    yield
    minutes = hour * 60 + story.number % 20
    minutes += MINUTES_BETWEEN * len([one for one in story.steps if one.days == days])
    then = began.replace(hour=0, minute=0, second=0) + timedelta(minutes=minutes)
    moved = began - then + timedelta(days=days) if days else timedelta()
    story.steps.append(Step(story.journey, began, timezone.now(), days, moved))


def move(stories):
    """All at once, so that nobody sees a journey half in the past."""
    steps = [one for story in stories for one in story.steps if one.days]
    with owner() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE moved (journey uuid, began timestamptz, ended timestamptz, days int, moved interval)"
            " ON COMMIT DROP"
        )
        cursor.executemany(
            "INSERT INTO moved VALUES (%s, %s, %s, %s, %s)",
            [(str(s.journey), s.began, s.ended, s.days, s.moved) for s in steps],
        )
        for table, journey, instants, reckoned in MOVED:
            for instant in instants.split():
                cursor.execute(statement(table, journey, instant, reckoned.get(instant)))
        for story in stories:
            move_travel(cursor, story)


def statement(table, journey, instant, reckoned):
    """The names come from the table above; nothing in it was typed by anybody."""
    also = f", {reckoned} = {reckoned} - m.days" if reckoned else ""
    if reckoned == "answer_by":
        also = ", answer_by = answer_by - m.moved"
    return (
        f"UPDATE referral_{table} t SET {instant} = {instant} - m.moved{also} FROM moved m"  # noqa: S608
        f" WHERE m.journey = {journey} AND t.{instant} BETWEEN m.began AND m.ended"
    )


def move_travel(cursor, story):
    """A departure can only be noted on its day, so the plan was made for today."""
    if story.travel:
        leaves, arrives = story.travel
        cursor.execute(
            "UPDATE referral_journey SET travel_on = %s, arrives_by = %s WHERE id = %s AND travel_on IS NOT NULL",
            [leaves.date(), arrives, str(story.journey)],
        )
        cursor.execute(
            "UPDATE referral_travel t SET leaves_at = %s, arrives_at = %s FROM referral_case c"
            " WHERE c.id = t.case_id AND c.journey_id = %s",
            [leaves, arrives, str(story.journey)],
        )
    if story.arrived_days:
        cursor.execute(
            "UPDATE referral_visit v SET due_on = due_on - %s FROM referral_case c"
            " WHERE c.id = v.case_id AND c.journey_id = %s",
            [story.arrived_days, str(story.journey)],
        )


@contextlib.contextmanager
def owner():
    parameters = settings.DEMO_OWNER
    opened = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=parameters["USER"],
        password=parameters["PASSWORD"],
        host=parameters["HOST"],
        port=parameters["PORT"],
        **parameters.get("OPTIONS", {}),
    )
    try:
        with opened, opened.cursor() as cursor:
            yield cursor
    finally:
        opened.close()
