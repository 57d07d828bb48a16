"""Invented histories, written as the owner, and what the figures must then say: counted here in Python, beside the product's SQL."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Organisation, User
from referral.models import Journey, JourneyParty, Leg, Referral
from tests import testing_database, world

ZONES = {
    "IT": ZoneInfo("Europe/Rome"),
    "AL": ZoneInfo("Europe/Tirane"),
    "FR": ZoneInfo("Europe/Paris"),
}
COUNTRIES = list(ZONES)
KINDS = ["transfer", "service", "return", "travel_document", "information"]
STATUSES = ["sent", "asked", "expired", "accepted", "declined", "withdrawn", "completed"]


@dataclass
class History:
    houses: dict  # country → two organisations
    consulates: dict  # represented country → consulate in the first country
    journeys: list = field(default_factory=list)


def houses():
    found = {code: [world.organisation(f"{code} {n}", code) for n in (1, 2)] for code in COUNTRIES}
    missions = {
        code: world.organisation(f"Mission {code}", "IT", "consulate", represents=code)
        for code in ("AL", "FR")
    }
    return History(found, missions)


def invent(history: History, seed: int, now: datetime, number: int) -> None:
    """`number` journeys in the tables, with parties, legs and referrals."""
    chance = random.Random(seed)  # noqa: S311 -- not for secrets
    user = User.objects.first() or world.member(history.houses["IT"][0]).user
    with testing_database.acting_as_owner():
        for _number in range(number):
            history.journeys.append(journey(history, chance, now, user))


def journey(history, chance, now, user):
    found_in = chance.choice(COUNTRIES)
    opened = now - timedelta(minutes=chance.randrange(60 * 24 * 500))
    closed = chance.random() < 0.3
    row = Journey.objects.create(
        found_in=found_in,
        stage=6 if closed else chance.randrange(1, 6),
        status="closed" if closed else chance.choice(["active", "waiting", "suspended"]),
        outlook=chance.choice(["undecided", "stay", "return", "third"]),
        opened_by=history.houses[found_in][0],
        opened_at=opened,
        closed_at=chance_after(chance, opened, now) if closed else None,
    )
    if not closed and chance.random() < 0.15:
        row.status, row.travel_on = "in_transit", now.date()
        row.arrives_by = now + timedelta(hours=chance.choice([-5, 5]))
        row.save()
    parties = [party(chance, row, found_in, opened, hidden=False)]
    legs = [leg(history, chance, row, found_in, opened)]
    for other in COUNTRIES:
        if other != found_in and chance.random() < 0.5:
            at = chance_after(chance, opened, now)
            parties.append(party(chance, row, other, at, hidden=chance.random() < 0.2))
            if chance.random() < 0.7:
                legs.append(leg(history, chance, row, other, at))
    asked = [referral(history, chance, row, now, user) for _n in range(chance.randrange(4))]
    return {"row": row, "parties": parties, "legs": legs, "referrals": [r for r in asked if r]}


def chance_after(chance, start, now):
    return start + (now - start) * chance.random()


def party(chance, row, country, at, hidden):
    return JourneyParty.objects.create(
        journey=row, country=country, visible_from=at, hidden_at=at if hidden else None
    )


def leg(history, chance, row, country, at):
    return Leg.objects.create(
        journey=row,
        organisation=chance.choice(history.houses[country]),
        country=country,
        side="destination",
        held_from=at,
    )


def referral(history, chance, row, now, user):
    kind, status = chance.choice(KINDS), chance.choice(STATUSES)
    sender = chance.choice(history.houses[row.found_in])
    there = history.consulates if kind == "travel_document" else history.houses
    receiver = there[chance.choice(sorted(there))]
    receiver = receiver if isinstance(receiver, Organisation) else chance.choice(receiver)
    if receiver == sender:
        return None
    open_already = Referral.objects.filter(
        journey=row, receiver=receiver, kind=kind, status__in=["sent", "asked", "accepted"]
    )
    if open_already.exists():
        return None
    sent = chance_after(chance, row.opened_at, now)
    answered = status in {"accepted", "declined", "completed"}
    return Referral.objects.create(
        journey=row,
        sender=sender,
        receiver=receiver,
        kind=kind,
        status=status,
        side="destination",
        stage=2,
        drafted_by=user,
        sent_at=sent,
        answer_by=sent + timedelta(days=chance.choice([1, 5, 14])),
        answered_at=chance_after(chance, sent, now) if answered else None,
        decline_reason="other" if status == "declined" else "",
    )


# What the figures must say


def goes_to(one):
    abroad = [leg for leg in one["legs"] if leg.country != one["row"].found_in]
    return max(abroad, key=lambda leg: leg.held_from).country if abroad else ""


def holder(one, country):
    here = [leg for leg in one["legs"] if leg.country == country]
    return max(here, key=lambda leg: leg.held_from).organisation_id if here else None


def seen_by(history, country):
    for one in history.journeys:
        for party in one["parties"]:
            if party.country == country and party.hidden_at is None:
                yield one, party


def in_slice(part, one, organisation):
    if part.organisation:
        return str(organisation) == part.organisation
    if part.found_in:
        return (one["row"].found_in, goes_to(one)) == (part.found_in, part.goes_to)
    return True


def month(country, at):
    return at.astimezone(ZONES[country]).date().replace(day=1)


def is_of(first, country, at):
    return first is None or month(country, at) >= first


def expected(history, country, part, first, now):
    """The same numbers as `figures.Desk`, one journey after the other."""
    found = {name: Counter() for name in ("stage", "open", "ended", "came", "closed", "flow")}
    found |= {name: Counter() for name in ("owed", "owed_late", "days", "late")}
    for one, party in seen_by(history, country):
        row = one["row"]
        if in_slice(part, one, holder(one, country)):
            if is_of(first, country, party.visible_from):
                found["came"][month(country, party.visible_from)] += 1
            if row.status != "closed":
                found["stage"][row.stage] += 1
                found["open"][row.outlook] += 1
            elif is_of(first, country, row.closed_at):
                found["closed"][month(country, row.closed_at)] += 1
                found["ended"][row.outlook] += 1
        if row.status != "closed" and not part.organisation and in_slice(part, one, None):
            found["flow"][row.found_in, goes_to(one)] += 1
        late = row.status == "in_transit" and row.arrives_by < now
        if late and not part.organisation and in_slice(part, one, None):
            found["owed"]["arrival", goes_to(one) or row.found_in] += 1
            found["owed_late"]["arrival", goes_to(one) or row.found_in] += 1
        for asked in one["referrals"]:
            of_referral(found, one, asked, country, part, first, now)
    return found


def of_referral(found, one, asked, country, part, first, now):
    document, named = asked.kind == "travel_document", asked.kind in {"transfer", "travel_document"}
    here, there = asked.sender.country, asked.sender.country if document else asked.receiver.country
    if asked.kind == "information" or country not in {here, there}:
        return
    body = asked.receiver.represents or asked.receiver.country
    owes = {"travel_document": "document", "transfer": "care"}.get(asked.kind, "help")
    debtor = asked.receiver_id
    waits = asked.status in {"sent", "asked", "expired"}
    if asked.status == "asked":
        owes, debtor, body_owing = "question", asked.sender_id, here
    else:
        body_owing = body
    if (waits or (document and asked.status == "accepted")) and in_slice(
        part, one, debtor if named else None
    ):
        found["owed"][owes, body_owing] += 1
        found["owed_late"][owes, body_owing] += int(waits and asked.answer_by < now)
    answered = asked.answered_at and is_of(first, country, asked.answered_at)
    if answered and in_slice(part, one, asked.receiver_id if named else None):
        days = min(90, (asked.answered_at - asked.sent_at).days)
        found["days"][asked.kind, days] += 1
        found["late"][asked.kind] += int(asked.answered_at > asked.answer_by)
