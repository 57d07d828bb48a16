"""Journeys made together (rules of practice 24): linked, given one day, parted with a reason. A link opens no file."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from referral.actions.events import tell
from referral.models import Case, HouseholdMember, MoveNotAllowed
from referral.stages import EventKind, Side


@dataclass(frozen=True)
class Together:
    """Who travels with somebody. `others`: somebody does whose case is not open to the acting person; nothing more is told."""

    travel_on: date | None = None
    leaves_at: datetime | None = None
    arrives_at: datetime | None = None
    cases: list[Case] = field(default_factory=list)
    others: bool = False
    linked: bool = False

    def __bool__(self):
        return self.linked


def together(case: Case) -> Together:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM travels_with(%s)", [case.pk])
        found = cursor.fetchone()
    if found is None:
        return Together()
    day, leaves, arrives, ids, others = found
    cases = Case.objects.visible_to(current_actor()).filter(pk__in=ids)
    cases = cases.select_related("journey", "organisation", "lead").order_by("opened_at", "pk")
    return Together(day, leaves, arrives, list(cases) if ids else [], others, linked=True)


def everybody(case: Case) -> list[Case]:
    """All who travel together, this one first. Raises `MoveNotAllowed` where one of them is not open to the acting person."""
    found = together(case)
    if found.others:
        raise MoveNotAllowed(why_not("open"))
    return [case, *found.cases]


def members(case: Case) -> dict:
    """case id → `HouseholdMember`, of those that row security shows: this case's own among them."""
    mine = HouseholdMember.objects.filter(case=case, left_at=None).values("household")
    rows = HouseholdMember.objects.filter(household__in=mine, left_at=None)
    return {row.case_id: row for row in rows.select_related("joined_by")}


def ask(door, *arguments) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {door}({', '.join(['%s'] * len(arguments))})", arguments)
        problem = cursor.fetchone()[0]
    if problem:
        raise MoveNotAllowed(why_not(problem))


def why_not(problem: str) -> str:
    return {
        "open": _(
            "Others travel along whose cases are not open to you. Ask the lead worker:"
            " whoever works on all of them does this."
        ),
        "moving": _("One of them is travelling, or the journey has ended."),
        "other": _("Both travel with others already. Part one of them first, with a reason."),
        "there": _("They are linked already."),
        "days": _(
            "The two have different days of travel. Give both the same day first, then link them."
        ),
        "gone": _("Nobody travels along any more. Reload the page."),
    }[problem]


@transaction.atomic
def link(case: Case, other: Case, *, this_is: str, other_is: str) -> None:
    """From here on they travel on one day. Raises `MoveNotAllowed`."""
    parts = HouseholdMember.Part
    before = case.journey.travel_on, other.journey.travel_on
    ask("link_household", uuid.uuid4(), case.pk, other.pk, parts(this_is), parts(other_is))
    for one, had in zip((case, other), before, strict=True):
        tell_day(one, had)


@transaction.atomic
def part(case: Case, *, why: str) -> None:
    """This one travels apart from now on. Where two are left, nobody is a household any more."""
    ask("leave_household", case.pk, HouseholdMember.Why(why))


@transaction.atomic
def set_day(case: Case, *, leaves_at: datetime, arrives_at: datetime | None) -> None:
    """The one place where the day of a household is set: for all of them. Raises `MoveNotAllowed`."""
    travellers = everybody(case)
    before = [one.journey.travel_on for one in travellers]
    day = timezone.localtime(leaves_at).date()
    ask("set_household_day", case.pk, day, leaves_at, arrives_at)
    for one, had in zip(travellers, before, strict=True):
        tell_day(one, had)


def tell_day(case: Case, had: date | None) -> None:
    case.journey.refresh_from_db(fields=["travel_on", "arrives_by"])
    if case.journey.travel_on and case.journey.travel_on != had and case.side == Side.DESTINATION:
        tell(case.journey, EventKind.TRAVEL_PLANNED, side=case.side)
