"""One case at a glance."""

from django.db.models import Count, Value
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.kept import Kept
from accounts.models.user import short
from accounts.roles import Role
from directory.codes.services import ServiceKind
from referral.absence import Way as ContactWay
from referral.absence import safe_ways
from referral.access import DataClass
from referral.actions.households import together
from referral.actions.merge import records_under
from referral.ageing import decides_alone
from referral.country_rules import rules_of
from referral.gates.departure import open_gates
from referral.gates.state import State
from referral.guidance import guidance_for
from referral.journey_track import Way, track_of
from referral.models import (
    Appointment,
    JourneyEvent,
    Leg,
    Note,
    PackagePart,
    Referral,
    Summary,
    Task,
    TaskKind,
    Whereabouts,
)
from referral.models.absence import LOOKS
from referral.next_step import next_step
from referral.stages import CaseStatus, EventKind, GateKind, Outlook, ReferralStatus, Stage
from referral.views.case_page import open_case
from referral.views.gate import gate_row, visible_states
from referral.views.names import name_of, names_shown
from referral.views.rights import CASE_ROLES
from shell.formats import country_name
from shell.templatetags.desk import page_url

SHOWN_EVENTS = 5
TODAY_ROWS = 6
# What the page shows of rows that hold more. Where many tables are asked, columns cost more than rows.
LEG = ("journey", "country", "side", "held_from", "held_to")
EVENT = ("kind", "at", "country", "gate", "stage")

LEGS = Kept(
    lambda journey: (
        Leg.objects.filter(journey=journey)
        .select_related("organisation")
        .only(*LEG, "organisation__name")
        .order_by("held_from")
    )
)
TASKS = Kept(
    lambda cases: (
        Task.objects.filter(case__in=cases, done_at=None)
        .only("kind", "due_on", "assigned_to")
        .order_by("due_on", "made_at")
    )
)
REFERRALS = Kept(
    lambda actor, journeys: (
        Referral.objects.visible_to(actor)
        .filter(journey__in=journeys)
        .select_related("receiver")
        .only("sender", "kind", "status", "sent_at", "receiver__name", "receiver__country")
        .order_by("-drafted_at")
    )
)
STAGES = Kept(
    lambda journey: (
        JourneyEvent.objects.filter(journey=journey, stage__isnull=False)
        .order_by("at")
        .values_list("stage", "at")
    )
)
EVENTS = Kept(
    lambda journeys: (
        JourneyEvent.objects.filter(journey__in=journeys)
        .select_related("organisation")
        .only(*EVENT, "organisation__name")
        .order_by("-at", "-id")[:SHOWN_EVENTS]
    )
)
NOTES = Kept(
    lambda cases, classes: (
        Note.objects.filter(case__in=cases, undone_at=None, data_class__in=classes)
        .order_by()
        .values(all=Value(1))
        .annotate(number=Count("pk"))
        .values_list("number", flat=True)
    )
)
# Who sends a referral sends its packages.
PARTS = Kept(
    lambda referrals: PackagePart.objects.filter(
        referral__in=referrals, recalled_at=None
    ).values_list("referral", "data_class")
)
APPOINTMENTS = Kept(
    lambda case, now: (
        Appointment.objects.filter(case=case, cancelled_at=None, at__gte=now)
        .only("kind", "at")
        .order_by("at")[:TODAY_ROWS]
    )
)
WHEREABOUTS = Kept(lambda case: Whereabouts.objects.filter(case=case))


@roles(*CASE_ROLES)
def case_overview(request, reference):
    case, rights, context = open_case(request, reference, "overview")
    if case.main_reference:
        return redirect("case_overview", case.main_reference)
    under = records_under(case)
    case.records = [case, *under]
    keep(case.journey, "legs", LEGS.all(journey=case.journey_id))  # asked for in three places
    # Asked of the database only where a return is in sight.
    states = SimpleLazyObject(lambda: visible_states(case, request.actor))
    waiting = SimpleLazyObject(lambda: open_gates(states))
    tasks = TASKS.all(cases=ids_of(case))
    referrals = sent_and_received(case, request.actor)
    today = timezone.localdate()
    way = way_of(case, referrals, waiting if in_sight(case) else ())
    rules = rules_of(case, context["summary"], rights)
    context |= {
        "crumbs": [{"url": reverse("case_list"), "label": _("Cases")}],
        "names_on": names_shown(request),
        "name_said": name_of(request, case, rights),
        "track": track_of(way, today),
        "under": [{"case": one, "reference": one.journey.reference} for one in under],
        "step": step_of(
            case,
            next_step(case, case.journey, waiting, tasks, today, user=request.user.pk),
        ),
        "gates": gate_rows(case, states),
        "safe": safe_contact(case, rights, context["summary"]),
        "entries": happened(case, rights, referrals),
        "packages": packages(referrals, request.actor),
        "people": people_on(rights.grants),
        "together": together(case),
        "may_miss": not case.is_closed and request.actor.role in LOOKS,
        "may_protect": may_see_protection(request, case),
        "today": today_rows(case, rights, tasks),
        "panel": guidance_for(case),
        "rules": rules,
        "other": way.abroad if rules and rules.may_show(way.abroad) else "",
    }
    return render(request, "referral/case_overview.html", context)


def keep(of, name, rows):
    """As if they had been prefetched."""
    found = getattr(of, name).all()
    found._result_cache, found._prefetch_done = rows, True
    of.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def ids_of(case):
    return [one.pk for one in case.records]


def may_see_protection(request, case):
    """The lead and a supervisor may propose it; while it holds, everybody who sees the case is named."""
    return case.lead_id == request.user.pk or request.actor.role == Role.SUPERVISOR


def sent_and_received(case, actor):
    return REFERRALS.all(actor=actor, journeys=journeys_of(case))


def journeys_of(case):
    """Of this record and of those that are read under it, where the page looked for them."""
    return [one.journey_id for one in getattr(case, "records", [case])]


def way_of(case, referrals, waiting):
    legs = list(case.journey.legs.all())
    events = STAGES.all(journey=case.journey_id)
    return Way(case.journey, case, legs, referrals, events, waiting)


def step_of(case, step):
    """The step with an address, where its page is part of this release."""
    url = page_url(step.page, case.journey.reference) if step.page else ""
    return {"label": step.label, "lead": step.why, "url": url, "button": step.button}


def in_sight(case) -> bool:
    """Whether a return is wished for, or begun."""
    return case.journey.outlook == Outlook.RETURN or case.stage == Stage.RETURN


def gate_rows(case, states):
    """Nothing before a return is wished for, or begun: no page may pull in that direction. Gates bind what we organise."""
    if case.is_closed or not in_sight(case) or case.status == CaseStatus.LEFT_ON_OWN:
        return None
    needed = [one for one in states.values() if one.state != State.NOT_NEEDED]
    numbers = {"passed": sum(one.is_through for one in needed), "all": len(needed)}
    summary = _("%(passed)d of %(all)d passed") % numbers
    alone = decides_alone(case.journey)
    return {"rows": [gate_row(one, case, alone) for one in needed], "summary": summary}


def safe_contact(case, rights, summary):
    """How contact is safe. Opening it is a read of its class, and is logged as one."""
    if not rights.may_read(DataClass.WHEREABOUTS):
        return None
    row = WHEREABOUTS.first(case=case.pk)
    return safe_pairs(row, summary.safety_flags if summary else None) if row else {}


def safe_pairs(row, flags=None):
    """`flags`: those of the summary, where they are known already."""
    if flags is None:
        known = Summary.objects.filter(case=row.case_id).values_list("safety_flags", flat=True)
        flags = known.first()
    ways = ", ".join(str(ContactWay(one).label) for one in safe_ways(row.ways, flags or []))
    asked = [
        (_("Ways that the person gave"), ways),
        (_("Safe way"), row.safe_how),
        (_("Times"), row.safe_when),
        (_("Say you are"), row.pretext),
        (_("Never"), row.never),
    ]
    return [(label, text) for label, text in asked if text]


def happened(case, rights, referrals):
    named = named_to(case, referrals)
    newest = EVENTS.all(journeys=journeys_of(case))
    entries = [entry_of(event, case.journey, named, case.organisation_id) for event in newest]
    classes = [str(one) for one in rights.reads]
    return {"entries": entries, "notes": NOTES.first(cases=ids_of(case), classes=classes) or 0}


def named_to(case, referrals):
    """Who has a name in the timeline: holders, and whom we asked or were asked by. Others are "a service in Italy"."""
    holders = [leg.organisation_id for leg in case.journey.legs.all()]
    asked = [side for one in referrals for side in (one.sender_id, one.receiver_id)]
    return {case.organisation_id, *holders, *asked}


def entry_of(event, journey, named, own=None):
    """One line of the timeline: codes and dates, never text. Who is not `named` is "a service in Italy"; `own` stands out."""
    what = EventKind(event.kind).label
    if event.gate:
        what = pair(what, GateKind(event.gate).label)
    elif event.stage and event.kind == "stage":
        what = pair(what, Stage(event.stage).label)
    who = ""
    if event.organisation_id in named:
        who = event.organisation.name
    elif event.organisation_id:
        who = _("A service in %(country)s") % {"country": country_name(event.country)}
    return {
        "title": what,
        "when": date_format(timezone.localtime(event.at), "DATE_FORMAT"),
        "who": who,
        "lane": "a" if event.country == journey.found_in else "b",
        "solid": own is not None and event.organisation_id == own,
    }


def pair(what, which):
    return _("%(what)s: %(which)s") % {"what": what, "which": which}


def packages(referrals, actor):
    """Who received what from us: the classes that crossed, never their content."""
    sent = [one for one in referrals if str(one.sender_id) == actor.organisation and one.sent_at]
    if not sent:
        return []
    classes = {}
    for referral, data_class in PARTS.all(referrals=[one.pk for one in sent]):
        classes.setdefault(referral, set()).add(data_class)
    return [
        {
            "organisation": one.receiver,
            "on": one.sent_at,
            "status": ReferralStatus(one.status).label,
            "over": one.status in (ReferralStatus.WITHDRAWN, ReferralStatus.DECLINED),
            "classes": [str(c.label) for c in DataClass if c in classes.get(one.pk, ())],
        }
        for one in sent
    ]


def people_on(grants):
    people = [
        {
            "name": short(one.name) if one.user else one.name,
            "classes": one.classes,
            "until": one.until,
        }
        for one in grants
    ]
    return sorted(people, key=lambda person: person["name"])


def today_rows(case, rights, tasks):
    rows = []
    if rights.may_read(DataClass.SERVICES):
        for one in APPOINTMENTS.all(case=case.pk, now=timezone.now()):
            when = date_format(timezone.localtime(one.at), "DATETIME_FORMAT")
            rows.append((ServiceKind(one.kind).label, when))
    for task in tasks[:TODAY_ROWS]:
        due = date_format(task.due_on, "DATE_FORMAT") if task.due_on else ""
        rows.append((TaskKind(task.kind).label, due))
    return rows
