"""What time alone does: an arrival that nobody confirmed, an answer that did not come. No case is looked at."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from directory.working_days import day_in
from referral.escalation import FIRST_AFTER, NO_LONGER_AFTER, told_by_now
from referral.models import (
    ConsularAlert,
    Journey,
    JourneyEvent,
    JourneyParty,
    Leg,
    Notice,
    Referral,
    Task,
    TaskKind,
)
from referral.stages import (
    WAITING_FOR_ANSWER,
    EventKind,
    JourneyStatus,
    ReferralKind,
    ReferralStatus,
)

ALARM_AFTER = timedelta(hours=2)
ALARM_AGAIN_AFTER = timedelta(hours=24)
# Listed for a day before that: `unconfirmed_holders` in row_security/67_crossing.sql.
NOT_CONFIRMED_AFTER = timedelta(hours=72)
MISSED, MISSED_FOR_A_DAY = "missed_arrival", "missed_arrival_24h"
ARRIVED, EXPIRED = "arrived", "referral_expired"
ANSWER_WAITS, ANSWER_RING = "answer_waits", "answer_ring"
ANSWER_LATE, ANSWER_MISSING = "answer_late", "answer_missing"
ALERT_AGAIN_AFTER, ALERT_FOR_A_DAY = timedelta(hours=24), "alert_24h"
ONE_WORKER = 20261122


def run_due(now: datetime | None = None) -> dict[str, int]:
    """Everything that is due, once, however many workers run. Returns what was done, in numbers."""
    now = now or timezone.now()
    with transaction.atomic():
        if not alone():
            return {}
        return {
            "missed arrivals": raise_alarms(now),
            "missed for a day": raise_again(now),
            "arrivals told": tell_arrivals(),
            "answers not given": expire_referrals(now),
            "bodies and coordinations told": escalate(now),
            "care not confirmed": watch_holders(now),
            "recalls not answered": ask_what_became(now),
            "alerts not taken up": tell_alerts_again(now),
            "drafts ended": end_drafts(now),
            "came of age, or soon": note_coming_of_age(now),
            "consents to be looked at again": note_consent_reviews(now),
            "agreements that end": remind_of_agreements(now),
        }


def end_drafts(now: datetime) -> int:
    """What was typed and not sent in 72 hours. Contacts are not among it: of those somebody decides."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM referral_unsentform WHERE expires_at <= %s", [now])
        return cursor.rowcount


def note_coming_of_age(now: datetime) -> int:
    """Tasks of who turns 18. What ends that day ends by the database's clock, without this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note_coming_of_age(%s)", [now])
        return cursor.fetchone()[0]


def note_consent_reviews(now: datetime) -> int:
    """The day is the body’s: it asks. What the person answers, and when, has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT note_consent_reviews(%s)", [now])
        return cursor.fetchone()[0]


def remind_of_agreements(now: datetime) -> int:
    """Agreements on sharing data that end in 60 days: who keeps them is told, once. The database finds who."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT remind_of_agreements(%s)", [now])
        return cursor.fetchone()[0]


def alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_WORKER])
        return cursor.fetchone()[0]


def overdue(now: datetime, after: timedelta):
    """Each with the moment of its last departure: after another one everybody is told anew."""
    departures = JourneyEvent.objects.filter(journey=OuterRef("pk"), kind=EventKind.DEPARTED)
    last = departures.order_by("-at").values("at")[:1]
    return Journey.objects.filter(
        status=JourneyStatus.IN_TRANSIT, arrives_by__lte=now - after, arrived_at=None
    ).annotate(departed=Coalesce(Subquery(last), F("opened_at")))


def raise_alarms(now: datetime) -> int:
    """Once for each departure: an event for both sides, a task and a notice for every organisation that holds a leg."""
    rung = JourneyEvent.objects.filter(
        journey=OuterRef("pk"), kind=EventKind.ARRIVAL_MISSED, at__gte=OuterRef("departed")
    )
    waiting = list(overdue(now, ALARM_AFTER).exclude(Exists(rung)))
    for journey in waiting:
        JourneyEvent.objects.create(
            journey=journey, kind=EventKind.ARRIVAL_MISSED, country=journey.found_in, at=now
        )
        for organisation, country in holders_and_countries(journey).items():
            Task.objects.create(
                organisation_id=organisation,
                journey=journey,
                kind=TaskKind.MISSED_ARRIVAL,
                due_on=day_in(country, now),
            )
            notice(organisation, journey, MISSED)
    return len(waiting)


def raise_again(now: datetime) -> int:
    """A day later, once more by notice: the tasks are still open."""
    told = Notice.objects.filter(
        journey=OuterRef("pk"), kind=MISSED_FOR_A_DAY, made_at__gte=OuterRef("departed")
    )
    waiting = list(overdue(now, ALARM_AGAIN_AFTER).exclude(Exists(told)))
    for journey in waiting:
        for organisation in holders(journey):
            notice(organisation, journey, MISSED_FOR_A_DAY)
    return len(waiting)


def tell_arrivals() -> int:
    """The side that sent the person learns of the arrival: the other side cannot write to it."""
    told = Notice.objects.filter(
        journey=OuterRef("pk"), kind=ARRIVED, made_at__gte=OuterRef("arrived_at")
    )
    held = Leg.objects.filter(journey=OuterRef("pk"), held_to=None)
    arrived = Journey.objects.filter(Exists(held), arrived_at__isnull=False)
    waiting = list(arrived.exclude(Exists(told)))
    for journey in waiting:
        for organisation in holders(journey):
            notice(organisation, journey, ARRIVED)
    return len(waiting)


def expire_referrals(now: datetime) -> int:
    """The delay is a body's, never the person's. A late answer still counts."""
    late = Referral.objects.filter(
        status__in=[ReferralStatus.SENT, ReferralStatus.ASKED], answer_by__lt=now
    ).only("pk", "sender_id", "journey_id", "status")
    done = 0
    for referral in late:
        changed = Referral.objects.filter(pk=referral.pk, status=referral.status).update(
            status=ReferralStatus.EXPIRED
        )
        if changed:
            Notice.objects.create(
                organisation_id=referral.sender_id,
                kind=EXPIRED,
                journey_id=referral.journey_id,
                referral_id=referral.pk,
            )
            done += 1
    return done


class Coordinations:
    """Organisations that coordinate for a country and see the journey: asked once for many referrals."""

    def __init__(self, referrals: list[Referral]):
        journeys = {one.journey_id for one in referrals}
        parties = JourneyParty.objects.filter(
            journey__in=journeys, organisation=None, hidden_at=None
        )
        self.see = set(parties.values_list("journey_id", "country"))
        self.offices = defaultdict(set)
        offices = Membership.objects.active().filter(role=Role.NATIONAL_COORDINATOR)
        for country, pk in offices.values_list("organisation__country", "organisation_id"):
            self.offices[country].add(pk)

    def of(self, referral: Referral, country: str) -> set:
        """But never who sent it."""
        if (referral.journey_id, country) not in self.see:
            return set()
        return self.offices[country] - {referral.sender_id}


def escalate(now: datetime) -> int:
    """A body that has not answered, step by step as `escalation.toml` says. Each is told once of each referral."""
    since = [now - NO_LONGER_AFTER, now - FIRST_AFTER]
    waiting = Referral.objects.filter(
        status__in=[ReferralStatus.SENT, ReferralStatus.EXPIRED], sent_at__range=since
    ).exclude(kind=ReferralKind.INFORMATION)
    found = list(waiting.select_related("sender", "receiver"))
    told = set(
        Notice.objects.filter(
            referral__in=found,
            kind__in=[ANSWER_WAITS, ANSWER_RING, ANSWER_LATE, ANSWER_MISSING],
        ).values_list("referral_id", "organisation_id", "kind")
    )
    new, coordinations = {}, Coordinations(found)
    for referral in found:
        for one in notices_of(referral, now, coordinations):
            key = (one.referral_id, one.organisation_id, one.kind)
            if key not in told:
                new.setdefault(key, one)
    Notice.objects.bulk_create(new.values())
    return len(new)


def notices_of(referral: Referral, now: datetime, coordinations: Coordinations):
    """Who is asked sees no journey: its notice names none. Who has a task of `watch_holders` is not told of the same a second time."""
    rings = is_watched(referral, now)
    due = set(told_by_now(referral.receiver.country, referral.urgency, referral.sent_at, now))
    if "body" in due:
        if referral.receiver.has_account:
            yield Notice(organisation_id=referral.receiver_id, kind=ANSWER_WAITS, referral=referral)
        elif not rings:
            yield sender_notice(referral, ANSWER_RING)
    if "sender" in due and not rings:
        yield sender_notice(referral, ANSWER_LATE)
    if "coordination" in due:
        for organisation in told_coordinations(referral, coordinations, rings):
            yield Notice(
                organisation_id=organisation,
                kind=ANSWER_MISSING,
                journey_id=referral.journey_id,
                referral=referral,
            )


def sender_notice(referral: Referral, kind: str) -> Notice:
    return Notice(
        organisation_id=referral.sender_id,
        kind=kind,
        journey_id=referral.journey_id,
        referral=referral,
    )


def told_coordinations(referral: Referral, coordinations: Coordinations, rings: bool) -> set:
    """A consulate’s request leads to no journey on its own side: its country’s coordination does not learn of it."""
    countries = set() if rings else {referral.sender.country}
    if referral.kind != ReferralKind.TRAVEL_DOCUMENT:
        countries.add(referral.receiver.country)
    return {one for country in countries for one in coordinations.of(referral, country)}


def is_watched(referral: Referral, now: datetime) -> bool:
    return referral.kind == ReferralKind.TRANSFER and referral.sent_at <= now - NOT_CONFIRMED_AFTER


def watch_holders(now: datetime) -> int:
    """Care that was handed on and that nobody has confirmed for three days: the sender and who coordinates there ring, once."""
    told = Task.objects.filter(referral=OuterRef("pk"), kind=TaskKind.NOT_CONFIRMED)
    waiting = Referral.objects.filter(
        kind=ReferralKind.TRANSFER,
        status__in=WAITING_FOR_ANSWER,
        sent_at__lte=now - NOT_CONFIRMED_AFTER,
    ).exclude(Exists(told))
    found = list(waiting.select_related("sender"))
    coordinations = Coordinations(found)
    for referral in found:
        theirs = coordinations.of(referral, referral.sender.country)
        for organisation in [referral.sender_id, *theirs]:
            Task.objects.create(
                organisation_id=organisation,
                journey_id=referral.journey_id,
                referral_id=referral.pk,
                kind=TaskKind.NOT_CONFIRMED,
                due_on=day_in(referral.sender.country, now),
            )
    return len(found)


def ask_what_became(now: datetime) -> int:
    """What was asked back and not answered in its days: the sender asks, once. The database finds who."""
    asks = Task.objects.filter(referral=OuterRef("referral"), kind=TaskKind.RECALL_ASK)
    late = Task.objects.filter(
        kind=TaskKind.RECALL, done_at=None, due_on__lt=timezone.localdate(now)
    )
    waiting = list(late.exclude(Exists(asks)).select_related("referral"))
    for task in waiting:
        Task.objects.create(
            organisation_id=task.referral.sender_id,
            journey_id=task.referral.journey_id,
            referral_id=task.referral_id,
            kind=TaskKind.RECALL_ASK,
            due_on=task.due_on,
        )
    return len(waiting)


def tell_alerts_again(now: datetime) -> int:
    """A body that did not take an alert up within a day is told once more. The mission is not."""
    waiting = ConsularAlert.objects.filter(
        taken_up_at=None, reminded_at=None, sent_at__lte=now - ALERT_AGAIN_AFTER
    )
    done = 0
    for pk, receiver in waiting.values_list("pk", "receiver_id"):
        if ConsularAlert.objects.filter(pk=pk, reminded_at=None).update(reminded_at=now):
            Notice.objects.create(organisation_id=receiver, kind=ALERT_FOR_A_DAY)
            done += 1
    return done


def holders(journey: Journey) -> list:
    held = Leg.objects.filter(journey=journey, held_to=None)
    return list(held.values_list("organisation_id", flat=True).distinct())


def holders_and_countries(journey: Journey) -> dict:
    held = Leg.objects.filter(journey=journey, held_to=None)
    return dict(held.values_list("organisation_id", "country"))


def notice(organisation, journey: Journey, kind: str) -> None:
    Notice.objects.create(organisation_id=organisation, journey=journey, kind=kind)
