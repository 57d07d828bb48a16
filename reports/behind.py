"""The pseudonymous journeys behind a figure, as they are now. Rights are those of the list of journeys."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from directory.zones import zones
from referral.models import Journey, JourneyParty, Leg
from referral.stages import JourneyStatus
from reports.figures import Figure, Slice

MOST = 50


@dataclass(frozen=True, slots=True)
class Debt:
    reference: str
    kind: str
    body: str
    debtor: str
    since: object
    due: object
    reminded_at: object


@dataclass(frozen=True, slots=True)
class Answer:
    reference: str
    kind: str
    body: str
    answerer: str
    sent_at: object
    answered_at: object
    late: bool

    @property
    def days(self):
        return max(0, (self.answered_at - self.sent_at).days)


def asked(sql, parameters, row):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row(*values) for values in cursor.fetchall()]


def debts(part: Slice, kind="", body="") -> list[Debt]:
    values = [kind, body, part.organisation or None, part.found_in, part.goes_to]
    return asked("SELECT * FROM desk_debts(%s, %s, %s, %s, %s)", values, Debt)


def answers(part: Slice, since: datetime, kind="") -> list[Answer]:
    values = [kind, part.organisation or None, part.found_in, part.goes_to, since]
    return asked("SELECT * FROM desk_answers(%s, %s, %s, %s, %s)", values, Answer)


def remind(part: Slice, kind: str, body: str) -> int:
    """A friendly reminder to each body behind this number. How many were sent."""
    values = [kind, body, part.organisation or None, part.found_in, part.goes_to]
    [number] = asked("SELECT remind_bodies(%s, %s, %s, %s, %s)", values, int)
    return number


def journeys(actor, figure: str, part: Slice, value: str, first: date | None):
    """At most fifty, the last changed first."""
    found = in_part(seen(actor), actor, part)
    return found.filter(behind(actor, figure, value, first)).order_by("-changed_at", "-pk")[:MOST]


def seen(actor):
    country = JourneyParty.objects.filter(
        journey=OuterRef("pk"), organisation=None, country=actor.country, hidden_at=None
    )
    abroad = Leg.objects.filter(journey=OuterRef("pk")).exclude(country=OuterRef("found_in"))
    return Journey.objects.visible_to(actor).annotate(
        seen_from=Subquery(country.values("visible_from")[:1]),
        goes_to=Coalesce(
            Subquery(abroad.order_by("-held_from", "pk").values("country")[:1]), Value("")
        ),
    )


def in_part(found, actor, part):
    if part.organisation:
        here = Leg.objects.filter(journey=OuterRef("pk"), country=actor.country)
        holder = here.order_by("-held_from", "pk").values("organisation")[:1]
        return found.annotate(holder=Subquery(holder)).filter(holder=part.organisation)
    if part.found_in:
        return found.filter(found_in=part.found_in, goes_to=part.goes_to)
    return found


def behind(actor, figure, value, first):
    is_open = ~Q(status=JourneyStatus.CLOSED)
    if figure == Figure.CAME:
        return during(actor, "seen_from", value, first)
    if figure == Figure.CLOSED:
        return ~is_open & during(actor, "closed_at", value, first)
    if figure == Figure.FLOW and value:
        found_in, _mark, goes_to = value.partition("-")
        return is_open & Q(found_in=found_in, goes_to=goes_to)
    if figure == Figure.OUTLOOK and value:
        return is_open & Q(outlook=value)
    if figure == Figure.OPEN and value.isdigit():
        return is_open & Q(stage=int(value))
    return is_open


def during(actor, name, value, first):
    """In the month that was chosen, or in the whole period; months are those of the country."""
    zone = ZoneInfo(zones().get(actor.country, "UTC"))
    month = read_month(value)
    if month:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        return Q(**{f"{name}__gte": start(month, zone), f"{name}__lt": start(after, zone)})
    return Q(**{f"{name}__gte": start(first, zone)}) if first else Q(**{f"{name}__isnull": False})


def start(day, zone):
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def read_month(value):
    try:
        return date.fromisoformat(value).replace(day=1)
    except ValueError:
        return None
