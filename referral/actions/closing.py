"""Closing a case takes two people. Opening it again takes one."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import current_actor
from audit.models import record
from referral.absence import FoundHow
from referral.access import DataClass, may_write
from referral.actions.absences import absence_of, found
from referral.actions.emergency import call
from referral.actions.events import tell
from referral.actions.holding import change_case, change_journey, end_leg, held_by_others, holds
from referral.actions.signatures import CLOSING, ask_signature, end_request
from referral.models import Case, Evidence, Leg, MoveNotAllowed, Referral, Task, TaskKind
from referral.stages import (
    ANSWERED_WITHOUT_CASE,
    BY_VERB_ONLY,
    CLOSED_STATUSES,
    OPEN_TO_RECEIVER,
    STAGE_OF,
    CaseStatus,
    EventKind,
    JourneyStatus,
    ReferralStatus,
    Side,
    Stage,
)

SCREEN_WITHIN_DAYS = 1
REOPENED_AT = {
    Side.DESTINATION: Stage.ASSISTANCE,
    Side.ORIGIN: Stage.REINTEGRATION,
    Side.THIRD: Stage.REINTEGRATION,
}
# Somebody has it on the desk, or said yes. Unanswered in time, declined or withdrawn leaves the person with nobody.
WITH_SOMEBODY = {ReferralStatus.SENT, ReferralStatus.ASKED, *OPEN_TO_RECEIVER}


def proposal_of(case: Case) -> Evidence | None:
    """The newest proposal to close: its kind is the status, kept beside the evidence of the case."""
    found = Evidence.objects.filter(case=case, gate="", kind__in=CLOSED_STATUSES)
    return found.select_related("by").order_by("-written_at").first()


def may_close(case: Case) -> bool:
    role = current_actor().role
    return not case.is_closed and may_write(role, DataClass.JOURNEY, case.side, case.stage)


def is_referred(case: Case) -> bool:
    """Whether a service has a referral of ours for this person. What an authority only reads is no service."""
    ours = Referral.objects.filter(journey=case.journey_id, sender=case.organisation_id)
    return ours.filter(status__in=WITH_SOMEBODY).exclude(kind__in=ANSWERED_WITHOUT_CASE).exists()


def need_service(case: Case, status: str, service: str) -> None:
    """In need, though not of this mechanism: the person goes to a service, never just away. Raises `MoveNotAllowed`."""
    if status != CaseStatus.CLOSED_REFERRED_ELSEWHERE or service.strip() or is_referred(case):
        return
    raise MoveNotAllowed(no_service())


def no_service() -> str:
    return _(
        "No service has the person yet. Send a referral first, or name the service that the person goes to."
    )


@transaction.atomic
def propose_closing(case: Case, *, status: str, colleague, service: str = "") -> Task:
    """The first of two people. The person was told how to come back. Raises `MoveNotAllowed`."""
    if not may_close(case) or status not in CLOSED_STATUSES:
        raise MoveNotAllowed(_("This case cannot be closed like that."))
    if case.status == CaseStatus.IN_TRANSIT and case.journey.arrived_at is None:
        raise MoveNotAllowed(_("The person is travelling. First the arrival is confirmed."))
    if status == CaseStatus.CLOSED_LOST_CONTACT:
        raise MoveNotAllowed(
            _("Note first that the person cannot be reached. After the tries a supervisor decides.")
        )
    need_service(case, status, service)
    row = Evidence(case=case, gate="", kind=status, text=service, by_id=current_actor().user)
    row.save(force_insert=True)
    record("case.closing_proposed", target=case.pk, status=status)
    return ask_signature(case, user=colleague, classes=CLOSING, kind=TaskKind.CLOSE)


@transaction.atomic
def confirm_closing(case: Case) -> None:
    """The second person. The leg ends; the journey closes when nobody holds it any more. Raises `MoveNotAllowed`."""
    proposal = proposal_of(case)
    asked = Task.objects.filter(case=case, kind=TaskKind.CLOSE, done_at=None)
    if case.is_closed or proposal is None or not asked.exists():
        raise MoveNotAllowed(_("Nobody proposed to close this case. Reload the page."))
    if str(proposal.by_id) == current_actor().user:
        raise MoveNotAllowed(_("You proposed it. Another person confirms."))
    if not may_close(case):
        raise MoveNotAllowed(_("Your role does not close cases."))
    need_service(case, proposal.kind, proposal.text)
    now = timezone.now()
    asked.update(done_at=now, done_by_id=current_actor().user)
    if holds(case):
        end_leg(case, now)
    change_case(case, status=proposal.kind, stage=Stage.CLOSED, closed_at=now)
    record("case.closed", target=case.pk, status=proposal.kind)
    end_request(case)


def reopened_at(case: Case) -> tuple[str, int]:
    """Who was away goes on where she or he stood; after another ending, the needs are looked at anew."""
    absence = absence_of(case)
    if absence and absence.status not in BY_VERB_ONLY:
        return absence.status, STAGE_OF[CaseStatus(absence.status)]
    return CaseStatus.ASSESSMENT, REOPENED_AT[case.side]


class ReopenReason(models.TextChoices):
    """Kept as the kind of an evidence record, so that it can be counted."""

    CONTACT = "reopened_contact", gettext_lazy("The person is back, or asks for help")
    EXPLOITED = "reopened_exploited", gettext_lazy("The person was exploited again")
    OTHER = "reopened_other", gettext_lazy("Another reason")


@transaction.atomic
def reopen_case(case: Case, *, reason: str) -> None:
    """
    The same case goes on; the organisation holds the journey again where nobody else does.

    Consents and signatures of before are asked anew. After a new exploitation both sides are alerted. Raises `MoveNotAllowed`.
    """
    role, (status, stage) = current_actor().role, reopened_at(case)
    if not case.is_closed:
        raise MoveNotAllowed(_("This case is open. Reload the page."))
    if not may_write(role, DataClass.JOURNEY, case.side, stage):
        raise MoveNotAllowed(_("Your role does not open cases again."))
    journey = case.journey
    mine = journey.legs.filter(organisation=case.organisation_id)
    held = mine.filter(held_to=None).exists()
    taken = held or held_by_others(case, case.organisation.country)
    if mine.exists() and not taken:
        Leg.objects.create(
            journey=journey,
            organisation_id=case.organisation_id,
            country=case.organisation.country,
            side=case.side,
        )
    change_case(case, status=status, stage=stage, closed_at=None)
    if absence_of(case):
        found(case, how=FoundHow.REOPENED)
    if holds(case):
        if journey.status == JourneyStatus.CLOSED:
            change_journey(journey, status=JourneyStatus.ACTIVE, stage=stage, closed_at=None)
        tell(journey, EventKind.REOPENED, side=case.side, stage=stage)
    begin_again(case, reason)
    record("case.reopened", target=case.pk, reason=reason)


def begin_again(case: Case, reason: str) -> None:
    Evidence(case=case, gate="", kind=reason, by_id=current_actor().user).save(force_insert=True)
    call("begin_again", case.pk, reason.removeprefix("reopened_"))
    case.journey.refresh_from_db(fields=["gates_from"])
    if reason == ReopenReason.EXPLOITED:
        Task.objects.create(
            organisation_id=case.organisation_id,
            journey=case.journey,
            case=case,
            kind=TaskKind.SCREEN_AGAIN,
            assigned_to_id=case.lead_id,
            due_on=timezone.localdate() + timedelta(days=SCREEN_WITHIN_DAYS),
        )
