"""
Until when carriers usually take somebody who is pregnant. A setting, kept here with its sources; shown as "ask the carrier".

Each carrier has conditions of its own: these are the common ones. Imports no model.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

TERM_WEEKS = 40  # completed weeks at the due date


class Carrier(models.TextChoices):
    AIR = "air", _("By air")
    SEA = "sea", _("By ship")
    RAIL = "rail", _("By train")
    ROAD = "road", _("By road")


@dataclass(frozen=True)
class CarrierRule:
    """In completed weeks: the last one with one child and with more, and the first that asks for a certificate."""

    single: int
    multiple: int
    certificate: int
    source: str
    checked_on: date


# By train and by road no common rule was found: there is no limit here.
RULES = {
    Carrier.AIR: CarrierRule(
        36,
        32,
        28,
        "Conditions of Albawings (booking.albawings.com), as airlines commonly follow IATA",
        date(2026, 11, 28),
    ),
    Carrier.SEA: CarrierRule(
        31,
        31,
        28,
        "Conditions of Stena Line (stenaline.se), Rosslare to Cherbourg",
        date(2026, 11, 28),
    ),
}


@dataclass(frozen=True)
class Limit:
    not_after: date
    certificate_from: date


def due_from_week(week: int, said_on: date) -> date:
    """The due date, from the completed weeks on the day when they were said."""
    return said_on + timedelta(weeks=TERM_WEEKS - week)


def week_on(due_on: date, day: date) -> int:
    """Completed weeks on `day`."""
    return (TERM_WEEKS * 7 - (due_on - day).days) // 7


def limit(carrier: str, due_on: date, *, multiple: bool) -> Limit | None:
    """The latest day of travel and the first that needs a certificate; None where no rule is known."""
    rule = RULES.get(Carrier(carrier))
    if rule is None:
        return None
    last = rule.multiple if multiple else rule.single
    return Limit(
        due_on - timedelta(weeks=TERM_WEEKS - last),
        due_on - timedelta(weeks=TERM_WEEKS - rule.certificate),
    )
