"""The journey as lanes and stages for `shell.track`. One lane at first; a second once a country abroad is really involved. Pure."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from referral.stages import CaseStatus, Outlook, ReferralKind, ReferralStatus, Side, Stage
from shell.formats import country_name
from shell.track import CURRENT, DONE, LOCKED, NONE, PREPARING, Lane, Node, Track
from shell.track import Stage as Column

ABROAD = {ReferralKind.TRANSFER, ReferralKind.RETURN}
STILL_THERE = {
    ReferralStatus.SENT,
    ReferralStatus.ASKED,
    ReferralStatus.EXPIRED,
    ReferralStatus.ACCEPTED,
    ReferralStatus.COMPLETED,
}


@dataclass(frozen=True)
class Way:
    """What is known of the way. `events`: (stage, at) of the stages entered. `open_gates`: looked at only where a return is in sight."""

    journey: object
    case: object
    legs: list
    referrals: list
    events: list
    open_gates: Sized = ()

    @cached_property
    def countries(self) -> list[tuple[str, bool]]:
        """Abroad, each once: (country, whether it is a third one). Held before asked."""
        home = self.journey.found_in
        held = [(leg.country, getattr(leg, "side", "") == Side.THIRD) for leg in self.legs]
        asked = [
            (one.receiver.country, self.goes_third)
            for one in self.referrals
            if one.kind in ABROAD and one.status in STILL_THERE
        ]
        found = {}
        for country, is_third in [*held, *asked]:
            if country != home:
                found.setdefault(country, is_third)
        return list(found.items())

    @cached_property
    def abroad(self) -> str:
        """The country that a return leads to: where a leg is held, or who was asked there."""
        return next((country for country, is_third in self.countries if not is_third), "")

    @cached_property
    def third(self) -> str:
        others = [country for country, _is_third in self.countries if country != self.abroad]
        return next(iter(others), "")

    @property
    def goal(self) -> str:
        """The country where the person is received in the end, as far as one was asked."""
        return self.third if self.goes_third else self.abroad

    @property
    def goes_third(self) -> bool:
        return self.journey.outlook == Outlook.THIRD

    @property
    def stage(self) -> int:
        """Where it stands; for a closed journey, how far it came."""
        now = max(self.case.stage, self.journey.stage) if not self.is_closed else Stage.CLOSED
        if now != Stage.CLOSED:
            return now
        return max([stage for stage, _at in self.events if stage and stage < Stage.CLOSED] or [1])

    @property
    def is_closed(self) -> bool:
        return self.case.is_closed

    @property
    def stays(self) -> bool:
        return self.journey.outlook == Outlook.STAY or self.case.status == CaseStatus.STAY

    def was_held_in(self, country) -> bool:
        return any(leg.country == country for leg in self.legs)

    def held_in(self, country) -> bool:
        return any(leg.country == country and leg.held_to is None for leg in self.legs)


def track_of(way: Way, today: date) -> Track:
    lanes = [Lane(way.journey.found_in, _note(way, way.journey.found_in))]
    if way.abroad:
        lanes.append(Lane(way.abroad, _note(way, way.abroad), "b"))
    if way.third:
        lanes.append(Lane(way.third, _note(way, way.third), "c"))
    return Track(lanes, _columns(way, today), summary=_summary(way), closed=way.is_closed)


def _note(way, country):
    if way.is_closed:
        return ""
    if way.held_in(country):
        holds = country == way.journey.found_in or way.stage >= Stage.REINTEGRATION
        return _("Holds the case now") if holds else _("Preparing")
    return "" if country == way.journey.found_in else _("Asked")


def _columns(way, today):
    first = [_column(way, stage, today) for stage in (1, 2, 3)]
    if way.stays and not way.abroad:
        return [*first, _staying(way)]
    if way.goes_third and way.stage < Stage.RETURN:
        return [*first, _moving_on(way)]
    if way.abroad or way.journey.outlook == Outlook.RETURN or way.stage >= Stage.RETURN:
        return [*first, _column(way, 4, today), _column(way, 5, today)]
    return [*first[: max(way.stage, 1)], Column(_("Next: not decided"))]


def _staying(way):
    state = DONE if way.is_closed else CURRENT if way.case.status == CaseStatus.STAY else PREPARING
    nodes = {"a": Node(state, _("Own life here"))}
    return Column(_("Stay and inclusion"), current=state == CURRENT, nodes=nodes)


def _moving_on(way):
    """Neither here nor back: the person chose another country."""
    nodes = {"a": Node(DONE if way.is_closed else PREPARING, _("When the person decides"))}
    if way.third:
        accepted = way.was_held_in(way.third)
        nodes["c"] = Node(
            PREPARING if accepted else LOCKED, _("Preparing") if accepted else _("Later")
        )
    return Column(_("A third country"), nodes=nodes)


def _column(way, stage, today):
    current = stage == way.stage and not way.is_closed
    if way.stays and way.case.status == CaseStatus.STAY:
        current = False
    nodes = {"a": _node_here(way, stage)}
    travels = stage >= Stage.RETURN
    if way.abroad and not (travels and way.goes_third):
        nodes["b"] = _node_abroad(way, stage, way.abroad)
    if way.third and (not travels or way.goes_third):
        nodes["c"] = _node_abroad(way, stage, way.third)
    if stage == Stage.REINTEGRATION and way.goal:
        nodes["a"] = Node(NONE)
    label = Stage(stage).label
    if stage == Stage.RETURN and way.goes_third:
        label = _("Journey to a third country")
    return Column(str(label), _when(way, stage, today), current, nodes, _hand_over(way, stage))


def _when(way, stage, today):
    if stage == way.stage and stage == Stage.ASSISTANCE and not way.is_closed:
        since = next((at for found, at in way.events if found == stage), None)
        if since:
            return _("Day %(number)d") % {"number": (today - timezone.localdate(since)).days + 1}
    if stage == Stage.RETURN and way.journey.travel_on:
        return date_format(way.journey.travel_on, "MONTH_DAY_FORMAT")
    entered = next((at for found, at in way.events if found == stage), None)
    return date_format(timezone.localtime(entered), "MONTH_DAY_FORMAT") if entered else ""


def _node_here(way, stage):
    if stage < way.stage or way.is_closed or way.case.status == CaseStatus.STAY:
        return Node(DONE, done_here(stage))
    if stage == way.stage:
        return Node(CURRENT, _("Now"))
    if stage == Stage.RETURN and way.open_gates:
        return Node(LOCKED, _("Departure: %(number)d gates open") % {"number": len(way.open_gates)})
    return Node(LOCKED, _("Later"))


def done_here(stage):
    return {
        1: _("Met"),
        2: _("First help"),
        3: _("Help given"),
        4: _("Departed"),
        5: _("Settled"),
    }[int(stage)]


def _node_abroad(way, stage, country):
    accepted = way.was_held_in(country)
    if stage == Stage.IDENTIFICATION:
        return Node(NONE)
    if stage == Stage.REFERRAL:
        return Node(DONE, _("Accepted")) if accepted else Node(PREPARING, _("Asked"))
    if stage == Stage.ASSISTANCE:
        return Node(PREPARING if accepted else LOCKED, _("Preparing") if accepted else _("Later"))
    if stage == Stage.RETURN:
        return Node(DONE, _("Arrived")) if way.stage > stage else Node(LOCKED, _("Arrival"))
    if way.stage < stage:
        return Node(LOCKED, _("Later"))
    return Node(DONE if way.is_closed else CURRENT, _("Follow-up"))


def _hand_over(way, stage):
    accepted = way.was_held_in(way.abroad or way.third)
    if stage == Stage.REFERRAL:
        return "done" if accepted else "planned"
    if stage == Stage.RETURN:
        return "done" if way.stage > stage else "planned"
    return ""


def _summary(way):
    if way.is_closed:
        return _("This case is closed.")
    leads = way.stage >= Stage.REINTEGRATION and way.goal
    country = way.goal if leads else way.journey.found_in
    holder = next(
        (leg.organisation for leg in way.legs if leg.country == country and not leg.held_to), None
    )
    values = {"country": country_name(country), "organisation": holder or way.case.organisation}
    held = _("Held in %(country)s by %(organisation)s.") % values
    return f"{held} {_next(way)}"


def _next(way):
    if way.journey.outlook == Outlook.UNDECIDED:
        return _("Next: not decided.")
    if way.stays:
        return _("Next: stay.")
    if way.goes_third:
        if way.stage > Stage.RETURN:
            return _("Arrived in the third country.")
        return _("Next: a third country, when the person decides.")
    if way.stage > Stage.RETURN:
        return _("Back in the country.")
    return _("Next: return, when the person decides.")
