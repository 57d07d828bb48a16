"""
A person who cannot be reached: the words, and the ladder of attempts (domain reference 3.5). Imports no model.

Only the ways that the person gave are used, each until it turns out not to be safe. A try never says what it is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LastSeen(models.TextChoices):
    """The kind of place, never the place."""

    STAY = "stay", _("Where the person stays")
    WITH_US = "with_us", _("With us")
    SERVICE = "service", _("At a service")
    ON_THE_WAY = "on_the_way", _("On the way")
    BY_PHONE = "by_phone", _("By telephone or message only")
    ELSEWHERE = "elsewhere", _("Elsewhere")


class Noticed(models.TextChoices):
    WORKER = "worker", _("Somebody who works here")
    SERVICE = "service", _("A service that helps")
    OTHER_SIDE = "other_side", _("The organisation in the other country")
    GUARDIAN = "guardian", _("The guardian")
    CLOSE = "close", _("Family or a friend")
    AUTHORITY = "authority", _("Police or another authority")


class Way(models.TextChoices):
    MESSAGE = "message", _("Message to the telephone")
    APP = "app", _("Message in an app")
    CALL = "call", _("Telephone call")
    EMAIL = "email", _("E-mail")
    PLACE = "place", _("Being at an agreed place")
    SOMEBODY = "somebody", _("Through somebody the person named")


class TryResult(models.TextChoices):
    NOTHING = "nothing", _("No answer")
    SOMEBODY = "somebody", _("Somebody else answered")
    FAILED = "failed", _("This way does not work any more")
    REACHED = "reached", pgettext_lazy("attempt", "The person answered")


class Told(models.TextChoices):
    POLICE = "police", _("Police")
    LINE = "line", _("Line for missing children")
    PROTECTION = "protection", _("Child protection")
    GUARDIAN = "guardian", _("The appointed guardian")


class FoundHow(models.TextChoices):
    ANSWERED = "answered", _("The person answered a try")
    CAME = "came", _("The person came, rang or wrote")
    OTHERS = "others", _("Somebody else told us, and it was checked")
    ARRIVED = "arrived", _("The arrival was confirmed")
    REOPENED = "reopened", _("The case was opened again")


class Decision(models.TextChoices):
    KEEP = "keep", _("Keep the case open and try again")
    CLOSE = "close", _("Close the case; it opens again when the person comes back")


class DecisionReason(models.TextChoices):
    SIGNS = "signs", _("There are signs that the person can be reached")
    DANGER = "danger", _("The person may be in danger")
    NO_SIGN = "no_sign", _("No sign of the person on any way")
    WISH = "wish", _("The person had said so before leaving")


TRIES = 3
WITHIN_DAYS = 14
TRY_DAYS = (1, 5, 12)  # after the day it was noticed: a body owes these, the person owes nothing
DECIDE_WITHIN_DAYS = 3
NO_PHONE = (
    "no_phone"  # `SafetyFlag.NO_PHONE`: a flag, so that it also holds where the ways are older
)
CLOSES_A_WAY = {TryResult.SOMEBODY, TryResult.FAILED}


@dataclass(frozen=True, slots=True)
class Ladder:
    """`usable`: the ways that may be tried now. `due_on`: of the next try, or, without `next_way`, of the decision."""

    usable: list[str]
    next_way: str
    is_done: bool
    due_on: date


def safe_ways(given: Iterable[str], flags: Iterable[str]) -> list[str]:
    """What the person gave, in a fixed order. The flag “do not telephone” wins over an older answer."""
    return [
        way for way in Way.values if way in given and not (way == Way.CALL and NO_PHONE in flags)
    ]


def ladder(*, began: date, ways: Iterable[str], tries: Iterable, today: date) -> Ladder:
    """
    `ways`: of `safe_ways`. `tries`: rows with `way` and `result` of this round.

    Done after three ways, or after the fourteen days where fewer were given and each of them was tried.
    """
    tries = list(tries)
    closed = {one.way for one in tries if one.result in CLOSES_A_WAY}
    tried = {one.way for one in tries}
    usable = [way for way in ways if way not in closed]
    untried = [way for way in usable if way not in tried]
    ends = began + timedelta(days=WITHIN_DAYS)
    is_done = len(tried) >= TRIES or (not untried and today >= ends)
    next_way = "" if is_done else next(iter(untried), "")
    due_on = began + timedelta(days=TRY_DAYS[len(tried)]) if next_way else ends
    return Ladder(usable, next_way, is_done, due_on)


def still_to_tell(told: Iterable[str], *, guardian: bool) -> list[str]:
    """Of a child, at once. A guardian only where one is appointed and not suspected."""
    owed = [Told.POLICE, Told.LINE, Told.PROTECTION] + ([Told.GUARDIAN] if guardian else [])
    return [one for one in owed if one not in set(told)]
