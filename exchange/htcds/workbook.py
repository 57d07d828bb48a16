"""
Reads the workbook as it is: a row of field names, perhaps a row of labels, then people.

The published template is not clean: in five columns the name and the label under it say different things, one name is
misspelt, one column has only a label. Nothing is guessed: the mapping is printed, and where name and label disagree the
person who imports says which of them was followed.
"""

from dataclasses import dataclass, field
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from exchange.htcds.fields import MISSPELT, Field, field_by_label, field_by_name
from exchange.htcds.values import Unreadable, parse

MOST_ROWS = 10_000
MOST_COLUMNS = 120
NAMES, LABELS = "names", "labels"
NEEDS_A_KIND = {"hte_": "hte_Type", "spl_": "spl_Type"}


class NotAWorkbook(Exception):
    """The file is not a workbook that can be read as HTCDS."""


@dataclass(frozen=True)
class Column:
    letter: str
    name: str
    label: str
    by_name: Field | None
    by_label: Field | None

    @property
    def disagrees(self):
        return bool(self.by_name and self.by_label and self.by_name != self.by_label)

    def field(self, trust) -> Field | None:
        if self.disagrees:
            return {NAMES: self.by_name, LABELS: self.by_label}.get(trust)
        return self.by_name or self.by_label

    def understood(self, trust) -> str:
        """One line of the printed mapping."""
        heading = f"{self.letter}: “{self.name}” / “{self.label}”"
        if self.disagrees and not trust:
            return f"{heading}: the name and the label disagree"
        found = self.field(trust)
        if found is None:
            return f"{heading}: not a field of the standard, not read"
        why = ""
        if self.disagrees:
            why = f" (following the {trust})"
        elif self.name in MISSPELT:
            why = " (the name is misspelt)"
        elif not self.name:
            why = " (from the label, there is no name)"
        return f"{heading}: {found.name} → {found.place}{why}"


@dataclass
class Sheet:
    columns: list[Column]
    rows: list[tuple[int, dict[str, object]]]  # row number, {column letter: cell}
    trust: str = ""
    faults: list[str] = field(default_factory=list)

    def mapping(self):
        return [column.understood(self.trust) for column in self.columns]

    def people(self):
        """(row number, {field: value}) of each filled row; what cannot be read goes to `faults`."""
        self.faults = self.doubts()
        found = []
        for number, cells in self.rows:
            values = self.read_row(number, cells)
            if values:
                found.append((number, values))
        return found

    def doubts(self):
        unsure = [column for column in self.columns if column.disagrees and not self.trust]
        used = [c.letter for c in unsure if any(c.letter in cells for _row, cells in self.rows)]
        if not used:
            return []
        return [
            f"Columns {', '.join(used)}: the field names and the labels disagree."
            " Say which was followed when the file was filled: --headings labels, or --headings names."
        ]

    def read_row(self, number, cells):
        values = {}
        for column in self.columns:
            target = column.field(self.trust)
            if target is None or column.letter not in cells:
                continue
            try:
                values[target.name] = parse(cells[column.letter], target)
            except Unreadable as problem:
                self.faults.append(
                    f"Row {number}, column {column.letter} ({target.name}): {problem}."
                )
        for prefix, kind in NEEDS_A_KIND.items():
            if kind not in values and any(name.startswith(prefix) for name in values):
                self.faults.append(f"Row {number}: {kind} is missing, so its kind is not known.")
        return values


def read(path, trust="") -> Sheet:
    """The first sheet. Raises `NotAWorkbook`."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as problem:
        raise NotAWorkbook("This is not an Excel workbook (.xlsx) that can be opened.") from problem
    try:
        return sheet_of(book.worksheets[0], trust)
    finally:
        book.close()


def sheet_of(worksheet, trust):
    lines = worksheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    names = next(lines, ())
    if not any(field_by_name(name) for name in names):
        raise NotAWorkbook("The first row holds no field name of HTCDS, like prs_FirstName.")
    second = next(lines, ())
    has_labels = sum(bool(field_by_label(cell)) for cell in second) > 3
    columns = columns_of(names, second if has_labels else ())
    rows, first = [], 3
    if not has_labels:
        rows, first = [(2, filled(second))], 3
    for number, line in enumerate(lines, first):
        if number > MOST_ROWS:
            raise NotAWorkbook(f"The sheet has more than {MOST_ROWS} rows. Split the file.")
        rows.append((number, filled(line)))
    known = {column.letter for column in columns}
    return Sheet(
        columns, [(number, cells) for number, cells in rows if known & cells.keys()], trust
    )


def columns_of(names, labels):
    width = max(len(names), len(labels))
    found = []
    for place in range(width):
        name = str(names[place] or "").strip() if place < len(names) else ""
        label = str(labels[place] or "").strip() if place < len(labels) else ""
        if name or label:
            letter = get_column_letter(place + 1)
            found.append(Column(letter, name, label, field_by_name(name), field_by_label(label)))
    return found


def filled(line):
    return {
        get_column_letter(place + 1): cell
        for place, cell in enumerate(line)
        if cell is not None and str(cell).strip()
    }
