"""What a case costs, line by line, grouped by who pays: for the report to a donor. It names nobody."""

from django.utils.translation import gettext as _

from instruments.budget import FAMILIES
from referral.budgeting import budget_of
from referral.models import BudgetLine, Case

Payer = BudgetLine.Payer


def cost_rows(case: Case) -> tuple[list[str], list[list]]:
    """(headings, rows): of each payer the lines, then their sum in the programme's currency."""
    budget = budget_of(case)
    headings = [
        _("Who pays"), _("Programme"), _("Family of measures"), _("What for"), _("Status"), _("Planned for"), _("How many"),
        _("Cost of one"), _("Currency"), _("Planned, in the programme’s currency"), _("Paid, in the programme’s currency"),
        _("Programme’s currency"),
    ]  # fmt: skip
    rows = []
    for payer in Payer:
        lines = [one for one in budget.lines if one.line.payer == payer]
        if not lines:
            continue
        programme = budget.programme.name if budget.programme and payer == Payer.PROGRAMME else ""
        rows += [cells(one, payer, programme, budget.currency) for one in lines]
        planned = sum(one.item.planned for one in lines)
        paid = sum(one.item.paid for one in lines)
        rows.append(
            [payer.label, programme, _("Together"), *[""] * 6, planned, paid, budget.currency]
        )
    return headings, rows


def cells(one, payer, programme, currency):
    line = one.line
    return [
        payer.label,
        programme,
        FAMILIES[line.family],
        line.item,
        line.get_status_display(),
        line.planned_on or "",
        line.quantity,
        line.unit_cost,
        line.currency,
        one.item.planned,
        one.item.paid,
        currency,
    ]
