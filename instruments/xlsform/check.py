"""What pyxform, the reference reader of the format, says about a form that we could read."""

import re

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from instruments.xlsform.report import Report
from instruments.xlsform.sheets import Book, Row

PLACE = re.compile(r"\[row\s*:\s*(\d+)\]\s*")


def check_with_pyxform(book: Book, report: Report) -> None:
    """It gets rows of text, never the file: what is too large or unsafe was refused before."""
    try:
        convert(as_sheets(book), form_name="data", validate=False)
    except PyXFormError as problem:
        found = PLACE.search(str(problem))
        row = Row("survey", int(found[1]), {}) if found else "survey"
        report.broken(row, "checker", about=" ".join(PLACE.sub("", str(problem)).split()))
    except Exception:  # noqa: BLE001 - whatever another reader stumbles over, the person gets an answer
        report.broken("survey", "checker_failed")


def as_sheets(book: Book) -> dict:
    found: dict = {"sheet_names": list(book.rows)}
    for name, rows in book.rows.items():
        written = book.headings[name]
        found[name] = [{written[c]: v for c, v in row.cells.items()} for row in rows]
        found[f"{name}_header"] = [dict.fromkeys(written.values())]
    return found
