"""
Opening a raw table: by the names of its columns, whole, in UTF-8, or not at all.

What is wrong with a table stops the reading (`Broken`); what is wrong with one value leaves that row
or value out and is reported.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    file: str
    line: int | None
    reason: str

    def __str__(self):
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}"


class Broken(Exception):
    """Tables that cannot be read as they are."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_text(path: Path) -> str:
    """The whole file. UTF-8, with or without a byte order mark, ending with the end of a line."""
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        raise Broken([Problem(path.name, None, "the file is missing")]) from None
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = whole[: error.start].count(b"\n") + 1
        raise Broken([Problem(path.name, line, "not UTF-8")]) from None
    if not text.strip():
        raise Broken([Problem(path.name, None, "the file is empty")])
    if not text.endswith("\n"):
        last = text.count("\n") + 1
        raise Broken([Problem(path.name, last, "the last line has no end: the file is cut off")])
    return text


def read_rows(path: Path, needed, key=()) -> list[tuple[int, dict]]:
    """
    Rows with the line on which each ends. `needed` columns may stand in any order, further ones may be
    there. `key`: columns that together may occur once.
    """
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    rows, problems, seen = [], [], {}
    try:
        header = next(reader)
        check_header(path.name, header, needed)
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(header):
                reason = f"{len(cells)} values, the first line names {len(header)}"
                problems.append(Problem(path.name, line, reason))
                continue
            row = dict(zip(header, cells, strict=True))
            first = seen.setdefault(tuple(row[name] for name in key), line) if key else line
            if first != line:
                named = " ".join(row[name] for name in key)
                problems.append(Problem(path.name, line, f"{named} stands in line {first} already"))
            rows.append((line, row))
    except csv.Error as error:
        problems.append(Problem(path.name, reader.line_num, f"no table of values: {error}"))
    if not rows and not problems:
        problems.append(Problem(path.name, None, "the table has no rows"))
    if problems:
        raise Broken(problems)
    return rows


def check_header(name, header, needed):
    doubled = sorted({column for column in header if header.count(column) > 1})
    missing = [column for column in needed if column not in header]
    reasons = []
    if doubled:
        reasons.append("columns named twice: " + ", ".join(doubled))
    if missing:
        reasons.append("columns missing: " + ", ".join(missing))
    if reasons:
        raise Broken([Problem(name, 1, "; ".join(reasons))])


def has_hidden(text: str) -> bool:
    """Characters that nobody sees: they turn text round, hide in names, or break a table."""
    return not text.isprintable()


def clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@dataclass
class Table:
    """One raw table being read: its rows, cleaned, and what was left out of it."""

    folder: Path
    name: str
    needed: tuple
    key: tuple = ()
    left_out: list = field(default_factory=list)

    def rows(self):
        for line, row in read_rows(self.folder / self.name, self.needed, self.key):
            cleaned = {name: clean(value) for name, value in row.items()}
            hidden = [name for name, value in cleaned.items() if has_hidden(value)]
            if hidden:
                self.leave_out(line, "hidden characters in " + ", ".join(hidden))
                cleaned |= dict.fromkeys(hidden, "")
            yield line, cleaned

    def leave_out(self, line, reason):
        self.left_out.append(Problem(self.name, line, reason))
