"""What happened to invented people after the first contact, written as the owner, and the codes that an independent count has of it."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from instruments.budget import FAMILIES
from referral.models import (
    Answer,
    Assessment,
    BudgetLine,
    Consent,
    ConsentItem,
    Legal,
    Payment,
    PlanGoal,
    Referral,
    Visit,
)

SPOKEN = ["sq", "en", "fr"]
LENGTHS = {None: "law", 20: "under_30", 30: "to_44", 44: "to_44", 45: "to_89", 90: "over_89"}
LIMITS = [(66, "sustainable"), (50, "at_risk"), (0, "critical")]


def follow(chance, case, worker, receiver, child):
    """Writes a course of help for a case, and returns {cube: cells} of that person."""
    refused = talk(chance, case, worker)
    helped, plan = goals(chance, case)
    if chance.random() < 0.2:
        refer(case, worker, receiver)
        helped = True
    case.summary.languages = chance.sample(SPOKEN, chance.randrange(3))
    case.summary.save()
    found = {
        "informed": [(spoken(case), ("helped" if helped else "refused") if refused else "agreed")],
        "plan": [(plan, "*")],
        "reflection": [reflection(chance, case)],
        "way": [way(chance, case, child)],
        **money(chance, case, worker),
    }
    return found | visits(chance, case, worker, child)


def spoken(case):
    first = Consent.objects.filter(case=case).order_by("given_at").first()
    if not first or not case.summary.languages:
        return "unknown"
    if first.language not in case.summary.languages:
        return "other"
    return "interpreter" if first.interpreter == "remote" else "own"


def talk(chance, case, worker):
    """Whether anybody said no to a whole purpose, other than an answer that waits for a guardian."""
    refused = False
    for number in range(chance.randrange(3)):
        waits = chance.random() < 0.2
        consent = Consent(
            case=case,
            given_by="public_body" if waits else "person",
            assent="not_asked" if waits else "not_needed",
            how="spoken",
            language=chance.choice(SPOKEN),
            interpreter=chance.choice(["not_needed", "remote", "none"]),
            by=worker.user,
            given_at=case.opened_at + timedelta(days=number),
        )
        consent.save(force_insert=True)
        for purpose in ("B1", "B10"):
            yes = chance.random() < 0.7
            ConsentItem(case=case, consent=consent, purpose=purpose, agreed=yes).save(force_insert=True)  # fmt: skip
            refused |= not yes and not waits
        # A no to a part of what else was agreed to is none to the purpose.
        for data_class, yes in (("summary", True), ("account", chance.random() < 0.5)):
            ConsentItem(case=case, consent=consent, purpose="B2", receiver=case.organisation, data_class=data_class, agreed=yes).save(force_insert=True)  # fmt: skip
    return refused


def goals(chance, case):
    wanted = chance.choice([0, 1, 2, 4])
    statuses = [chance.choice(list(PlanGoal.Status.values)) for _number in range(wanted)]
    for status in statuses:
        PlanGoal(case=case, status=status).save(force_insert=True)
    count = Counter(statuses)
    agreed = count["agreed"] + count["ongoing"] + count["done"]
    share = count["done"] / agreed if agreed else None
    band = {None: "none", 0: "nothing", 1: "all"}.get(share) or ("less" if share < 0.5 else "more")
    return bool(count["ongoing"] + count["done"]), band


def refer(case, worker, receiver):
    Referral.objects.create(
        journey=case.journey,
        sender=case.organisation,
        receiver=receiver,
        kind="transfer",
        status="accepted",
        side="destination",
        stage=2,
        drafted_by=worker.user,
        sent_at=case.opened_at,
        answered_at=case.opened_at,
    )


def reflection(chance, case):
    days = chance.choice([0, *LENGTHS])
    if days == 0:
        Legal.objects.filter(case=case).update(reflection_from=None)
        return ("none", "*")
    begins = date(2026, 6, 1)
    until = begins + timedelta(days=days) if days else None
    Legal.objects.filter(case=case).update(reflection_from=begins, reflection_to=until)
    return ("granted", LENGTHS[days])


def way(chance, case, child):
    journey = case.journey
    code = chance.choice(["none", "asked", "paused", "approved", "own", "arrived"])
    case.status = {
        "asked": "return_requested",
        "paused": "return_suspended",
        "approved": "return_approved",
        "own": "left_on_own",
    }.get(code, "assessment")
    case.pause_reason = chance.choice(["", "person", "safety"]) if code == "paused" else ""
    case.save()
    if code == "arrived":
        journey.arrived_at = case.opened_at + timedelta(days=40)
        journey.save()
    return (code, {"arrived": child, "paused": case.pause_reason or "unknown"}.get(code, "*"))


def money(chance, case, worker):
    found = {}
    for family in FAMILIES:
        if chance.random() < 0.5:
            continue
        cost, share = chance.choice([300, 500, 1500, 9000]), chance.choice([0, Decimal("0.5"), 1])
        line = BudgetLine(
            case=case,
            family=family,
            unit_cost=cost,
            mode="cash",
            payer="ours",
            payee="person",
            status="cancelled" if chance.random() < 0.1 else "planned",
        )
        line.save(force_insert=True)
        if share:
            Payment(case=case, line=line, amount=cost * share, paid_on=date(2026, 7, 1), by=worker.user).save(force_insert=True)  # fmt: skip
        planned, paid = (0 if line.status == "cancelled" else cost), cost * share
        if planned or paid:
            most = max(planned, paid)
            found[f"b_{family}"] = [
                (
                    "to_500" if most <= 500 else "to_2000" if most <= 2000 else "over",
                    "nothing" if not paid else "part" if paid < planned else "all",
                )
            ]
    return found


def visits(chance, case, worker, child):
    found, again, school = {}, "unknown", "unknown"
    day = date(2026, 5, 10)
    for months in (1, 3, 6, 9, 12):
        if chance.random() < 0.6:
            continue
        day += timedelta(days=20)
        row = Visit(case=case, months=months, due_on=day, visited_on=day, result="reached")
        row.assessment = Assessment(case=case, data_class="services", instrument="visit", instrument_version=3, by=worker.user)  # fmt: skip
        row.assessment.save(force_insert=True)
        percents = {
            name: chance.choice([None, 10, 49, 50, 65, 66, 100])
            for name in ("economic", "social", "psychosocial")
        }
        for name, percent in percents.items():
            setattr(row, name, percent)
        row.save(force_insert=True)
        if months != 9 and None not in percents.values():
            for name, percent in percents.items():
                band = next(band for least, band in LIMITS if percent >= least)
                found[f"{name}_{months}"] = [(band, "*")]
        said = chance.choice(["yes", "no", "not_asked", ""])
        answer(row, "exploited_again", "account", said)
        again = {"yes": "yes", "no": "yes" if again == "yes" else "no"}.get(said, again)
        percent = chance.choice(["", "0", "40", "80", "100"])
        answer(row, "school_percent", "services", percent)
        if percent and child == "child":
            school = "regular" if int(percent) >= 80 else "sometimes" if int(percent) else "no"
    return found | {"again": [(again, "*")], "school": [(school, "*")]}


def answer(visit, question, data_class, value):
    if value:
        Answer(case=visit.case, assessment=visit.assessment, question=question, data_class=data_class, value=value).save(force_insert=True)  # fmt: skip
