"""Answers of a tool as rows of HTCDS: every question that is called like a field of the standard."""

import csv
import io

from exchange.htcds.fields import FIELDS
from instruments.definition import Answers, Definition, Kind
from shell.spreadsheets import guarded

PLAIN = {name.replace("_", "").lower(): name for name in FIELDS}


def field_of(name: str) -> str:
    """Forms of the field write `prs_First_Name` for `prs_FirstName`."""
    return PLAIN.get(name.replace("_", "").lower(), "")


def rows_of(definition: Definition, answers: Answers) -> tuple[list[str], list[dict[str, str]]]:
    """The fields in the order of the form, and one row; a further one for each further entry of a repeat."""
    fields: dict[str, None] = {}
    rows: list[dict[str, str]] = [{}]
    for section in definition.sections:
        for row in section.rows:
            for question in row.questions:
                field = field_of(question.name)
                if not field or question.kind in (Kind.STATEMENT, Kind.CALCULATED):
                    continue
                fields[field] = None
                value = answers.get(question.code, "")
                if value not in ("", []):
                    place = row.number if row.code else 1
                    rows += [{} for _more in range(place - len(rows))]
                    rows[place - 1][field] = ";".join(value) if isinstance(value, list) else str(value)
    return list(fields), [row for row in rows if row]


def table_of(definition: Definition, answers: Answers) -> str:
    """As CSV, UTF-8, under the names of the standard. No cell is taken for a formula."""
    fields, rows = rows_of(definition, answers)
    out = io.StringIO()
    writer = csv.DictWriter(out, fields)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(value) for name, value in row.items()})
    return out.getvalue()
