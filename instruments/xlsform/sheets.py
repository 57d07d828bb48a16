"""The sheets of a form as rows of text, with their numbers. Only what a form can need is ever held."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from instruments.xlsform.report import Report
from shell.clean_text import normalised, refuse_hidden_characters
from shell.safe_zip import NotAWorkbook, refuse_unsafe

LARGEST = 5 * 1024 * 1024  # bytes, as it comes
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = {"survey": 1_000, "choices": 8_000, "settings": 10}
MOST_COLUMNS = 80
MOST_EMPTY = 500
LONGEST_CELL = 2_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ALIASES = {
    "list name": "list_name",
    "relevance": "relevant",
    "calculate": "calculation",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::required": "required",
    "bind::calculate": "calculation",
    "constraint message": "constraint_message",
    "bind::jr:constraintmsg": "constraint_message",
    "readonly": "read_only",
    "read only": "read_only",
    "repeat count": "repeat_count",
    "jr:count": "repeat_count",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "choice filter": "choice_filter",
    "title": "form_title",
    "set form title": "form_title",
    "set form id": "form_id",
    "id_string": "form_id",
}
TRANSLATED = re.compile(r"(label|hint|constraint_message|required_message|guidance_hint)::?\s*(\S.*)")


@dataclass
class Row:
    sheet: str
    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Book:
    rows: dict[str, list[Row]] = field(default_factory=dict)
    headings: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each sheet: our name of a column → as the file writes it."""


def read_book(file, report: Report) -> Book:
    """Raises `NotAWorkbook` where the file is none, or holds what no form needs."""
    refuse_by_start(file)
    refuse_unsafe(file, most=LARGEST_UNPACKED)
    file.seek(0)
    try:
        workbook = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, KeyError, OSError, ValueError, TypeError, SyntaxError) as problem:
        raise damaged() from problem
    try:
        return sheets_of(workbook, report)
    except (KeyError, ValueError, TypeError, SyntaxError, IndexError, OverflowError) as problem:
        raise damaged() from problem
    finally:
        workbook.close()


def refuse_by_start(file) -> None:
    start, size = file.read(8), file.seek(0, 2)
    file.seek(0)
    if not size:
        raise NotAWorkbook(_("The file is empty."))
    if size > LARGEST:
        raise NotAWorkbook(_("The file has more than 5 MB. A form has far less."))
    if start.startswith(OLD_EXCEL):
        raise NotAWorkbook(
            _("The file has a password or an old format. Save it as “Excel workbook (.xlsx)”.")
        )


def damaged() -> NotAWorkbook:
    return NotAWorkbook(_("This is not an Excel workbook (.xlsx) that can be opened."))


def sheets_of(workbook, report: Report) -> Book:
    book = Book()
    for sheet in workbook.worksheets:
        name = sheet.title.strip().lower()
        if name not in MOST_ROWS:
            report.left_out(sheet.title[:40], "sheet")
            continue
        sheet.reset_dimensions()  # what the file says of its size is not believed
        book.headings[name], book.rows[name] = read_sheet(name, sheet, report)
    return book


def read_sheet(name: str, sheet, report: Report) -> tuple[dict, list[Row]]:
    lines = lines_of(sheet)
    _number, first = next(lines, (0, []))
    headings = headings_of(name, first, report)
    found = []
    for number, cells in lines:
        if len(found) >= MOST_ROWS[name]:
            report.broken(name, "rows", about=str(MOST_ROWS[name]))
            break
        row = Row(name, number, {})
        for column, cell in zip(headings, cells, strict=False):
            if column and (text := cell_text(cell, row, column, report)):
                row.cells[column] = text
        if row.cells:
            found.append(row)
    return {our: theirs for our, theirs in headings.items() if our[:1] != "\0"}, found


def lines_of(sheet) -> Iterator[tuple[int, list]]:
    """Stops at the first long emptiness: sheets often claim a million rows."""
    empty = 0
    for number, cells in enumerate(sheet.rows, 1):
        cells = list(cells[:MOST_COLUMNS])
        if any(cell.value not in (None, "") for cell in cells):
            empty = 0
            yield number, cells
        else:
            empty += 1
            if empty > MOST_EMPTY:
                return


def headings_of(name: str, cells, report: Report) -> dict[str, str]:
    """Our name → theirs, in the order of the columns. Nameless columns keep a place."""
    found: dict[str, str] = {}
    for place, cell in enumerate(cells):
        theirs = str(cell.value or "").strip()
        ours = our_heading(theirs)
        if not ours or ours in found:
            if ours:
                report.broken(name, "double_column", about=theirs)
            ours = f"\0{place}"
        found[ours] = theirs[:100]
    return found


def our_heading(theirs: str) -> str:
    found = TRANSLATED.fullmatch(re.sub(r"^[^:]+", lambda m: m[0].strip().lower(), theirs))
    if found:
        return f"{found[1]}::{found[2].strip()}"
    plain = re.sub(r"\s+", " ", theirs).lower()
    return ALIASES.get(plain, plain)


def cell_text(cell, row: Row, column: str, report: Report) -> str:
    if column[:1] == "\0":
        return ""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        report.broken(row, "formula", column)
        return ""
    text = plain_text(value)
    try:
        refuse_hidden_characters(text)
    except ValidationError:
        report.broken(row, "hidden", column)
        return ""
    if len(text) > LONGEST_CELL:
        report.broken(row, "long", column)
    return text[:LONGEST_CELL]


def plain_text(value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat().removesuffix("T00:00:00")
    return normalised(str(value)).replace("\xa0", " ").strip()
