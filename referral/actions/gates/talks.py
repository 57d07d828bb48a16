"""Talks of two sides about the risk, as they are kept."""

from referral.gates.talks import Talk, talks_that_stand
from referral.models import Journey, RiskTalk
from referral.stages import GateKind


def talks_about(journey: Journey, signatures) -> list[Talk]:
    """Nothing is asked of the database before a second side gave its level."""
    sides = {one.organisation_id for one in signatures if one.kind == GateKind.G3 and one.level}
    if len(sides) < 2:
        return []
    known = "talks" in getattr(journey, "_prefetched_objects_cache", {})
    return [
        as_talk(one)
        for one in (journey.talks.all() if known else journey.talks.prefetch_related("words"))
    ]


def as_talk(row: RiskTalk) -> Talk:
    words = sorted(row.words.all(), key=lambda word: word.said_at)
    return Talk(row.one_id, row.other_id, row.opened_at, tuple(words))


def talks_of(journey: Journey) -> list[RiskTalk]:
    """The talks about the levels that stand now, as rows."""
    levels = journey.signatures.filter(kind=GateKind.G3, second=False).exclude(level="")
    signatures = list(levels.order_by("signed_at"))
    newest = {one.organisation_id: one for one in signatures}
    rows = journey.talks.prefetch_related("words__by")
    return talks_that_stand(rows, newest.values(), signatures)
