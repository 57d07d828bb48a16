"""What can be wrong with a file or with one cell of it. A fault is a code and numbers: no cell's content is ever in it."""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext_lazy as _

MOST_KEPT = 2_000  # of one file; more are counted

WHY = {
    "long": _("more than %(most)s characters"),
    "hidden": _("characters that cannot be shown"),
    "date": _("not a date; write it as 2026-03-21, 2026-03 or 2026"),
    "future": _("a birth date that is still to come"),
    "number": _("not a whole number"),
    "range": _("not between 0 and 120"),
    "yes_no": _("neither yes nor no"),
    "list": _("not in the list of the standard (%(known)s)"),
    "country": _("not a country; write its two letters of ISO 3166"),
    "language": _("not a language; write its code of ISO 639-2"),
    "formula": _("a formula; put its value in its place"),
    "error": _("an error of the spreadsheet instead of a value"),
    "kind_missing": _("its kind is missing in this row"),
    "double": _("the same number stands in row %(row)s already"),
    "double_field": _("two columns go to this field; choose one of them"),
    "disagree": _("the field name and the label disagree; choose what the column holds"),
    "beyond": _("cells beyond the last heading; a separator may be missing or doubled"),
}


class Unreadable(Exception):
    """The cell holds something that the standard does not allow there."""

    def __init__(self, code, **numbers):
        self.code, self.numbers = code, numbers
        super().__init__(str(WHY[code]) % numbers)


@dataclass(frozen=True)
class Fault:
    """One line of the report. `row` is 0 where a whole column is meant."""

    row: int
    column: str
    field: str
    code: str
    numbers: dict = field(default_factory=dict)

    @property
    def why(self) -> str:
        return str(WHY[self.code]) % self.numbers

    def stored(self) -> dict:
        return asdict(self)


@dataclass
class Faults:
    """All of one file: the first ones are kept, the rest is counted."""

    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        self.count += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(fault)

