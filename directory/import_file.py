"""
A file becomes lines of cells, or a list of what is wrong with it. What the lines say is judged in `imports`.
"""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from directory.cells import COLUMNS, cell
from directory.export import FORMAT, is_ours
from directory.models import Contact, Entry, Fact
from shell.clean_text import is_refused, normalised
from shell.file_faults import Broken, Fault, broken
from shell.spreadsheets import unguarded

LARGEST = 2 * 1024 * 1024  # bytes
LONGEST_CELL = 5_000  # characters
NEEDED = {Fact: ("country", "topic"), Contact: ("country", "kind")}


@dataclass(frozen=True)
class Line:
    number: int
    model: type[Entry]
    cells: dict[str, str]  # only the columns that the file has


def read(name: str, whole: bytes) -> tuple[list[Line], bool]:
    """The lines, and whether a signature of ours stands under them. Raises `Broken`."""
    text = text_of(whole)
    if PurePath(name).suffix.lower() == ".json":
        return read_json(text)
    return read_csv(text), False


def text_of(whole: bytes) -> str:
    if len(whole) > LARGEST:
        raise broken(_("The file"), _("It has more than 2 MB. Export one country, or divide it."))
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = whole[: error.start].count(b"\n") + 1
        why = _("It is not UTF-8. Save it again as “CSV UTF-8”.")
        raise Broken(Fault(line, _("The file"), why)) from None
    if not text.strip():
        raise broken(_("The file"), _("It is empty."))
    return text


def read_csv(text: str) -> list[Line]:
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines, faults = [], []
    try:
        header = [name.strip() for name in next(reader)]
        model = model_of(header)
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(header):
                why = _("%(number)s cells; the first line names %(wanted)s.") % {
                    "number": len(cells),
                    "wanted": len(header),
                }
                faults.append(Fault(reader.line_num, _("The line"), why))
                continue
            named = dict(zip(header, map(unguarded, cells), strict=True))
            lines.append(Line(reader.line_num, model, named))
    except csv.Error:
        why = _(
            "The table cannot be read from here on: a quotation mark is open, or it is cut off."
        )
        faults.append(Fault(reader.line_num, _("The file"), why))
    return checked(lines, faults)


def model_of(header) -> type[Entry]:
    """Facts have a topic, contacts a kind. Every column is one that we know, and stands once."""
    if ("topic" in header) == ("kind" in header):
        raise broken(_("The first line"), _("It names neither facts (topic) nor contacts (kind)."))
    model = Fact if "topic" in header else Contact
    missing = [name for name in NEEDED[model] if name not in header]
    unknown = [name for name in header if name not in COLUMNS[model]]
    doubled = sorted({name for name in header if header.count(name) > 1})
    reasons = (
        (_("Missing columns: %(names)s"), missing),
        (_("Unknown columns: %(names)s"), unknown),
        (_("Columns named twice: %(names)s"), doubled),
    )
    faults = [
        Fault(1, _("The first line"), text % {"names": ", ".join(name[:40] for name in names)})
        for text, names in reasons
        if names
    ]
    if faults:
        raise Broken(*faults)
    return model


def read_json(text: str) -> tuple[list[Line], bool]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise broken(_("The file"), _("It is no whole JSON: it was cut off or damaged.")) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise broken(_("The file"), _("It is not an export of this desk."))
    signed = check_signature(document)
    lines, faults, number = [], [], 0
    for name, model in (("contacts", Contact), ("facts", Fact)):
        rows = document.get(name, [])
        if not isinstance(rows, list):
            raise broken(name, _("It is not a list of rows."))
        for row in rows:
            number += 1
            fault = row_fault(row, model, number)
            if fault:
                faults.append(fault)
            else:
                cells = {column: cell(value, column) for column, value in row.items()}
                lines.append(Line(number, model, cells))
    return checked(lines, faults), signed


def check_signature(document: dict) -> bool:
    """False where none was given: such a file is judged row by row like a CSV."""
    signature = document.pop("signature", None)
    if signature is None:
        return False
    try:
        if isinstance(signature, str) and is_ours(document, signature):
            return True
    except UnicodeEncodeError:
        pass
    raise broken(
        _("The signature"),
        _(
            "It does not fit the content: the file was changed after the export, or it comes from another"
            " installation. Nothing was read. To bring in changes made on purpose, use the CSV."
        ),
    )


def row_fault(row, model, number) -> Fault | None:
    if not isinstance(row, dict):
        return Fault(number, _("The row"), _("It has no names for its values."))
    unknown = [name for name in row if name not in COLUMNS[model]]
    missing = [name for name in NEEDED[model] if name not in row]
    if unknown or missing:
        names = ", ".join(name[:40] for name in [*unknown, *missing])
        return Fault(number, _("The row"), _("Unknown or missing: %(names)s") % {"names": names})
    return None


def checked(lines, faults) -> list[Line]:
    """Cells in one Unicode form, without hidden characters; else `Broken`."""
    clean = []
    for line in lines:
        cells = {name: tidy(text) for name, text in line.cells.items()}
        for name, text in cells.items():
            if any(map(is_refused, text)):
                faults.append(Fault(line.number, name, _("It holds hidden characters.")))
            elif len(text) > LONGEST_CELL:
                faults.append(Fault(line.number, name, _("The text is too long.")))
        clean.append(Line(line.number, line.model, cells))
    if faults:
        raise Broken(*sorted(faults, key=lambda fault: fault.line or 0))
    if not clean:
        raise broken(_("The file"), _("It has no rows."))
    return clean


def tidy(text: str) -> str:
    return normalised(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
