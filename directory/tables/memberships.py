"""Memberships: one fact for each country, with the codes of all organisations it belongs to."""

from directory.tables.raw import Table
from directory.tables.rows import ISO2, FactRow
from directory.tables.sources import MEMBERSHIPS
from directory.topics import Membership

# Members that the source is known to have forgotten; we do not add them from memory.
FORGOTTEN = {
    "BG": "The source is known to leave out Schengen for this country.",
    "RO": "The source is known to leave out Schengen for this country.",
    "KM": "The source is known to leave out SADC for this country.",
}
COLUMNS = {code: code for code in Membership.values if code != "icc"} | {"icc": "icc_rome_statute"}


def read(folder, _conflicts):
    table = Table(
        folder, "countries.csv", ("iso3", *COLUMNS.values(), "membership_as_of"), ("iso3",)
    )
    facts = []
    for line, row in table.rows():
        codes = [code for code, column in COLUMNS.items() if row[column] == "1"]
        odd = [column for column in COLUMNS.values() if row[column] not in ("", "0", "1")]
        if row["iso3"] not in ISO2 or odd:
            table.leave_out(line, f"no country, or no 0 or 1 in {', '.join(odd)}: {row['iso3']}")
        elif codes:
            facts.append(fact(ISO2[row["iso3"]], codes, row["membership_as_of"]))
    return facts, table.left_out


def fact(iso2, codes, as_of):
    return FactRow(
        key=f"membership:{iso2}",
        country=iso2,
        topic="membership",
        codes=codes,
        detail=FORGOTTEN.get(iso2, ""),
        source=MEMBERSHIPS,
        as_of=as_of,
    )
