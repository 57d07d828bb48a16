"""The log-frame as a workbook. Read again, it says the same."""

import io

import openpyxl
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from plans.sheets import PLAN, PLAN_ROWS, SHEETS, is_code
from shell.spreadsheets import guarded

BOLD = Font(bold=True)
WIDE = {
    "title",
    "objective",
    "activity",
    "indicator",
    "risk",
    "answer",
    "partners",
    "lead",
    "source",
}
RELATED = {"Objectives": "objectives", "Activities": "activities", "Indicators": "indicators", "Risks": "risks"}  # fmt: skip


def workbook(edition=None) -> bytes:
    """Without an edition: empty, to fill in."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = PLAN
    for name in PLAN_ROWS:
        sheet.append([name, safe(plan_value(edition, name))])
    head(sheet, {1: 16, 2: 60}, column=True)
    for name, (_model, columns) in SHEETS.items():
        page = book.create_sheet(name)
        page.append(list(columns))
        rows = getattr(edition, RELATED[name]).order_by("place", "code") if edition else ()
        for row in rows:
            page.append([safe(getattr(row, field)) for field in columns.values()])
        as_text(page, columns)
        head(page, {at: 48 if column in WIDE else 14 for at, column in enumerate(columns, 1)})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_text(page, columns):
    """A code stays what was typed: as a number, 1.10 would become 1.1."""
    for at, column in enumerate(columns, 1):
        if is_code(page.title, column):
            page.column_dimensions[get_column_letter(at)].number_format = "@"


def plan_value(edition, name):
    if edition is None:
        return None
    known = {"plan": edition.plan.slug, "country": edition.plan.country, "begins": edition.begins_on, "ends": edition.ends_on}  # fmt: skip
    return known[name] if name in known else getattr(edition, name)


def safe(value):
    """Text that a spreadsheet would run is kept as text."""
    if isinstance(value, str):
        return guarded(value)
    return float(value) if hasattr(value, "as_tuple") else value


def head(sheet, widths, *, column=False):
    for cell in sheet["A"] if column else sheet[1]:
        cell.font = BOLD
    for at, width in widths.items():
        sheet.column_dimensions[get_column_letter(at)].width = width
    if not column:
        sheet.freeze_panes = "A2"
