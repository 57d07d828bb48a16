"""Invented casework for the statistics, written as the owner, with the codes that each person has."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from referral.models import Account, Case, Journey, Legal, Message, Referral, Summary
from reports.statistics.freeze import take_snapshot
from tests import testing_database, world
from tests.referral.test_worker import as_role
from tests.reports import courses

MONTH = date(2026, 10, 1)
NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
GENDERS = {"Feminine": "female", "Masculine": "male", "NonSpecifiedUnknown": "unknown"}
AGES = {"0-8": "child", "9-17": "child", "21-23": "adult", "48+": "adult", "adult": "adult", "unknown": "unknown"}  # fmt: skip
FORMS = {
    ("SexualExploitation",): ("sexual", "*"),
    ("ForcedBegging", "ForcedLabour"): ("labour", "several"),
    ("ForcedBegging",): ("labour", "ForcedBegging"),
    ("OrganRemoval",): ("other", "OrganRemoval"),
    ("SexualExploitation", "Servitude"): ("several", "*"),
    (): ("unknown", "*"),
}
COUNTRIES = [("IT",), ("AL", "IT"), ()]
RISKS = {"low": "low", "extreme": "extreme", "": "none"}
CITIZENS = {
    ("AL",): ("other", "AL"),
    ("IT", "AL"): ("own", "*"),
    ("AL", "RO"): ("eu", "RO"),
    (): ("unknown", "*"),
}


def houses(country="IT"):
    return world.organisation("Casa Verde", country), world.organisation("Questura", country, "police")  # fmt: skip


def invent(houses, number, seed=1, opened=datetime(2026, 5, 4, 12, tzinfo=UTC)):
    """The codes of each person, as an independent count would have them."""
    chance = random.Random(seed)  # noqa: S311 -- not for secrets
    worker = world.member(houses[0])
    people = []
    with testing_database.acting_as_owner():
        for _number in range(number):
            people.append(person(chance, houses, worker, opened))
    return people


def person(chance, houses, worker, opened):
    gender, age = chance.choice(list(GENDERS)), chance.choice(list(AGES))
    form, citizens = chance.choice(list(FORMS)), chance.choice(list(CITIZENS))
    house = chance.choice(houses)
    outlook = chance.choice(["undecided", "stay", "return", "third"])
    found = chance.choice(["PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"])
    body = chance.choice(["Police", "NGO"])
    granted = chance.random() < 0.3
    countries, risk = chance.choice(list(COUNTRIES)), chance.choice(list(RISKS))
    journey = Journey.objects.create(
        found_in=house.country, opened_by=house, opened_at=opened, outlook=outlook
    )
    case = Case.objects.create(
        journey=journey,
        organisation=house,
        side="destination",
        status="assessment",
        lead=worker.user,
        opened_at=opened,
    )
    Summary.objects.create(
        case=case, gender=gender, age_band=age, citizenships=list(citizens), risk_level=risk
    )
    Account.objects.bulk_create(
        [
            Account(
                case=case,
                exploitation=list(form),
                exploitation_countries=list(countries),
                trafficking_status=found,
                decision_body=body,
            )
        ]
    )
    Legal.objects.bulk_create(
        [Legal(case=case, reflection_from=opened.date() if granted else None)]
    )
    identified = found.startswith("Actual") and body == "Police"
    return {
        "sex_age": (GENDERS[gender], AGES[age]),
        "age": (AGES[age], "*" if age == "unknown" else age),
        "citizenship": CITIZENS[citizens],
        "form": FORMS[form],
        "body_status": (
            "police" if house.kind == "police" else "ngo",
            "identified" if identified else "presumed",
        ),
        "reflection": ("granted", "law") if granted else ("none", "*"),
        "outlook": (outlook, "*"),
        "way": ("none", "*"),
        "ended": ("open", "*"),
        "crossing": (crossing(countries, citizens), "*"),
        "risk": (RISKS[risk], "*"),
        "informed": ("unknown", "agreed"),
        "plan": ("none", "*"),
        "again": ("unknown", "*"),
        "school": ("unknown", "*"),
    }


def with_courses(houses, number, seed):
    """People and what happened to them; {cube: cells} counted beside the product's SQL."""
    people = invent(houses, number, seed)
    chance = random.Random(seed)  # noqa: S311 -- not for secrets
    worker, receiver = world.member(houses[0]), world.organisation("Qendra", "AL")
    wanted = Counter()
    with testing_database.acting_as_owner():
        cases = Case.objects.select_related("journey", "organisation", "summary").order_by("pk")
        ages = Counter()
        for case in cases:
            child = AGES[case.summary.age_band]
            ages[child] += 1
            for cube, places in courses.follow(chance, case, worker, receiver, child).items():
                wanted.update((cube, *place) for place in places)
    assert len(people) == sum(ages.values())
    return wanted


def forget():
    """Empties what a run of random histories left."""
    tables = "referral_answer referral_visit referral_assessment referral_payment referral_budgetline referral_plangoal referral_consentitem referral_consent referral_message referral_referral referral_account referral_legal referral_summary referral_case referral_journey reports_saidcell reports_cubecell reports_frozenjourneys reports_frozenreferrals reports_snapshot"  # fmt: skip
    with testing_database.owner_cursor() as cursor:
        for table in tables.split():
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- our own names


def crossing(countries, citizens):
    if not countries or not citizens:
        return "unknown"
    return "inside" if set(countries) <= set(citizens) else "abroad"


def refer(houses, receiver, number, status="accepted", sent=datetime(2026, 6, 1, tzinfo=UTC), answered=timedelta(days=3), asked=None):  # fmt: skip
    """`answered`, `asked`: how long after sending whoever was asked gave an answer, or had a question."""
    worker = world.member(houses[0])
    with testing_database.acting_as_owner():
        for _number in range(number):
            journey = Journey.objects.create(found_in="IT", opened_by=houses[0], opened_at=sent)
            made = Referral.objects.create(
                journey=journey,
                sender=houses[0],
                receiver=receiver,
                kind="service",
                status=status,
                side="destination",
                stage=2,
                drafted_by=worker.user,
                sent_at=sent,
                answered_at=sent + answered if answered else None,
                decline_reason="mandate" if status == "declined" else "",
            )
            if asked:
                Message.objects.create(referral=made, sender=receiver, kind="question", at=sent + asked)  # fmt: skip


def freeze(month=MONTH, now=NOW):
    with as_role("trm_stats"):
        return take_snapshot(month, now)
