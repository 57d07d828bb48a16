"""The budget of a case as one thing: its lines, what was paid, what a programme allows, who signed. Pure, but for `budget_of`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from instruments.budget import (
    FAMILIES,
    NOTHING,
    Item,
    Limits,
    Over,
    Sum,
    money,
    needs_second,
    passed_ceilings,
    sums,
    whole,
)
from referral.models import BudgetApproval, BudgetLine, Case, Payment, Programme

Status = BudgetLine.Status


@dataclass(frozen=True, slots=True)
class LineView:
    line: BudgetLine
    payments: tuple[Payment, ...]

    @property
    def paid(self) -> Decimal:
        """In the currency of the line."""
        return sum((one.amount for one in self.payments), NOTHING)

    @property
    def left(self) -> Decimal:
        return NOTHING if self.line.status == Status.CANCELLED else self.line.cost - self.paid

    @property
    def item(self) -> Item:
        """A line that was cancelled plans nothing; what was paid of it stays paid."""
        planned = NOTHING if self.line.status == Status.CANCELLED else self.line.planned
        return Item(self.line.family, planned, self.line.is_cash, money(self.paid * self.line.rate))


@dataclass(frozen=True, slots=True)
class Budget:
    lines: tuple[LineView, ...]
    programme: Programme | None
    approval: BudgetApproval | None

    @property
    def limits(self) -> Limits:
        return limits_of(self.programme)

    @property
    def items(self) -> list[Item]:
        return [one.item for one in self.lines]

    @property
    def total(self) -> Sum:
        return whole(self.items)

    @property
    def over(self) -> list[Over]:
        return passed_ceilings(self.items, self.limits)

    @property
    def second(self) -> bool:
        return needs_second(self.total.planned, self.limits, self.over)

    @property
    def mark(self) -> str:
        return mark_of((one.line for one in self.lines), self.programme)

    @property
    def is_signed(self) -> bool:
        """By everybody who has to, and nothing of it changed since."""
        return self.speaks and self.approval.counts

    @property
    def waits(self) -> bool:
        return self.speaks and not self.approval.counts

    @property
    def speaks(self) -> bool:
        return self.approval is not None and self.approval.mark == self.mark

    @property
    def currency(self) -> str:
        if self.programme:
            return self.programme.currency
        return self.lines[0].line.currency if self.lines else "EUR"

    @property
    def families(self) -> list[dict]:
        found = sums(self.items)
        ceilings = self.limits.families
        return [
            {"label": label, "sum": found[name], "ceiling": ceilings.get(name)}
            for name, label in FAMILIES.items()
            if found[name].planned or found[name].paid or name in ceilings
        ]


def limits_of(programme: Programme | None) -> Limits:
    if programme is None:
        return Limits()
    return Limits(
        programme.total,
        {name: Decimal(amount) for name, amount in programme.families.items()},
        programme.cash_percent,
        programme.second_from,
    )


def mark_of(lines: Iterable[BudgetLine], programme: Programme | None) -> str:
    """Changes when what was signed for changes: who pays how much for what family, and how it is given."""
    facts = sorted(
        [
            str(one.pk),
            one.family,
            str(one.planned),
            one.currency,
            one.mode,
            one.payer,
            one.payee,
        ]
        for one in lines
        if one.status != Status.CANCELLED
    )
    frame = [str(programme.pk), programme.version] if programme else []
    return hashlib.sha256(json.dumps([frame, facts]).encode()).hexdigest()


def budget_of(case: Case) -> Budget:
    payments = Prefetch("payments", Payment.objects.order_by("paid_on", "written_at"))
    lines = BudgetLine.objects.filter(case=case).order_by("family", "written_at")
    approval = (
        BudgetApproval.objects.filter(case=case)
        .select_related("programme", "by", "second_by")
        .order_by("-written_at")
        .first()
    )
    views = [LineView(one, tuple(one.payments.all())) for one in lines.prefetch_related(payments)]
    return Budget(tuple(views), approval.programme if approval else None, approval)
