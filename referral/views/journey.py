"""Journeys for those who oversee them: stage, status, which body owes what since when. Never a case, never a person."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Subquery, prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from audit.models import record
from referral.actions.child_words import know_children, words_of
from referral.actions.disclosures import disclosure_counts
from referral.actions.gates.standing import gates_of
from referral.forms.assign import JourneyFilter
from referral.gates.departure import open_gates
from referral.gates.signers import owners
from referral.gates.state import State
from referral.journey_track import Way, track_of
from referral.models import Journey, JourneyEvent, JourneyParty, Leg
from referral.models.case import PAGE
from referral.stages import (
    PERSONS_OWN,
    EventKind,
    JourneyStatus,
    Outlook,
    Stage,
)
from referral.views.case import entry_of
from referral.views.fetch import get_journey
from referral.views.keyset import chip, cursor, older, without

OVERSEES = [Role.NATIONAL_COORDINATOR, Role.SUPERVISOR, Role.FOCAL_POINT]
SHOWN_EVENTS = 50
ASKED = [EventKind.REFERRED, EventKind.ANSWERED]
ANSWERS = [EventKind.ACCEPTED, EventKind.DECLINED, EventKind.CLOSED_BY_SENDER]


@dataclass(frozen=True, slots=True)
class Seen:
    """What takes the place of a case in the track: the journey is all that is known here."""

    stage: int
    organisation: object
    status: str = ""
    is_closed: bool = False


@roles(*OVERSEES)
def journey_list(request):
    form = JourneyFilter(request.GET)
    chosen = form.chosen()
    found = list(page_of_journeys(request.actor, chosen, cursor(request.GET.get("before", ""))))
    shown = found[:PAGE]
    fetch_for_rows(shown)
    context = {
        "unconfirmed": [] if "before" in request.GET else unconfirmed(),
        "rows": [journey_row(one) for one in shown],
        "disclosed": disclosure_counts() if actor_counts(request) else [],
        "form": JourneyFilter(initial=chosen),
        "active": [chip(request.GET, form, name) for name in chosen],
        "action": reverse("journey_list"),
        "older_url": older(request.GET, shown[-1].changed_at, shown[-1].pk)
        if len(found) > PAGE
        else "",
        "newer_url": without(request.GET, "before") if "before" in request.GET else "",
    }
    return render(request, "referral/journey_list.html", context)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Care that was handed on, and that nobody has confirmed. No case, no person."""

    reference: str
    sender: str
    receiver: str
    from_country: str
    to_country: str
    since: object
    given_back: bool
    escalated: bool


def unconfirmed() -> list[Unconfirmed]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unconfirmed_holders()")
        return [Unconfirmed(*row) for row in cursor.fetchall()]


def actor_counts(request):
    return request.actor.role in {Role.NATIONAL_COORDINATOR, Role.SUPERVISOR}


def page_of_journeys(actor, chosen, before):
    found = seen_by(actor)
    if not chosen:
        return found.page_of_open(actor, before, PAGE + 1)
    found = found.filter(wanted(chosen))
    if before:
        when, last = before
        found = found.filter(Q(changed_at__lt=when) | Q(changed_at=when, pk__lt=last))
    return found.order_by(F("changed_at").desc(), F("pk").desc())[: PAGE + 1]


def seen_by(actor):
    """Visible journeys, with what happened on them since this viewer may see them."""
    mine = Q(organisation=actor.organisation)
    if actor.role == Role.NATIONAL_COORDINATOR:
        mine |= Q(organisation=None, country=actor.country)
    parties = JourneyParty.objects.filter(mine, journey=OuterRef("pk"), hidden_at=None)
    since = Subquery(parties.order_by("visible_from").values("visible_from")[:1])
    asked = JourneyEvent.objects.filter(
        journey=OuterRef("pk"),
        at__gte=OuterRef("seen_from"),
        kind__in=[*ASKED, EventKind.QUESTION, *ANSWERS],
    ).order_by("-at")
    staged = JourneyEvent.objects.filter(journey=OuterRef("pk"), stage=OuterRef("stage"))
    return (
        Journey.objects.visible_to(actor)
        .annotate(seen_from=since)
        .annotate(
            asked=Subquery(asked.values("kind")[:1]),
            asked_at=Subquery(asked.values("at")[:1]),
            staged_at=Subquery(staged.order_by("-at").values("at")[:1]),
        )
    )


def wanted(chosen):
    condition = Q() if "stage" in chosen else ~Q(status=JourneyStatus.CLOSED)
    if stage := chosen.get("stage"):
        condition &= Q(stage=stage)
    if country := chosen.get("country"):
        legs = Leg.objects.filter(journey=OuterRef("pk"), country=country)
        condition &= Q(found_in=country) | Q(Exists(legs))
    waiting = chosen.get("waiting")
    if waiting == "arrival":
        condition &= Q(status=JourneyStatus.IN_TRANSIT)
    elif waiting == "gates":
        condition &= Q(stage=Stage.RETURN, status=JourneyStatus.ACTIVE)
    elif waiting == "answer":
        condition &= Q(asked__in=[*ASKED, EventKind.QUESTION])
    return condition


def fetch_for_rows(journeys):
    """Gates are looked at only where a return is prepared: of these, and of all, each in one question."""
    prefetch_related_objects(journeys, "legs")
    before_return = [one for one in journeys if owes_gates(one)]
    prefetch_related_objects(before_return, "signatures", "talks__words")
    know_children(before_return)


def journey_row(journey):
    owed = waiting_for(journey, gates_of(journey) if owes_gates(journey) else {})
    return {
        "url": reverse("journey_detail", args=[journey.reference]),
        "reference": journey.reference,
        "route": way_codes(journey),
        "stage": journey.stage,
        "stage_name": journey.get_stage_display(),
        "status": journey.get_status_display(),
        "owed": owed[:2],
        "more": max(0, len(owed) - 2),
    }


def way_codes(journey):
    abroad = {leg.country for leg in journey.legs.all()} - {journey.found_in}
    return [journey.found_in, *sorted(abroad)]


def waiting_for(journey, states):
    """What bodies owe, with who and since when. What the person decides is nobody's to wait for."""
    owed = []
    if journey.status == JourneyStatus.IN_TRANSIT:
        since = journey.arrives_by or journey.staged_at
        owed.append(debt(_("Confirm the arrival"), _("the receiving side"), since))
    if journey.asked in ASKED:
        owed.append(debt(_("Answer a referral"), _("the organisation asked"), journey.asked_at))
    elif journey.asked == EventKind.QUESTION:
        owed.append(debt(_("Answer a question"), _("the sender"), journey.asked_at))
    if owes_gates(journey):
        words = words_of(journey)
        owed += [
            debt(one.kind.label, signers_of(one, words), journey.staged_at)
            for one in open_gates(states)
            if one.kind not in PERSONS_OWN and one.acts
        ]
    return owed


def is_before_return(journey):
    return journey.stage == Stage.RETURN and journey.outlook in (Outlook.RETURN, Outlook.THIRD)


def owes_gates(journey):
    return is_before_return(journey) and journey.status == JourneyStatus.ACTIVE


def debt(what, who, since):
    return {"what": what, "who": who, "since": timezone.localtime(since) if since else None}


def signers_of(gate, words):
    """Who signs it in general: who acts right now would tell how high a risk is, or what stands in the way."""
    found = owners(gate.kind, child=not words.decides_alone, parent=words.parent)
    return ", ".join(str(Role(role).label) for role in found)


@roles(*OVERSEES)
def journey_detail(request, reference):
    get_journey(request, reference)
    journey = (
        seen_by(request.actor)
        .prefetch_related("legs__organisation", "signatures", "talks__words")
        .get(reference=reference)
    )
    record("journey.seen", target=journey.reference)
    states = gates_of(journey)
    events = list(
        journey.events.filter(at__gte=journey.seen_from)
        .exclude(kind=EventKind.GATE_SIGNED, gate__in=PERSONS_OWN)
        .select_related("organisation")
        .order_by("-at", "-id")[:SHOWN_EVENTS]
    )
    holders = {leg.organisation_id for leg in journey.legs.all()}
    context = {
        "journey": journey,
        "track": track_of(way_of(journey, events, states), timezone.localdate()),
        "entries": [entry_of(one, journey, holders) for one in events],
        "gates": [gate_line(one) for one in states.values()] if shows_gates(journey) else [],
        "owed": waiting_for(journey, states),
        "legs": journey.legs.all(),
        "facts": facts_of(journey),
        "crumbs": [{"url": reverse("journey_list"), "label": _("Journeys")}],
    }
    return render(request, "referral/journey_detail.html", context)


def way_of(journey, events, states):
    legs = sorted(journey.legs.all(), key=lambda leg: leg.held_from)
    seen = Seen(
        journey.stage,
        legs[-1].organisation if legs else "",
        is_closed=journey.status == JourneyStatus.CLOSED,
    )
    entered = [(one.stage, one.at) for one in reversed(events) if one.stage]
    return Way(journey, seen, legs, [], entered, open_gates(states))


def shows_gates(journey):
    return is_before_return(journey) or journey.stage >= Stage.REINTEGRATION


def gate_line(gate):
    """Open or passed, for everybody who looks from outside."""
    state = "passed" if gate.is_through else "not_started"
    badge = _("Passed") if gate.is_through else _("Open")
    if gate.state == State.NOT_NEEDED:
        state, badge = "not_needed", _("Not needed")
    elif gate.kind in PERSONS_OWN and not gate.is_through:
        state, badge = "her_time", _("The person’s time")
    return {"label": f"{gate.kind.value} {gate.kind.label}", "state": state, "badge": badge}


def facts_of(journey):
    rows = [(_("Stage"), journey.get_stage_display()), (_("Status"), journey.get_status_display())]
    if journey.travel_on:
        rows.append((_("Day of travel"), date_format(journey.travel_on)))
    if journey.arrived_at:
        rows.append((_("Arrived"), date_format(timezone.localtime(journey.arrived_at))))
    return rows
