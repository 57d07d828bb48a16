"""A mother and her child in Milan, each with an own case: the ground of the tests on households."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership
from referral.actions.consents import Cell, record_consent
from referral.actions.households import link, set_day
from referral.actions.statuses import change_status
from referral.models import Case, Evidence, GateSignature, Journey
from referral.stages import CaseStatus, GateKind
from tests import world
from tests.referral import placed, returning, sharing


@dataclass
class Family:
    milan: Membership
    mother: Case
    child: Case

    @property
    def both(self):
        return self.mother, self.child


def apart(worker=None) -> Family:
    worker = worker or world.member(world.organisation("Casa Verde", "IT"))
    mother = sharing.opened(worker, gender="Feminine")
    return Family(worker, mother, sharing.opened(worker, child=True, age_band="0-8"))


def partners() -> Family:
    """Two adults: what each of them decides, each signs alone."""
    worker = world.member(world.organisation("Casa Verde", "IT"))
    return Family(worker, sharing.opened(worker), sharing.opened(worker))


def linked(worker=None, family=None) -> Family:
    family = family or apart(worker)
    with world.acting(family.milan):
        link(family.mother, family.child, this_is="parent", other_is="child")
    return family


def to_return(family):
    """Both at the stage of return: from here on travel is planned."""
    for case in family.both:
        with world.acting(family.milan):
            change_status(case=fresh(family.milan, case), status=CaseStatus.RETURN_REQUESTED)


def fresh(member, case):
    return returning.own_case(member, case.journey.reference)


def day_set(family, days=0):
    leaves = timezone.now() + timedelta(days=days)
    with world.acting(family.milan):
        set_day(
            fresh(family.milan, family.mother),
            leaves_at=leaves,
            arrives_at=leaves + timedelta(hours=6),
        )
    return timezone.localtime(leaves).date()


def days(family):
    with world.acting(family.milan):
        found = Journey.objects.filter(pk__in=[one.journey_id for one in family.both])
        return {one.travel_on for one in found}


def colleague(family, case):
    """Somebody to whom only this one of the cases is open."""
    return placed.assigned(case, family.milan, "case_manager")


# Nobody abroad is asked: both refused that, knowing what it means.
SIGNED = {"G4": "informed_refusal", "G5": "informed_refusal"}


def approved() -> Family:
    """Two adults whose gates are passed for today, with a return that is approved."""
    family = linked(family=partners())
    to_return(family)
    day_set(family)
    gates_passed(family)
    return family


def gates_passed(family, but=()):
    """All gates of both, in the name of the case manager, and both returns approved. `but`: case id → gates left out."""
    milan = family.milan
    left_out = dict(but)
    with world.acting(milan):
        GateSignature.objects.bulk_create(
            GateSignature(
                journey=case.journey,
                kind=kind,
                organisation=milan.organisation,
                side=case.side,
                role=milan.role,
                by=milan.user,
                outcome=outcome_of(case, kind),
                level="low" if kind == "G3" else "",
                signed_at=timezone.now() + timedelta(seconds=kind == "G1"),
                evidence=reason_of(case, kind),
            )
            for case in family.both
            for kind in GateKind
            if (kind != "G10" or case.journey.child) and kind not in left_out.get(case.pk, ())
        )
        Case.objects.update(status=CaseStatus.RETURN_APPROVED)


def reason_of(case, kind):
    """A refusal stands with a word on what was explained."""
    if outcome_of(case, kind) == "passed":
        return None
    row = Evidence(
        case=case, gate=kind, kind="conversation", text="Canary words.", by_id=case.lead_id
    )
    row.save(force_insert=True)
    return row.pk


def outcome_of(case, kind):
    return "passed" if case.journey.child else SIGNED.get(kind, "passed")


def agreed_by_parent(family, receiver, classes=("summary", "identity")):
    with world.acting(family.milan):
        return record_consent(
            case=fresh(family.milan, family.child),
            cells=[Cell("B3", True, receiver, name) for name in classes],
            given_by="parent",
            assent="too_young",
            how="spoken",
            language="sq",
            text_version="1",
            understood=True,
        )
