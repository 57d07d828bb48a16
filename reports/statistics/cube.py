"""What a cube is: which codes of the frozen months are counted against each other."""

from dataclasses import dataclass

from reports.statistics.protect import ALL, TOTAL
from reports.statistics.rates import Rate
from shell.formats import country_name

# Who is counted.
JOURNEYS, REFERRALS, BODIES = "journeys", "referrals", "bodies"
# Groups of which each cube, or each round, counts people of its own.
BUDGETS, VISITS = "budget", "index"
ABROAD = "abroad"
COUNTRIES = "countries"  # the parts are countries: those that were counted, with their names


@dataclass(frozen=True, slots=True)
class Cube:
    """
    `rows` and `columns`: {code: words}. A list has no columns; `parts` says of what some of its rows are the sum. A cube without a
    `field` of the frozen rows is counted with them, in `row_security/87_statistics.sql`.
    """

    name: str
    people: str  # who is counted
    title: str
    field: str
    rows: dict
    across: str = ""
    columns: dict | None = None
    parts: dict | None = None  # row → {code: words}, or COUNTRIES
    about: str = ""  # what a reader must know of these numbers
    group: str = ""  # shown with others in one table
    label: str = ""  # there
    same: dict | None = None  # sum → (cube, sum) that is the same number there
    rates: tuple = ()
    countries: bool = False  # further rows: those that were counted

    def row_codes(self, seen=()):
        """`seen`: (row, column) that were counted."""
        further = {row for row, _column in seen} - {*self.rows, TOTAL} if self.countries else ()
        return [*self.rows, *sorted(further)]

    def row_words(self, row):
        return self.rows[row] if row in self.rows else country_name(row)

    def column_codes(self, seen=()):
        """`seen`: (row, part) of countries that were counted; the others are many, and nobody."""
        if self.parts is None:
            return list(self.columns) if self.columns else [TOTAL]
        return {
            row: sorted({part for of, part in seen if of == row and part != TOTAL})
            if parts == COUNTRIES
            else list(parts)
            for row, parts in self.parts.items()
        }

    def place(self, row, column):
        """Where a code is counted: one that nobody knows stands with the last part of its row, so that sums stay sums."""
        if self.countries:
            row = column if row == ABROAD else row
            return row, column if column in self.columns else list(self.columns)[-1]
        parts = (self.parts or {}).get(row, COUNTRIES)
        return row, column if parts == COUNTRIES or column in parts else list(parts)[-1]

    def said_place(self, row, column):
        """Where a number that was said stands: countries were parts of one row, before first signs were counted. None: nowhere now."""
        if self.countries and row == ABROAD:
            return (column, TOTAL) if column != TOTAL else None
        return row, column

    def part_words(self, row, part):
        parts = self.parts[row]
        return country_name(part) if parts == COUNTRIES else str(parts[part])


def rate(code, label, rows, less=(), of=None):
    """People of `rows` among everybody, or among everybody less some rows, or among the rows `of`."""
    sums = lambda codes, sign=1: tuple((sign, (code, TOTAL)) for code in codes)  # noqa: E731
    return Rate(code, label, sums(rows), sums(of) if of else ((1, ALL), *sums(less, -1)))
