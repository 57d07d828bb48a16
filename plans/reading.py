"""
A log-frame from a spreadsheet. Raises `Broken` with every mistake, each with its sheet and line; then nothing is used.

Few cells have to be filled: a small state with one officer begins with a title, two dates, some objectives and activities.
"""

import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.parsers.expat import ExpatError

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from plans.models import Edition
from plans.sheets import (  # fmt: skip
    DATES,
    NEEDED,
    NUMBERS,
    PLAN,
    PLAN_NEEDED,
    PLAN_ROWS,
    SHEETS,
    WORDS,
    YEARS,
    is_code,
)
from plans.words import Pillar, Stage
from shell.file_faults import Broken
from shell.safe_zip import NotAWorkbook, refuse_unsafe
from shell.spreadsheets import unguarded

LARGEST = 2_000_000
UNPACKED = 40_000_000
# What openpyxl and the readers of XML below it raise for files that no spreadsheet program writes.
NOT_READABLE = (InvalidFileException, LookupError, ValueError, TypeError, OSError, SyntaxError, ExpatError, AttributeError, ArithmeticError)  # fmt: skip
MOST_LINES = 1_000
CODE = re.compile(r"[A-Za-z]{0,3}\d{1,3}(\.\d{1,3}){0,3}")
EDITION = {"title": "title", "language": "language", "begins": "begins_on", "ends": "ends_on",
           "stage": "stage", "body": "body", "legal_basis": "legal_basis", "vision": "vision"}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    sheet: str
    line: int | None
    what: str
    why: str


@dataclass
class Read:
    """`plan`: country and, where the file names it, slug. `edition`: its values. `lines`: sheet → rows of values."""

    plan: dict = field(default_factory=dict)
    edition: dict = field(default_factory=dict)
    lines: dict = field(default_factory=lambda: defaultdict(list))


def read(whole: bytes, *, country: str) -> Read:
    book = open_book(whole)
    faults, found = [], Read()
    unread(book, faults)
    read_plan(book, country, found, faults)
    numbers = {name: read_sheet(book, name, found, faults) for name in SHEETS}
    if not any(found.lines[name] for name in SHEETS) and not faults:
        faults.append(
            Fault("Objectives", None, _("Rows"), _("A plan needs at least one objective."))
        )
    check_references(found, numbers, faults)
    if faults:
        raise Broken(*faults)
    return found


def open_book(whole: bytes):
    if len(whole) > LARGEST:
        raise Broken(Fault("–", None, _("The file"), _("It has more than 2 MB.")))
    try:
        refuse_unsafe(io.BytesIO(whole), UNPACKED)
        return openpyxl.load_workbook(io.BytesIO(whole), data_only=True)
    except NotAWorkbook as problem:
        raise Broken(Fault("–", None, _("The file"), str(problem))) from None
    except NOT_READABLE as problem:
        why = _("This is not a spreadsheet that can be read. Save it as .xlsx.")
        raise Broken(Fault("–", None, _("The file"), why)) from problem


def sheet_of(book, name):
    """With cells: a sheet that is a chart is none."""
    return next((each for each in book.worksheets if each.title == name), None)


def unread(book, faults):
    """Nothing is left out in silence: sheets that nobody reads, and lines after the last that is read."""
    for sheet in book.worksheets:
        filled = {
            row for (row, _column), cell in sheet._cells.items() if cell.value not in (None, "")
        }
        if filled and sheet.title not in (PLAN, *SHEETS):
            why = _("Nobody reads this sheet. The empty log-frame shows those that are read.")
            faults.append(Fault(sheet.title[:40], None, _("Sheet"), why))
        elif filled and max(filled) > MOST_LINES:
            why = _("It has more than %(most)s lines. Divide the plan.") % {"most": MOST_LINES}
            faults.append(Fault(sheet.title, MOST_LINES + 1, _("Rows"), why))


def unread_columns(name, head, columns) -> list[Fault]:
    why = _("Nobody reads this column. The empty log-frame shows those that are read.")
    return [Fault(name, 1, each[:40], why) for each in head if each and each not in columns]


def read_plan(book, country, found, faults):
    """Rows of a name and a value."""
    sheet = sheet_of(book, PLAN)
    if sheet is None:
        faults.append(
            Fault(
                PLAN, None, _("Sheet"), _("This sheet is missing. The empty log-frame shows all.")
            )
        )
        return
    values = {}
    for line, row in rows_of(sheet, 2):
        name = str(row[0] or "").strip().lower().replace(" ", "_")
        if row[1] in (None, ""):
            continue
        if name in PLAN_ROWS:
            values[name] = (line, row[1])
        else:
            why = _("Nobody reads this line. The empty log-frame shows those that are read.")
            faults.append(Fault(PLAN, line, name[:40], why))
    for name in PLAN_NEEDED:
        if name not in values:
            faults.append(Fault(PLAN, None, name, _("Nobody may leave this empty.")))
    for name, (line, raw) in values.items():
        value = taken(PLAN, line, name, raw, faults)
        if name in EDITION:
            found.edition[EDITION[name]] = value
        else:
            found.plan[name] = str(value or "")
    check_plan(found, values, country, faults)


def check_plan(found, values, country, faults):
    if "country" in values and found.plan["country"].upper() != country:
        why = _("You write for %(country)s: the file names another country.") % {"country": country}
        faults.append(Fault(PLAN, values["country"][0], "country", why))
    begins, ends = found.edition.get("begins_on"), found.edition.get("ends_on")
    if begins and ends and ends <= begins:
        faults.append(Fault(PLAN, values["ends"][0], "ends", _("It ends before it begins.")))
    found.edition.setdefault("stage", Stage.DRAFTED)


def read_sheet(book, name, found, faults) -> dict:
    """The lines by code: where each code was met first."""
    seen = {}
    sheet = sheet_of(book, name)
    if sheet is None:
        return seen
    _model, columns = SHEETS[name]
    head = [str(cell.value or "").strip().lower().replace(" ", "_") for cell in sheet[1]][:40]
    faults += unread_columns(name, head, columns)
    missing = [column for column in NEEDED[name] if column not in head]
    if missing and sheet.max_row > 1:
        faults += [Fault(name, 1, column, _("This column is missing.")) for column in missing]
        return seen
    for line, row in rows_of(sheet, len(head)):
        if line == 1 or not any(value not in (None, "") for value in row):
            continue
        cells = {
            column: value for column, value in zip(head, row, strict=False) if column in columns
        }
        place_line(name, line, cells, seen, found, faults)
    return seen


def place_line(name, line, cells, seen, found, faults):
    model, columns = SHEETS[name]
    empty = [column for column in NEEDED[name] if cells.get(column) in (None, "")]
    faults += [Fault(name, line, column, _("Nobody may leave this empty.")) for column in empty]
    values = {
        columns[column]: taken(name, line, column, raw, faults)
        for column, raw in cells.items()
        if raw not in (None, "")
    }
    code = values.get("code")
    if code in seen:
        why = _("The same code stands in line %(line)s.") % {"line": seen[code]}
        faults.append(Fault(name, line, "code", why))
    elif code:
        seen[code] = line
    begins, ends = values.get("begins_on"), values.get("ends_on")
    if begins and ends and ends < begins:
        faults.append(Fault(name, line, "ends", _("It ends before it begins.")))
    if values.get("budget") is not None and not values.get("currency"):
        faults.append(
            Fault(name, line, "currency", _("A budget needs a currency, for example EUR."))
        )
    found.lines[name].append((line, values))


def check_references(found, numbers, faults):
    """An objective without a pillar has that of the one it stands under."""
    objectives = numbers["Objectives"]
    pillars = {
        values.get("code"): values.get("pillar") for _line, values in found.lines["Objectives"]
    }
    for line, values in found.lines["Objectives"]:
        parent = values.get("parent")
        if parent and (parent not in objectives or parent == values.get("code")):
            faults.append(unknown("Objectives", line, "under", parent))
        if not values.get("pillar"):
            values["pillar"] = pillars.get(parent) or Pillar.COORDINATION
    for name in ("Activities", "Indicators"):
        for line, values in found.lines[name]:
            code = values.get("objective")
            if code and code not in objectives:
                faults.append(unknown(name, line, "objective", code))


def unknown(sheet, line, column, code) -> Fault:
    why = _("No objective of this file has the code “%(code)s”.") % {"code": str(code)[:20]}
    return Fault(sheet, line, column, why)


def rows_of(sheet, width):
    for line, row in enumerate(sheet.iter_rows(max_row=MOST_LINES, max_col=max(width, 2), values_only=True), 1):  # fmt: skip
        yield line, list(row)


def taken(sheet, line, column, raw, faults):
    """The value of a cell, or None and a fault."""
    try:
        return value_of(sheet, column, raw)
    except ValidationError as problem:
        faults.append(Fault(sheet, line, column, " ".join(problem.messages)))
        return None


def value_of(sheet, column, raw):
    if column in DATES:
        return date_of(raw)
    if column in NUMBERS:
        return number_of(raw)
    if column in YEARS:
        return year_of(raw)
    text = code_text(raw) if is_code(sheet, column) else unguarded(str(raw).strip())
    if column in WORDS:
        return word_of(WORDS[column], text)
    if column == "code" and not CODE.fullmatch(text):
        raise ValidationError(
            _("“%(code)s” is no code such as 1, 1.2 or A1.2.") % {"code": text[:20]}
        )
    return fitted(sheet, column, text)


def code_text(raw) -> str:
    """A spreadsheet makes 1.2 of the code 1.2 a number, and 1.0 of the code 1."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip().rstrip(".")


def fitted(sheet, column, text):
    if column == "objective" and sheet == "Objectives":
        column = "title"
    model, name = (Edition, EDITION.get(column)) if sheet == "Plan" else (SHEETS[sheet][0], SHEETS[sheet][1].get(column, column))  # fmt: skip
    if column == "currency":
        text = text.upper()
        if not re.fullmatch("[A-Z]{3}", text):
            raise ValidationError(_("Three letters, for example EUR."))
    longest = model._meta.get_field(name).max_length if name else 60
    if longest and len(text) > longest:
        raise ValidationError(_("At most %(n)s characters.") % {"n": longest})
    return text


def word_of(words, text):
    """The code, or its label in the language of the reader."""
    for value, label in words.choices:
        if text.lower() in (value, value.replace("_", " "), str(label).lower()):
            return value
    known = ", ".join(words.values)
    raise ValidationError(
        _("“%(word)s” is not one of: %(words)s") % {"word": text[:30], "words": known}
    )


def date_of(raw):
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    for form in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})",
    ):
        if found := re.fullmatch(form, text):
            named = found.groupdict()
            parts = (named["y"], named["m"], named["d"]) if named else found.groups()
            try:
                return date(*map(int, parts))
            except ValueError:
                break
    raise ValidationError(_("“%(word)s” is no date. Write 2027-05-31.") % {"word": text[:30]})


def number_of(raw):
    if isinstance(raw, str) and re.fullmatch(r"\d{1,3}[.,]\d{3}", raw.strip()):
        raise ValidationError(
            _("“%(word)s” can be read in two ways. Write 1000 or 1.0.") % {"word": raw[:30]}
        )
    text = str(raw).replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or abs(value) >= Decimal(10) ** 12:
        raise ValidationError(_("“%(word)s” is no number.") % {"word": str(raw)[:30]})
    return round(value, 2)


def year_of(raw):
    text = code_text(raw)
    if not re.fullmatch(r"(19|20|21)\d\d", text):
        raise ValidationError(_("“%(word)s” is no year.") % {"word": str(raw)[:30]})
    return int(text)
