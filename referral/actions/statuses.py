from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass, may_write
from referral.actions.arrivals import plan_visits
from referral.actions.child_words import guardian_stands
from referral.actions.events import tell
from referral.actions.holding import held_by_others
from referral.ageing import decides_alone
from referral.models import Case, Journey, Leg, MoveNotAllowed
from referral.stages import BY_VERB_ONLY, STAGE_OF, CaseStatus, EventKind


def holds(journey: Journey) -> bool:
    """Whether the acting organisation holds the journey in its country now."""
    return Leg.objects.filter(
        journey=journey, organisation_id=current_actor().organisation, held_to=None
    ).exists()


@transaction.atomic
def change_status(*, case: Case, status: str) -> None:
    """Move a case to a status that is free. The journey's stage follows where we hold it."""
    if case.is_closed:
        raise MoveNotAllowed(_("This case is closed. Open it again first."))
    if status in BY_VERB_ONLY:
        raise MoveNotAllowed(_("This status has a page of its own."))
    if status == case.status:
        return
    if status == CaseStatus.FORMAL_PENDING and not decides_alone(case.journey):
        wait_for_guardian(case)
    before, case.status = case.stage, status
    case.stage = STAGE_OF[CaseStatus(status)]
    case.version += 1
    case.save(update_fields=["status", "stage", "version"])
    if case.stage != before:
        follow(case)
    if status == CaseStatus.REINTEGRATION:
        offer_visits(case)
    record("case.status", target=case.pk, status=status)


def offer_visits(case: Case) -> None:
    """Who came back without us is visited as others are, if the person wishes: the months count from today."""
    side, stage = case.side, case.stage
    arrived = case.journey.arrived_at is not None
    if not arrived and may_write(current_actor().role, DataClass.SERVICES, side, stage):
        plan_visits(case, timezone.localdate())


def wait_for_guardian(case: Case) -> None:
    """The formal interview of a child waits; protection, shelter and health never do (rules of practice 21)."""
    if not guardian_stands(case.journey_id):
        raise MoveNotAllowed(
            _(
                "The formal interview of a child waits for the guardian. Enter the appointment first."
                " Protection, shelter and health care go on meanwhile."
            )
        )


def follow(case: Case) -> None:
    """The journey goes where its holder goes; back only when no other country holds it too."""
    journey = case.journey
    if not holds(journey) or journey.stage == case.stage:
        return
    if case.stage < journey.stage and held_by_others(case):
        return
    journey.stage, journey.changed_at = case.stage, timezone.now()
    journey.save(update_fields=["stage", "changed_at"])
    tell(journey, EventKind.STAGE, side=case.side, stage=case.stage)


@transaction.atomic
def choose_outlook(*, case: Case, outlook: str) -> None:
    """What the person wants next: stay, return or not decided. The three weigh the same."""
    journey = case.journey
    if journey.outlook == outlook:
        return
    if not holds(journey):
        raise MoveNotAllowed(_("Only the organisation that holds the journey records this."))
    journey.outlook, journey.changed_at = outlook, timezone.now()
    journey.save(update_fields=["outlook", "changed_at"])
    tell(journey, EventKind.OUTLOOK, side=case.side)
    record("journey.outlook", target=journey.reference, outlook=outlook)
