"""The steps for a child, made in their order (rules of practice 22), and the decision on an urgent return (3)."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.access import DataClass, may_write
from referral.actions.child_turn import check_family, check_turn, order_of
from referral.actions.close_referral import close_those
from referral.actions.protection import need_name
from referral.actions.record import write_part
from referral.actions.signatures import (
    SHEET,
    ReturnReason,
    ask_signature,
    end_request,
    may_be_asked,
    send_back,
)
from referral.ageing import decides_alone
from referral.child_order import Step, asks_for_family, no_contact_sentence
from referral.models import (
    Case,
    ChildStep,
    ContactCheck,
    ContactWish,
    Evidence,
    MoveNotAllowed,
    Referral,
    SafetyFlag,
    Summary,
    Task,
    TaskKind,
)
from referral.stages import GateKind, ReferralStatus

GATE_OF = {ChildStep.Kind.URGENT: GateKind.G1}
CONFIRMS = (Role.CASE_MANAGER, Role.SUPERVISOR)
PANEL_SHEET = [*SHEET, DataClass.SERVICES, DataClass.CONSENT]
PANEL_DAYS = 90  # the panel keeps what it needs to decide; a new wish or step opens it anew
ANSWER_DAYS = 7
LIVE = [
    ReferralStatus.DRAFT,
    ReferralStatus.SENT,
    ReferralStatus.ASKED,
    ReferralStatus.EXPIRED,
    ReferralStatus.ACCEPTED,
]


def _evidence(case, gate, evidence) -> Evidence:
    row = Evidence(case=case, gate=gate, by_id=current_actor().user, **evidence)
    row.save(force_insert=True)
    return row


@transaction.atomic
def write_step(
    case: Case, kind: str, *, result: str, heard: str, evidence: dict, confirmer=None
) -> ChildStep:
    """
    One step with what stands behind it. Where a second person is needed, `confirmer` is asked. Raises `MoveNotAllowed`.
    """
    if decides_alone(case.journey):
        raise MoveNotAllowed(_("Only a child has these steps. An adult decides alone."))
    check_step(case, kind, result)
    step = ChildStep(
        case=case,
        kind=kind,
        result=result,
        heard=heard,
        evidence=_evidence(case, GATE_OF.get(kind, GateKind.G10), evidence).pk,
        by_id=current_actor().user,
    )
    step.save(force_insert=True)
    if step.needs_second:
        gate = GATE_OF.get(kind, GateKind.G10)
        ask_signature(case, user=confirmer, classes=SHEET, kind=TaskKind.CHILD_STEP, gate=gate)
    record("child.step", target=case.pk, step=kind, result=result)
    return step


def check_step(case: Case, kind: str, result: str) -> None:
    """Whether this step is next, or can be made again. Raises `MoveNotAllowed`."""
    if kind == ChildStep.Kind.FAMILY:
        check_family(case.journey_id, order_of(case.journey_id))
    elif kind == ChildStep.Kind.DECISION:
        order = order_of(case.journey_id)
        check_turn(case.journey_id, Step.CONSENT, order)
        if order.no_contact and result == ChildStep.Result.GOES_AHEAD:
            raise MoveNotAllowed(no_contact_sentence())


def who_may_confirm():
    return may_be_asked(*CONFIRMS)


@transaction.atomic
def confirm_step(case: Case, step: ChildStep) -> None:
    """The second person compared it with the document. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if str(step.by_id) == actor.user:
        raise MoveNotAllowed(
            _("You wrote this step. A second person compares it with the document and confirms it.")
        )
    check_step(case, step.kind, step.result)
    changed = ChildStep.objects.filter(pk=step.pk, confirmed_at=None).update(
        confirmed_at=timezone.now(), confirmed_by=actor.user
    )
    if not changed:
        raise MoveNotAllowed(_("This step was confirmed meanwhile. Reload the page."))
    gate = GATE_OF.get(step.kind, GateKind.G10)
    asked = Task.objects.filter(case=case, kind=TaskKind.CHILD_STEP, gate=gate, done_at=None)
    mine = asked.filter(assigned_to=actor.user).first()
    asked.exclude(assigned_to=actor.user).update(done_at=timezone.now(), done_by_id=actor.user)
    record("child.step_confirmed", target=case.pk, step=step.kind)
    if mine:
        end_request(case, mine)


@transaction.atomic
def check_contact(case: Case, *, evidence: dict, **found) -> ContactCheck:
    """
    What contact would set off. With “no contact”, what was asked of others about the family is closed.

    Who paid and who knew are kept as they were answered; the outcome is a person's word, never reckoned from them.
    """
    if decides_alone(case.journey):
        raise MoveNotAllowed(_("Only a child has these steps. An adult decides alone."))
    check_turn(case.journey_id, Step.CHECK)
    check = ContactCheck(
        case=case,
        by_id=current_actor().user,
        evidence=_evidence(case, GateKind.G10, evidence).pk,
        **found,
    )
    check.save(force_insert=True)
    record("child.contact_checked", target=case.pk, outcome=check.outcome)
    if check.outcome == ContactCheck.Outcome.NO_CONTACT:
        nobody_asks(case)
    return check


def nobody_asks(case: Case) -> None:
    """An instruction without a reason in the summary, and the end of what was asked about the family."""
    actor = current_actor()
    if may_write(actor.role, DataClass.SUMMARY, case.side, case.stage):
        summary = Summary.objects.select_for_update().filter(case=case).first()
        if summary is not None and SafetyFlag.NO_FAMILY not in summary.safety_flags:

            def no_family(row):
                row.safety_flags = [*row.safety_flags, SafetyFlag.NO_FAMILY]

            write_part(case=case, model=Summary, row=summary, write=no_family)
    asked = Referral.objects.filter(
        journey=case.journey_id, sender=case.organisation_id, status__in=LIVE
    ).select_related("receiver")
    here = case.organisation.country
    about_the_family = [
        one
        for one in asked
        if asks_for_family(one.kind, one.services, abroad=one.receiver.country != here)
    ]
    close_those(about_the_family, case=case)


@transaction.atomic
def write_wish(case: Case, *, words: str, said_on, panel=None) -> ContactWish:
    """A child asks to see the family. `panel`: the member who answers; without one the lead takes it to the panel."""
    if decides_alone(case.journey):
        raise MoveNotAllowed(_("Only a child has these steps. An adult decides alone."))
    actor = current_actor()
    wish = ContactWish(case=case, words=words, said_on=said_on, by_id=actor.user)
    wish.save(force_insert=True)
    if panel:
        open_to_panel(case, panel)
    Task.objects.create(
        organisation_id=actor.organisation,
        journey_id=case.journey_id,
        case=case,
        kind=TaskKind.CHILD_WISH,
        gate=GateKind.G10,
        assigned_to_id=panel or case.lead_id,
        due_on=timezone.localdate() + timedelta(days=ANSWER_DAYS),
    )
    record("child.wish", target=case.pk)
    return wish


def open_to_panel(case, user) -> None:
    need_name(case.pk, user)
    until = timezone.now() + timedelta(days=PANEL_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT assign(%s, %s, NULL, %s, %s, 'panel')",
            [case.pk, user, sorted(PANEL_SHEET), until],
        )


def panel_members():
    return may_be_asked(Role.PANEL)


@transaction.atomic
def answer_wish(case: Case, wish: ContactWish, *, answer: str, told: str, panel: str = "") -> None:
    """By the panel, or by the case manager who names the panel that decided. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if actor.role != Role.PANEL and not panel:
        raise MoveNotAllowed(_("The panel answers. Write down which panel decided."))
    order = order_of(case.journey_id)
    if answer == ContactWish.Answer.YES:
        check_turn(case.journey_id, Step.CONSENT, order)
        if order.no_contact:
            raise MoveNotAllowed(no_contact_sentence())
    fresh = ContactWish.objects.select_for_update().get(pk=wish.pk)
    if fresh.answered_at:
        raise MoveNotAllowed(_("The child was answered meanwhile. Reload the page."))
    fresh.answer, fresh.told, fresh.panel = answer, told, panel
    fresh.answered_at, fresh.answered_by_id = timezone.now(), actor.user
    fresh.save(update_fields=["answer", "told", "panel", "answered_at", "answered_by"])
    if not ContactWish.objects.filter(case=case).waiting().exists():
        Task.objects.filter(case=case, kind=TaskKind.CHILD_WISH, done_at=None).update(
            done_at=timezone.now(), done_by_id=actor.user
        )
    record("child.wish_answered", target=case.pk, answer=answer)


@transaction.atomic
def send_step_back(case: Case, step: ChildStep) -> None:
    """It does not fit the document: the step stays unconfirmed, and whoever asked is told. Raises `MoveNotAllowed`."""
    gate = GATE_OF.get(step.kind, GateKind.G10)
    asked = Task.objects.filter(case=case, kind=TaskKind.CHILD_STEP, gate=gate, done_at=None)
    mine = asked.filter(assigned_to=current_actor().user).first()
    if mine is None or step.counts:
        raise MoveNotAllowed(_("Nobody asked you to confirm this step. Reload the page."))
    mine.case = case
    send_back(mine, reason=ReturnReason.UNCLEAR)
