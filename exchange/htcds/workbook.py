"""
Reads the table as it is: a row of field names, perhaps a row of labels, then people.

The published template is not clean: in five columns the name and the label under it say different things, one name is
misspelt, one column has only a label. Nothing is guessed: the mapping is shown, and where name and label disagree the
person who imports says which of them was followed.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import chain

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from exchange.htcds.faults import Fault, Faults, Unreadable
from exchange.htcds.fields import FIELDS, MISSPELT, Field, field_by_label, field_by_name
from exchange.htcds.lines import lines_of
from exchange.htcds.values import parse
from shell.safe_zip import NotAWorkbook

MOST_PEOPLE = 10_000
NAMES, LABELS = "names", "labels"
NEEDS_A_KIND = {"hte_": "hte_Type", "spl_": "spl_Type"}
ONCE_A_FILE = "prs_IdentityNumber"
LONGEST_HEADING = 80


@dataclass
class Column:
    """One heading. `holds`: whether anything stands under it."""

    place: int
    name: str
    label: str
    holds: bool = False

    @property
    def letter(self) -> str:
        return get_column_letter(self.place + 1)

    @property
    def by_name(self) -> Field | None:
        return field_by_name(self.name)

    @property
    def by_label(self) -> Field | None:
        return field_by_label(self.label)

    @property
    def disagrees(self) -> bool:
        return bool(self.by_name and self.by_label and self.by_name != self.by_label)

    def field(self, trust="") -> Field | None:
        if self.disagrees:
            return {NAMES: self.by_name, LABELS: self.by_label}.get(trust)
        return self.by_name or self.by_label

    def understood(self, trust="") -> str:
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

    def stored(self) -> dict:
        return asdict(self)


@dataclass
class Table:
    """Headings, and the rows under them, which can be walked once: (row number, {place of column: cell})."""

    columns: list[Column]
    rows: Iterator[tuple[int, dict[int, object]]]


def read(file) -> Table:
    """Raises `NotAWorkbook`, also while the rows are walked."""
    lines = lines_of(file)
    names = next(lines, [])
    if not any(field_by_name(name) for name in names):
        raise NotAWorkbook(
            _(
                "The first row holds no field name of HTCDS, like prs_FirstName. Is the table shifted?"
            )
        )
    second = next(lines, None)
    has_labels = sum(bool(field_by_label(cell)) for cell in second or ()) > 3
    columns = columns_of(names, second if has_labels else [])
    rest = lines if has_labels or second is None else chain([second], lines)
    return Table(columns, people(rest, columns, 3 if has_labels else 2))


def columns_of(names, labels):
    found = []
    for place in range(max(len(names), len(labels))):
        name = heading(names, place)
        label = heading(labels, place)
        if name or label:
            found.append(Column(place, name, label))
    return found


def heading(line, place) -> str:
    cell = line[place] if place < len(line) else ""
    return "" if cell is None or isinstance(cell, dict) else str(cell)[:LONGEST_HEADING].strip()


def people(lines, columns, first):
    """Rows where something stands under a heading; notes which columns hold something."""
    by_place, count = {column.place: column for column in columns}, 0
    for number, line in enumerate(lines, first):
        cells = {place: cell for place, cell in enumerate(line) if cell not in (None, "")}
        known = by_place.keys() & cells.keys()
        if not known:
            continue
        count += 1
        if count > MOST_PEOPLE:
            raise NotAWorkbook(
                _("The sheet has more than %(most)s people. Divide it.") % {"most": MOST_PEOPLE}
            )
        for place in known:
            by_place[place].holds = True
        yield number, cells


def follow(columns, trust="") -> dict[int, str]:
    """The mapping that is proposed: place of column → name of a field."""
    found = {column.place: column.field(trust) for column in columns}
    return {place: field.name for place, field in found.items() if field}


class Reader:
    """Rows to values by a mapping. What cannot be read goes to `faults`."""

    def __init__(self, columns, mapping, decided=()):
        self.fields = {place: FIELDS[name] for place, name in mapping.items()}
        self.width = max(column.place for column in columns)
        self.faults, self.numbers = Faults(), {}
        self.doubt(columns, set(decided))

    def doubt(self, columns, decided):
        seen = set()
        for column in columns:
            field = self.fields.get(column.place)
            if column.disagrees and column.holds and not field and column.place not in decided:
                self.faults.add(Fault(0, column.letter, column.name, "disagree"))
            if field and field.name in seen:
                self.faults.add(Fault(0, column.letter, field.name, "double_field"))
            seen.add(field and field.name)

    def values(self, number, cells) -> dict[str, object]:
        values = {}
        for place, cell in cells.items():
            field = self.fields.get(place)
            if field is None:
                if place > self.width:
                    self.note(number, place, "", "beyond")
                continue
            try:
                values[field.name] = parse(cell, field)
                self.refuse_double(number, field, values[field.name])
            except Unreadable as problem:
                self.note(number, place, field.name, problem.code, problem.numbers)
        for prefix, kind in NEEDS_A_KIND.items():
            if kind not in values and any(name.startswith(prefix) for name in values):
                self.faults.add(Fault(number, "", kind, "kind_missing"))
        return values

    def refuse_double(self, number, field, value):
        if field.name == ONCE_A_FILE and self.numbers.setdefault(value, number) != number:
            raise Unreadable("double", row=self.numbers[value])

    def note(self, number, place, field, code, numbers=None):
        fault = Fault(number, get_column_letter(place + 1), field, code, numbers or {})
        self.faults.add(fault)
