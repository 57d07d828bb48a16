from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import may_add
from referral.actions.absences import need_not_kept_back
from referral.actions.events import tell
from referral.actions.open import open_case, stage_for
from referral.actions.take import introduce, read_part, take_readable
from referral.ageing import rests_on_consent
from referral.beginning import need_clearance
from referral.models import Case, GateSignature, Message, MoveNotAllowed, Referral
from referral.stages import (
    ANSWERED_WITHOUT_CASE,
    STAGE_OF,
    CaseStatus,
    EventKind,
    GateKind,
    MessageKind,
    Outcome,
    ReferralKind,
    ReferralStatus,
    Side,
    Stage,
)


def tell_answer(referral, what) -> None:
    """The receiver is no party of the journey before it accepts, so the database writes this in its name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tell_answer(%s, %s)", [referral.pk, what])


def say(referral, kind, **codes) -> Message:
    return Message.objects.create(
        referral=referral, kind=kind, sender_id=current_actor().organisation, **codes
    )


def locked(referral) -> Referral:
    """Two colleagues answering at once: the second waits here, then meets the first one's answer."""
    return Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)


def answered(referral, status, **values) -> Referral:
    referral = locked(referral)
    referral.move_to(status)
    if status == ReferralStatus.ACCEPTED and not rests_on_consent(referral.pk):
        raise MoveNotAllowed(
            _(
                "What was agreed for this request has to be asked again, so it cannot be accepted today. The sender knows."
                " Write to the sender, or wait for the answer."
            )
        )
    for name, value in values.items():
        setattr(referral, name, value)
    referral.answered_at = timezone.now()
    referral.answered_by_id = current_actor().user
    referral.version += 1
    referral.save(update_fields=["status", "answered_at", "answered_by", "version", *values])
    return referral


@transaction.atomic
def accept(*, referral: Referral, contact_name: str, first_date=None, lead=None) -> Case | None:
    """The receiver takes it on. Its own case opens from the package; nothing of the sender's case is touched."""
    need_not_kept_back(referral)
    referral = answered(
        referral, ReferralStatus.ACCEPTED, contact_name=contact_name, first_date=first_date
    )
    case = None
    if referral.kind not in ANSWERED_WITHOUT_CASE:
        case = own_case(referral, str(lead or current_actor().user))
    say(referral, MessageKind.ACCEPT, on=first_date)
    tell_answer(referral, EventKind.ACCEPTED)
    record("referral.accepted", referral.pk, kind=referral.kind)
    return case


@transaction.atomic
def open_own(*, referral: Referral) -> Case:
    """Accepted by link or on paper, before there was an account: now the own case begins, from the same package."""
    need_not_kept_back(referral)
    referral = locked(referral)
    if (
        referral.status != ReferralStatus.ACCEPTED
        or referral.answered_by_id
        or referral.kind in ANSWERED_WITHOUT_CASE
    ):
        raise MoveNotAllowed(_("There is no case to open from this referral now."))
    case = own_case(referral, current_actor().user)
    record("referral.own_case", referral.pk)
    return case


def own_case(referral, lead) -> Case:
    mine = Case.objects.filter(
        journey=referral.journey_id, organisation=referral.receiver_id
    ).first()
    side = side_of(referral)
    if mine is None:
        need_clearance(lead)
    case = mine or open_from(referral, side, lead)
    if referral.kind == ReferralKind.TRANSFER:
        with connection.cursor() as cursor:
            cursor.execute("SELECT hold_journey(%s)", [referral.pk])
    if mine is None:
        introduce(case, referral, for_colleague=lead != current_actor().user)
    if lead == current_actor().user or mine:
        take_readable(case, referral)
    sign_acceptance(case, referral)
    return case


def open_from(referral, side, lead):
    stage = stage_for(referral)
    try:
        with transaction.atomic():
            return open_case(
                journey=referral.journey_id,
                side=side,
                stage=stage,
                status=status_for(referral, stage),
                lead=lead,
                referral=referral,
            )
    except IntegrityError:
        raise MoveNotAllowed(
            _(
                "Your organisation already works on this journey. Ask the colleague who does to answer."
            )
        ) from None


def side_of(referral) -> str:
    """The side follows from the country in which the person was found; the summary carries it."""
    found_in = referral.parts.filter(data_class="summary", recalled_at=None).first()
    content = read_part(found_in) if found_in else {}
    if content.get("found_in"):
        mine = content["found_in"] == current_actor().country
        if mine:
            return Side.DESTINATION
        return Side.THIRD if content.get("third") else Side.ORIGIN
    return referral.side


# The receiver begins where the sender stood; what has no status of its own there begins with the needs.
STATUS_WHEN_OPENED = {
    Stage.REFERRAL: CaseStatus.PROTECTION,
    Stage.ASSISTANCE: CaseStatus.ASSESSMENT,
    Stage.RETURN: CaseStatus.RETURN_REQUESTED,
    Stage.REINTEGRATION: CaseStatus.REINTEGRATION,
}


def status_for(referral, stage) -> str:
    if referral.kind == ReferralKind.TRANSFER and stage == Stage.RETURN:
        return CaseStatus.RECEIVING
    status = STATUS_WHEN_OPENED.get(stage, CaseStatus.PROTECTION)
    return status if STAGE_OF[status] == stage else CaseStatus.ASSESSMENT


def sign_acceptance(case, referral) -> None:
    """G5: a care that goes abroad is accepted by this very answer."""
    actor = current_actor()
    may = any(may_add(actor.role, "evidence", side, stage) for side in Side for stage in Stage)
    abroad = referral.sender.country != actor.country
    if referral.kind != ReferralKind.TRANSFER or not abroad or not may:
        return
    GateSignature(
        journey_id=referral.journey_id,
        kind=GateKind.G5,
        organisation_id=actor.organisation,
        side=case.side,
        role=actor.role,
        by_id=actor.user,
        outcome=Outcome.PASSED,
    ).save(force_insert=True)


@transaction.atomic
def decline(*, referral: Referral, reason: str, better=None) -> None:
    referral = answered(referral, ReferralStatus.DECLINED, decline_reason=reason, better=better)
    say(referral, MessageKind.DECLINE)
    tell_answer(referral, EventKind.DECLINED)
    record("referral.declined", referral.pk, reason=reason)


@transaction.atomic
def give_back(*, referral: Referral, reason: str) -> None:
    """
    The receiver took the person on and cannot go on. The sender holds the care again and asks anew; nothing is lost:
    the receiver's own case stays, the gate of the receiving organisation (G5) is open again.
    """
    if referral.kind in ANSWERED_WITHOUT_CASE:
        raise MoveNotAllowed(_("There is no care to give back here."))
    referral = answered(referral, ReferralStatus.RETURNED, decline_reason=reason)
    say(referral, MessageKind.GIVEN_BACK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT give_back(%s)", [referral.pk])
    record("referral.given_back", referral.pk, reason=reason)


@transaction.atomic
def ask(*, referral: Referral, questions: list[str]) -> None:
    referral = locked(referral)
    referral.move_to(ReferralStatus.ASKED)
    referral.version += 1
    referral.save(update_fields=["status", "version"])
    for question in questions:
        say(referral, MessageKind.QUESTION, question=question)
    tell_answer(referral, EventKind.QUESTION)
    record("referral.asked", referral.pk, questions=questions)


@transaction.atomic
def reply(*, referral: Referral, case: Case, replies: dict[str, str]) -> None:
    """The sender answers all open questions at once, from the list."""
    referral = locked(referral)
    referral.move_to(ReferralStatus.SENT)
    referral.version += 1
    referral.save(update_fields=["status", "version"])
    for question, answer in replies.items():
        say(referral, MessageKind.ANSWER, question=question, reply=answer)
    tell(case.journey, EventKind.ANSWERED, side=case.side, referral=referral.pk)
    record("referral.replied", referral.pk, questions=sorted(replies))


def open_questions(referral) -> list[str]:
    """Asked and not answered yet."""
    waiting = []
    for message in sorted(referral.messages.all(), key=lambda m: (m.at, m.pk)):
        if message.kind == MessageKind.QUESTION and message.question not in waiting:
            waiting.append(message.question)
        if message.kind == MessageKind.ANSWER and message.question in waiting:
            waiting.remove(message.question)
    return waiting
