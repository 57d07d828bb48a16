"""Pregnancy steers, with consent (rules of practice 25): the travel, the search for a place, the plan. Never a package."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.acting import current_actor
from accounts.kept import Kept
from audit.models import record
from referral.carriers import RULES, Carrier, limit
from referral.gates.travel_rule import TravelRule
from referral.models import (
    Case,
    Evidence,
    Pregnancy,
    SafetyFlag,
    Summary,
    Task,
    TaskKind,
    Travel,
    TravelLimit,
)
from referral.stages import GateKind


def pregnancy_of(case: Case) -> Pregnancy | None:
    newest = Pregnancy.objects.filter(case=case).select_related("by").order_by("-written_at")
    return newest.first()


@transaction.atomic
def write_pregnancy(case: Case, **said) -> Pregnancy:
    """What the person says now. Whatever she does not agree to steers nothing, and what it steered before ends."""
    row = Pregnancy(case=case, by_id=current_actor().user, **said)
    row.save(force_insert=True)
    steers_travel = row.steers_travel and not row.over
    steers_search = row.steers_search and not row.over
    write_limits(case, row if steers_travel else None)
    write_flag(case, wanted=steers_search)
    hand_over_papers(case, needed=not (row.record_in_hand or row.over))
    record("pregnancy.recorded", target=case.pk)
    return row


def write_limits(case, row):
    """A day for each kind of carrier that has a rule. Where nothing steers (any more), the earlier ones end."""
    had = TravelLimit.objects.filter(case=case).exists()
    if row is None and not had:
        return
    for carrier in RULES:
        found = limit(carrier, row.due, multiple=row.multiple == "yes") if row else None
        TravelLimit(
            case=case,
            carrier=carrier,
            not_after=found and found.not_after,
            certificate_from=found and found.certificate_from,
        ).save(force_insert=True)


def write_flag(case, *, wanted: bool):
    summary = Summary.objects.select_for_update().filter(case=case).first()
    if summary is None or (SafetyFlag.PREGNANT in summary.safety_flags) == wanted:
        return
    rest = [flag for flag in summary.safety_flags if flag != SafetyFlag.PREGNANT]
    flags = [*rest, SafetyFlag.PREGNANT] if wanted else rest
    Summary.objects.filter(case=case).update(safety_flags=flags, version=F("version") + 1)


def hand_over_papers(case, *, needed: bool):
    """A task that says nothing of why: the record goes in the person's own hands, and into no package."""
    waiting = Task.objects.filter(case=case, kind=TaskKind.HEALTH_PAPERS, done_at=None)
    if needed and not waiting.exists():
        actor = current_actor()
        Task.objects.create(
            organisation_id=actor.organisation,
            journey_id=case.journey_id,
            case=case,
            kind=TaskKind.HEALTH_PAPERS,
            assigned_to_id=actor.user,
        )
    if not needed:
        waiting.update(done_at=timezone.now(), done_by_id=current_actor().user)


LIMITS = Kept(
    lambda case: (
        TravelLimit.objects.filter(case=case).order_by("carrier", "-set_at").distinct("carrier")
    )
)


def travel_rule(case: Case) -> TravelRule | None:
    """What stands for the travel of this person, without a reason; None where nothing does, or it is not mine to read."""
    found = {one.carrier: one for one in LIMITS.all(case=case.pk) if one.not_after}
    if not found:
        return None
    means = Travel.objects.filter(case=case).values_list("means", flat=True).first()
    if means in Carrier.values:
        found = {carrier: one for carrier, one in found.items() if carrier == means}
    if not found:
        return None
    strictest = min(found.values(), key=lambda one: one.not_after)
    proofs = Evidence.objects.filter(case=case, gate=GateKind.G8).values_list("pk", "kind")
    return TravelRule(
        not_after=strictest.not_after,
        certificate_from=min(one.certificate_from for one in found.values()),
        proofs=dict(proofs),
        organisation_id=case.organisation_id,
    )
