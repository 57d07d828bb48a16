"""
A file, line by line: a workbook (.xlsx) or CSV. Nothing is held but the line at hand.

A cell is text, a whole number, a number or yes/no as it stands, a date as ISO text, or one of two marks: a formula is never
evaluated, nor is its stored result believed.
"""

import csv
import datetime
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shell.safe_zip import NotAWorkbook, refuse_unsafe

FORMULA, ERROR = {"is": "formula"}, {"is": "error"}
LARGEST = 20 * 1024 * 1024  # bytes, as it comes
LONGEST_CELL = 32_767  # what a spreadsheet program allows
MOST_COLUMNS = 120
MOST_EMPTY = 20_000  # rows in one piece
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # also how a workbook with a password is wrapped


def lines_of(file) -> Iterator[list]:
    """Raises `NotAWorkbook`, perhaps only at a later line. `file` is open for reading bytes."""
    start = file.read(8)
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise NotAWorkbook(_("The file is empty."))
    if size > LARGEST:
        raise NotAWorkbook(_("The file has more than 20 MB. Divide it."))
    if start.startswith(OLD_EXCEL):
        raise NotAWorkbook(
            _("The file has a password or an old format. Save it as “Excel workbook (.xlsx)”.")
        )
    lines = workbook_lines(file) if start.startswith(b"PK") else csv_lines(file)
    yield from without_endless_emptiness(lines)


def without_endless_emptiness(lines):
    empty = 0
    for line in lines:
        while line and line[-1] in (None, ""):
            line.pop()
        empty = 0 if line else empty + 1
        if empty > MOST_EMPTY:
            raise NotAWorkbook(
                _("Thousands of empty rows follow each other. Delete those under the people.")
            )
        if len(line) > MOST_COLUMNS:
            raise NotAWorkbook(_("The sheet has more than 120 columns."))
        yield line


def workbook_lines(file):
    refuse_unsafe(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, KeyError, OSError, ValueError, TypeError, SyntaxError) as problem:
        raise damaged() from problem
    try:
        sheet = first_sheet(book)
        for row in sheet.rows:
            yield [cell_value(cell) for cell in row]
    except (KeyError, ValueError, TypeError, SyntaxError, IndexError, OverflowError) as problem:
        raise damaged() from problem
    finally:
        book.close()


def damaged():
    return NotAWorkbook(_("This is not an Excel workbook (.xlsx) that can be opened."))


def first_sheet(book):
    if not book.worksheets:
        raise NotAWorkbook(_("The file has no sheet with rows."))
    sheet = book.worksheets[0]
    if sheet.sheet_state != "visible":
        raise NotAWorkbook(
            _("The first sheet is hidden. Show it, or put the people’s sheet first.")
        )
    sheet.reset_dimensions()  # what the file says of its size is not believed
    return sheet


def cell_value(cell):
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return FORMULA
    if cell.data_type == "e":
        return ERROR
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (bool, int, float)):
        return value
    return str(value)[: LONGEST_CELL + 1].strip()


def csv_lines(file):
    start = file.read(4096)
    file.seek(0)
    if b"\0" in start:
        raise NotAWorkbook(_("This is neither an Excel workbook (.xlsx) nor a CSV table."))
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        raise NotAWorkbook(
            _("This is a web page with another name. Save it as “Excel workbook (.xlsx)”.")
        )
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        first = text.readline(100_000)
        text.seek(0)
        delimiter = max(",;\t", key=first.count)
        for line in csv.reader(text, delimiter=delimiter, strict=True):
            if any("\0" in cell for cell in line):
                raise NotAWorkbook(_("The file holds characters that no table has."))
            yield [cell.strip() for cell in line]
    except UnicodeDecodeError:
        raise NotAWorkbook(_("It is not UTF-8. Save it again as “CSV UTF-8”.")) from None
    except csv.Error:
        raise NotAWorkbook(
            _("The table cannot be read: a quotation mark is open, or it is cut off.")
        ) from None
    finally:
        text.detach()
