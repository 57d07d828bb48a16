"""
Yearly figures from a CSV table, all or none: a row is one number, and one without a number is left out. What cannot be read is said with its row, and nothing of the file is
repeated in it. The columns carry HXL tags in a second row, which may be left out.
"""

import csv
import io

from django.utils.translation import gettext as _

from reports.justice.measures import MEASURES, PARTINGS

COLUMNS = {
    "year": "#date+year",
    "measure": "#indicator+code",
    "parting": "#x_dimension+code",
    "category": "#x_category+code",
    "number": "#indicator+num",
    "source": "#meta+source",
    "source_date": "#date+reported",
    "source_address": "#meta+url",
    "published": "#x_published",
}
LARGEST = 1024 * 1024
MOST_ROWS = 5000
MOST_FAULTS = 20
YES = {"yes", "oui", "1", "true"}


class Unreadable(Exception):
    """`faults`: sentences for whoever brought the file."""

    def __init__(self, faults):
        super().__init__()
        self.faults = faults


def read(content: bytes) -> list[dict]:
    """What `EntryForm` takes of each measure and year, as text. Raises `Unreadable`."""
    faults, found = [], {}
    for number, row in rows_of(content):
        fault = fault_of(row)
        if fault:
            faults.append(_("Row %(number)s: %(fault)s") % {"number": number, "fault": fault})
            continue
        place = (row["year"], row["measure"])
        one = found.setdefault(place, {"year": row["year"], "measure": row["measure"]} | about(row))
        name = name_of(row)
        if name in one:
            faults.append(
                _("Row %(number)s: %(fault)s")
                % {"number": number, "fault": _("this number stands in an earlier row already.")}
            )
        elif {key: one[key] for key in about(row)} != about(row):
            faults.append(
                _("Row %(number)s: %(fault)s")
                % {
                    "number": number,
                    "fault": _(
                        "another source than in an earlier row of the same measure and year."
                    ),
                }
            )
        one[name] = row["number"]
    if not found and not faults:
        faults = [_("There is no row with a number in it.")]
    if faults:
        raise Unreadable(faults[:MOST_FAULTS])
    return list(found.values())


def rows_of(content: bytes):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable([_("This is no CSV table in UTF-8. Save it as “CSV UTF-8”.")]) from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")  # fmt: skip
    try:
        table = [[cell.strip() for cell in row] for row in reader]
    except csv.Error:
        raise Unreadable([_("This is no CSV table in UTF-8. Save it as “CSV UTF-8”.")]) from None
    names = [name.lower() for name in table[0]] if table else []
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Unreadable([_("Columns are missing: %(names)s.") % {"names": ", ".join(missing)}])
    if len(table) > MOST_ROWS:
        raise Unreadable([_("More than %(most)s rows. Bring it in parts.") % {"most": MOST_ROWS}])
    for number, row in enumerate(table[1:], 2):
        named = dict(zip(names, row + [""] * len(names), strict=False))
        if named["number"] and not row[0].startswith("#"):
            yield number, named


def fault_of(row) -> str:
    if not (row["year"].isascii() and row["year"].isdigit()):
        return _("the year is no number.")
    measure = MEASURES.get(row["measure"])
    if measure is None:
        return _("there is no such measure. The empty table lists them.")
    if row["parting"] and row["parting"] not in measure.parts:
        return _("this measure is not parted so.")
    if row["parting"] and row["category"] not in PARTINGS[row["parting"]].categories:
        return _("there is no such category. The empty table lists them.")
    if not (row["number"].isascii() and row["number"].isdigit()):
        return _("the number is no whole number.")
    return ""


def about(row) -> dict:
    return {
        "source": row["source"],
        "source_on": row["source_date"],
        "source_url": row["source_address"],
        "published": "yes" if row["published"].lower() in YES else "no",
    }


def name_of(row) -> str:
    return f"{row['parting']}__{row['category']}" if row["parting"] else "total"


def template(year) -> bytes:
    """An empty table with a row for each number that may be entered."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([COLUMNS, COLUMNS.values()])
    for measure in MEASURES.values():
        places = [("", "")] + [
            (parting, category)
            for parting in measure.parts
            for category in PARTINGS[parting].categories
        ]
        writer.writerows(
            [year, measure.code, parting, category, "", "", "", "", "no"] for parting, category in places
        )  # fmt: skip
    return ("\ufeff" + out.getvalue()).encode()
