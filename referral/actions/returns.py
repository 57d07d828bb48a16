"""The wish to return: recorded, paused, approved by a second person. It can be taken back until boarding."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.actions.child_turn import child_protection_decided
from referral.actions.events import tell
from referral.actions.gates.signatures import write_signature
from referral.actions.gates.signers import may_sign
from referral.actions.gates.standing import gates_of
from referral.actions.gates.travel import check_escort
from referral.actions.holding import change_case, change_journey
from referral.actions.signatures import end_request
from referral.actions.wishes import URGENT_KINDS, request_of
from referral.ageing import decides_alone
from referral.gates.departure import URGENT_DAYS, open_gates
from referral.models import Case, Evidence, MoveNotAllowed, Travel
from referral.stages import (
    CaseStatus,
    EventKind,
    GateKind,
    JourneyStatus,
    Outcome,
    Outlook,
    PauseReason,
    Side,
    Stage,
)

ON_THE_WAY = {CaseStatus.RETURN_REQUESTED, CaseStatus.RETURN_APPROVED}
PAST_ASKING = ON_THE_WAY | {
    CaseStatus.IN_TRANSIT,
    CaseStatus.RECEIVING,
    CaseStatus.ARRIVED,
    CaseStatus.REINTEGRATION,
}


def may_ask(case: Case) -> bool:
    """Asked for where the person was found, from every status before the journey itself."""
    if case.side != Side.DESTINATION or case.is_closed:
        return False
    not_recorded = case.status == CaseStatus.RETURN_REQUESTED and request_of(case) is None
    return not_recorded or case.status not in PAST_ASKING


@transaction.atomic
def request_return(
    case: Case, *, kind: str, wished_on, text: str = "", to: str = Outlook.RETURN
) -> Evidence:
    """
    Record that the person wishes to return, or to go on to a third country, after the options were explained.

    The gates are the same; the side that receives has the word of the other side. Raises `MoveNotAllowed`.
    """
    if to == Outlook.THIRD and kind in URGENT_KINDS:
        raise MoveNotAllowed(_("The way of 48 hours leads home only. Choose the usual way."))
    if not may_ask(case):
        raise MoveNotAllowed(_("A return cannot be requested in the present status of the case."))
    if kind in URGENT_KINDS:
        check_child_protection(case)
    row = Evidence(
        case=case,
        gate=GateKind.G1,
        kind=kind,
        dated_on=wished_on,
        text=text,
        by_id=current_actor().user,
    )
    row.save(force_insert=True)
    change_journey(case.journey, outlook=to, stage=Stage.RETURN, status=JourneyStatus.ACTIVE)
    change_case(case, status=CaseStatus.RETURN_REQUESTED, stage=Stage.RETURN)
    tell(case.journey, EventKind.OUTLOOK, side=case.side, stage=Stage.RETURN)
    record("return.requested", target=case.pk, kind=kind)
    return row


def check_child_protection(case: Case) -> None:
    """A child goes the urgent way on a decision of child protection that two people saw, and on nothing else (rule 3)."""
    if not decides_alone(case.journey) and not child_protection_decided(case.journey_id):
        raise MoveNotAllowed(
            _(
                "For a child there is no urgent return without a decision of child protection, not older than seven"
                " days. Enter it on the page “The child’s way”; a second person confirms it."
            )
        )


@transaction.atomic
def suspend_return(case: Case, *, reason: str) -> None:
    """Pause. The person's own change of mind closes G1 again. Nothing is lost, nothing has to be justified."""
    if case.status not in ON_THE_WAY:
        raise MoveNotAllowed(_("There is no return to pause here. Reload the page."))
    change_journey(
        case.journey,
        status=JourneyStatus.SUSPENDED,
        outlook=Outlook.UNDECIDED,
        travel_on=None,
        arrives_by=None,
    )
    change_case(case, status=CaseStatus.RETURN_SUSPENDED, pause_reason=reason)
    if reason == PauseReason.PERSON and may_sign(case, GateKind.G1):
        write_signature(case, GateKind.G1, outcome=Outcome.BLOCKED)
    tell(case.journey, EventKind.RETURN_SUSPENDED, side=case.side)
    record("return.suspended", target=case.pk, reason=reason)


@transaction.atomic
def leave_alone(case: Case) -> None:
    """The person leaves without us organising it: a status, no failure (rule 2). Contact and visits stay possible."""
    if not decides_alone(case.journey):
        raise MoveNotAllowed(_("A child does not leave alone. Tell child protection now."))
    if case.side != Side.DESTINATION or case.is_closed or case.status == CaseStatus.IN_TRANSIT:
        raise MoveNotAllowed(_("This cannot be noted in the present status of the case."))
    change_journey(case.journey, stage=Stage.RETURN, status=JourneyStatus.ACTIVE)
    change_case(case, status=CaseStatus.LEFT_ON_OWN, stage=Stage.RETURN)
    # How the person goes is told to nobody by the journey: the origin side learns nothing by itself.
    tell(case.journey, EventKind.STAGE, side=case.side, stage=Stage.RETURN)
    record("return.left_on_own", target=case.pk)


@transaction.atomic
def approve_return(case: Case) -> None:
    """A supervisor's word, the second after the one who recorded the wish. Raises `MoveNotAllowed`."""
    request = request_of(case)
    if case.status != CaseStatus.RETURN_REQUESTED or request is None:
        raise MoveNotAllowed(_("There is no return to approve here. Reload the page."))
    check_approver(case, request)
    urgent = request.kind in URGENT_KINDS
    check_gates(case, urgent=urgent)
    if urgent:
        check_urgent(case)
    change_case(case, status=CaseStatus.RETURN_APPROVED)
    tell(case.journey, EventKind.RETURN_APPROVED, side=case.side)
    record("return.approved", target=case.pk, urgent=urgent)
    end_request(case)


def check_approver(case: Case, request: Evidence) -> None:
    actor = current_actor()
    if actor.role != Role.SUPERVISOR:
        raise MoveNotAllowed(_("A supervisor approves the return."))
    mine = case.journey.signatures.filter(kind=GateKind.G1, by_id=actor.user)
    if str(request.by_id) == actor.user or mine.exists():
        raise MoveNotAllowed(_("You recorded the wish to return. Another person approves it."))


def check_gates(case: Case, *, urgent: bool) -> None:
    if case.journey.travel_on is None:
        raise MoveNotAllowed(_("Plan the travel first: the gates are judged for its day."))
    open_ones = open_gates(gates_of(case.journey, case), urgent=urgent)
    if open_ones:
        names = ", ".join(one.kind.value for one in open_ones)
        raise MoveNotAllowed(_("These gates are still open: %(gates)s.") % {"gates": names})
    if case.journey.child:
        check_escort(case)


def check_urgent(case: Case) -> None:
    """Within 48 hours, somebody named who meets the person; two signatures: the recorder's and this one."""
    check_child_protection(case)
    latest = timezone.localdate() + timedelta(days=URGENT_DAYS)
    if case.journey.travel_on > latest:
        raise MoveNotAllowed(
            _("The urgent way is for a return within 48 hours. Later, all gates are needed.")
        )
    travel = Travel.objects.filter(case=case).first()
    if travel is None or not travel.greeter:
        raise MoveNotAllowed(_("Name the person who meets her or him in the travel plan."))
