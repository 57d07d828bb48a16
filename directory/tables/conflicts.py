"""
`conflicts.csv`: values that another source contradicts. Each of its rows needs a decision of ours here;
a row without one is reported, so that a new contradiction is never passed over.
"""

import re

from directory.tables.raw import Table

LOW = "low"
# (file, key): what we do with it. "keep": the table stays as it is. Anything else: a reader asks for it.
DECIDED = {
    ("tip_tiers.csv", "CHN 2016"): "replace",
    ("tip_tiers.csv", "2016 whole year"): "doubt",
    ("tip_tiers.csv", "2017 totals"): "keep",
    ("tip_tiers.csv", "ISR 2022"): "keep",
    ("treaties.csv CETS197", "AUT ratification"): "keep",
    (
        "treaties.csv CETS197",
        "DEU ratification",
    ): "keep",  # treaty_dates_cets197.csv has the deposit
    ("treaties.csv P029", "NOR ratification"): "keep",  # treaty_dates_p029.csv has 9 November
    ("hotlines.csv", "KHM 117"): "source",
    ("hotlines.csv", "MYS 03-8000 8000"): "hours",
    ("hotlines.csv", "ZAF 08 007 37283"): "doubt",
    ("hotlines.csv", "MLT 116 006"): "note",
}


def read(folder) -> tuple[dict, list]:
    """Rows by file and key, and what has no decision."""
    table = Table(folder, "conflicts.csv", ("file", "key", "existing", "found", "source", "note"))
    found = {}
    for line, row in table.rows():
        place = (row["file"], row["key"])
        if place not in DECIDED:
            table.leave_out(line, f"{row['file']} {row['key']}: nobody decided on this yet")
        found[place] = row
    return found, table.left_out


def for_file(conflicts, file) -> dict:
    """By key: decision and row, of one raw table."""
    return {
        key: (DECIDED.get((name, key)), row)
        for (name, key), row in conflicts.items()
        if name == file
    }


def suspects(row) -> tuple[str, set]:
    """`suspects = 2WL in 2015 and 2 in 2016: BFA BWA`: the year and the codes in doubt."""
    year = row["key"].split()[0]
    named = row["note"].rpartition(f"in {year}:")[2]
    return year, set(re.findall(r"\b[A-Z]{3}\b", named))
