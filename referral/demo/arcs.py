"""What many stories share: the first weeks, the partner abroad, the preparation, the way, the time after."""

from referral.demo import returning
from referral.demo.story import ABROAD, ALL_AGREED, HERE
from referral.stages import CaseStatus, GateKind

PLAN = ("housing", "work", "psychological")


def met(story, days, level="low", **record):
    """Found, agreed to a record, and the first facts written."""
    story.meet(days)
    story.write_record(days - 1, level=level, **record)
    return story


def settled(story, days, level="low", until=CaseStatus.PLAN_ACTIVE, **record):
    """In protection, then reflection, assessment and plan, as far as `until`; about eight weeks."""
    met(story, days, level, **record)
    story.agree(days - 2, purposes=ALL_AGREED)
    way = [CaseStatus.PROTECTION, CaseStatus.REFLECTION, CaseStatus.ASSESSMENT, CaseStatus.PLAN_ACTIVE]  # fmt: skip
    for status, after in zip(way, (3, 10, 35, 50), strict=True):
        if status == CaseStatus.ASSESSMENT:
            story.needs(max(days - after, 0), soon=("housing", "health", "legal"))
        if status == CaseStatus.PLAN_ACTIVE:
            story.goals(max(days - after, 0), PLAN)
        story.move(max(days - after, 0), status)
        if status == until:
            break
    return story


def served(story, days, slug, worker, services):
    """A service inside the country, agreed to, asked for and accepted."""
    story.agree(days, {slug: HERE})
    referral = story.refer(days - 1, slug, "service", services=services)
    story.accepted(days - 3, worker, referral)
    return referral


def enquired(story, days, slug, **more):
    """The person wishes a contact at home: one organisation there is asked."""
    story.agree(days, {slug: ABROAD})
    return story.refer(days - 1, slug, services=("reception", "reintegration"), **more)


def partnered(story, days, there):
    """Asked, accepted, and the partner has begun to prepare."""
    referral = enquired(story, days, there.partition("@")[2])
    story.accepted(days - 5, there, referral)
    return referral


def asked_for(story, days, there, level="low"):
    """The wish to return, and both sides look at the risk."""
    story.move(days + 3, CaseStatus.OPTIONS)
    returning.ask_return(story, days)
    story.move(days - 1, CaseStatus.RECEIVING, who=there)
    story.sign_risk(days - 3, level)
    story.sign_risk(days - 4, level, who=there)


def prepared(story, days, there, level="low"):
    """All gates signed. Three weeks, ending `days` ago."""
    asked_for(story, days + 21, there, level)
    story.sign(days + 14, *[g for g in returning.PREPARED if g != GateKind.G8])
    story.sign(days + 3, GateKind.G8)


def on_the_way(story, days, there, **travel):
    """Prepared, planned, approved, departed `days` ago."""
    prepared(story, days, there)
    returning.plan_travel(story, days + 3, days, **travel)
    story.sign(days + 2, GateKind.G11)
    returning.approve(story, days + 1)
    returning.depart(story, days)


def back(story, days, there, **travel):
    """Arrived the same day, received, and a plan for the time after."""
    on_the_way(story, days, there, **travel)
    returning.arrive(story, days, there)
    story.goals(days - 10 if days > 10 else 0, PLAN, phase="reintegration", who=there)
