"""The budget of a reintegration: written by the case manager, signed, paid line by line."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.access import DataClass, may_write
from referral.actions.signatures import may_be_asked, open_look
from referral.budgeting import Budget, LineView, budget_of
from referral.models import (
    BudgetApproval,
    BudgetLine,
    Case,
    MoveNotAllowed,
    Payment,
    Programme,
    Task,
    TaskKind,
    Visit,
)
from referral.stages import GateKind

SHEET = [DataClass.SUMMARY, DataClass.SERVICES, DataClass.EVIDENCE]
Status = BudgetLine.Status


def may_budget(case: Case) -> bool:
    """The case manager writes, signs first and pays; a second person signs only."""
    role = current_actor().role
    writes = may_write(role, DataClass.SERVICES, case.side, case.stage)
    return role == Role.CASE_MANAGER and writes and not case.is_closed


def need_budget(case: Case) -> None:
    if not may_budget(case):
        raise MoveNotAllowed(_("The budget cannot be changed at the present stage of the case."))


def with_programme(budget: Budget, programme: Programme | None) -> Budget:
    return Budget(budget.lines, programme, budget.approval)


@transaction.atomic
def add_line(case: Case, write) -> BudgetLine:
    need_budget(case)
    line = BudgetLine(case=case)
    write(line)
    line.save(force_insert=True)
    record("budget.line_added", target=case.pk, family=line.family)
    return line


@transaction.atomic
def change_line(line: BudgetLine, write) -> None:
    """Check the version before: the line given here is locked. What was paid stays within it. Raises `MoveNotAllowed`."""
    need_budget(line.case)
    write(line)
    paid = LineView(line, tuple(line.payments.all())).paid
    if line.cost < paid and line.status != Status.CANCELLED:
        raise MoveNotAllowed(_("More was paid already. Correct a payment first."))
    line.version += 1
    line.save()
    record("budget.line_changed", target=line.case_id, status=line.status)


def second_signers():
    return may_be_asked(Role.SUPERVISOR)


@transaction.atomic
def sign_budget(case: Case, *, programme: Programme | None, reasons: str, second=None) -> None:
    """
    The case manager and the person agree to these very lines, or that nothing is paid, with the reason. From the threshold on, and above a ceiling, `second` is
    asked for a signature; before it nothing is paid. Raises `MoveNotAllowed`.
    """
    need_budget(case)
    list(Case.objects.select_for_update(of=("self",)).filter(pk=case.pk))
    budget = with_programme(budget_of(case), programme)
    if not budget.total.planned and not reasons:
        raise MoveNotAllowed(
            _("Nothing is planned to be paid. Add a line, or write down why nothing is.")
        )
    if budget.second and not second:
        raise MoveNotAllowed(_("A second person signs this budget. Choose whom you ask."))
    if budget.over and not reasons:
        raise MoveNotAllowed(_("Write down why this budget may pass a ceiling."))
    BudgetApproval(
        case=case,
        programme=programme,
        mark=budget.mark,
        total=budget.total.planned,
        currency=budget.currency,
        over=bool(budget.over),
        second=budget.second,
        reasons=reasons,
        by_id=current_actor().user,
    ).save(force_insert=True)
    end_asking(case)
    if budget.second:
        ask_second(case, second)
    record("budget.signed", target=case.pk, second=budget.second, over=bool(budget.over))


def ask_second(case: Case, user) -> None:
    until = open_look(case, user, SHEET)
    Task.objects.create(
        organisation_id=case.organisation_id,
        journey_id=case.journey_id,
        case=case,
        kind=TaskKind.BUDGET,
        gate=GateKind.G9,
        assigned_to_id=user,
        due_on=until.date(),
    )


def end_asking(case: Case) -> None:
    Task.objects.filter(case=case, kind=TaskKind.BUDGET, done_at=None).update(
        done_at=timezone.now(), done_by_id=current_actor().user
    )


@transaction.atomic
def second_budget(case: Case, *, mark: str) -> None:
    """The second person signs what she or he saw: `mark` is of the page. Raises `MoveNotAllowed`."""
    actor = current_actor()
    if actor.role != Role.SUPERVISOR:
        raise MoveNotAllowed(_("A supervisor signs here."))
    budget = budget_of(case)
    if not budget.waits or budget.mark != mark:
        raise MoveNotAllowed(_("This budget was changed or signed meanwhile. Reload the page."))
    if str(budget.approval.by_id) == actor.user:
        raise MoveNotAllowed(_("The second signature is another person’s."))
    BudgetApproval.objects.filter(pk=budget.approval.pk, second_at=None).update(
        second_by_id=actor.user, second_at=timezone.now()
    )
    end_asking(case)
    record("budget.second", target=case.pk)


def no_cash(case: Case) -> bool:
    """The last visit that knows says that somebody else controls the money."""
    known = Visit.objects.filter(case=case, no_cash__isnull=False)
    return bool(known.order_by("-visited_on", "-months").values_list("no_cash", flat=True).first())


@transaction.atomic
def pay(line: BudgetLine, *, amount: Decimal, paid_on: date, receipt: str) -> Payment:
    """Never more than was planned and signed for. Raises `MoveNotAllowed`."""
    case = line.case
    need_budget(case)
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if not budget_of(case).is_signed:
        raise MoveNotAllowed(_("The budget is not signed, or was changed since. Sign it first."))
    if line.status in (Status.CANCELLED, Status.DONE):
        raise MoveNotAllowed(_("This line is finished or cancelled. Reload the page."))
    if line.payer == BudgetLine.Payer.NOBODY:
        raise MoveNotAllowed(_("Nobody pays this line yet. Say first who does."))
    if line.is_cash and no_cash(case):
        raise MoveNotAllowed(
            _(
                "A visit found that somebody else controls the money: nothing is paid in cash. Change the line to in kind,"
                " and look at the risk again."
            )
        )
    if amount > LineView(line, tuple(line.payments.all())).left:
        raise MoveNotAllowed(
            _("That is more than is left of this line. Change the line, and have it signed again.")
        )
    row = Payment(
        case=case,
        line=line,
        amount=amount,
        paid_on=paid_on,
        receipt=receipt,
        by_id=current_actor().user,
    )
    row.save(force_insert=True)
    record("budget.paid", target=case.pk, family=line.family)
    return row


@transaction.atomic
def correct(payment: Payment) -> Payment:
    """A payment that was entered wrongly, or came back. Both stay to be read. Raises `MoveNotAllowed`."""
    need_budget(payment.case)
    if payment.amount < 0 or Payment.objects.filter(corrects=payment).exists():
        raise MoveNotAllowed(_("This payment was corrected already. Reload the page."))
    row = Payment(
        case=payment.case,
        line=payment.line,
        amount=-payment.amount,
        paid_on=timezone.localdate(),
        receipt="",
        corrects=payment,
        by_id=current_actor().user,
    )
    row.save(force_insert=True)
    record("budget.corrected", target=payment.case_id)
    return row


@transaction.atomic
def keep_programme(row: Programme, write, *, new: bool) -> None:
    """By the organisation that keeps it. Whoever signed under it before signs again: its version is part of the mark."""
    write(row)
    row.changed_at = timezone.now()
    if new:
        row.kept_by_id = current_actor().organisation
        row.save(force_insert=True)
    else:
        row.version += 1
        row.save()
    record("programme.kept", target=row.pk)
