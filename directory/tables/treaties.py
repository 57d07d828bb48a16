"""
Treaties: who is party, since when. Three later tables bring dates that the first did not have.

Of one convention the list of parties is whole: who is a member of the United Nations and is not on it
was not a party on the day of the list.
"""

import re

from directory.countries import countries
from directory.tables.raw import Table
from directory.tables.rows import ISO2, FactRow
from directory.tables.sources import date_in, of_parties, source_of
from directory.tables.typed import partial_date
from directory.topics import Treaty

NEEDED = ("iso3", "treaty", "status", "signature_date", "date", "entry_into_force", "date_note")
HOW = ("ratification", "accession", "succession", "acceptance", "signature")
WHOLE_LIST = re.compile(r"all 46 member states \+ Belarus \+ Israel are parties")
PARTIES_OF_WHOLE_LIST = 48


def read(folder, _conflicts):
    table = Table(
        folder, "treaties.csv", (*NEEDED, "source", "as_of", "confidence"), ("iso3", "treaty")
    )
    rows = {}
    for line, row in table.rows():
        if row["iso3"] not in ISO2 or row["treaty"] not in Treaty.values:
            table.leave_out(line, f"no country or treaty: {row['iso3']} {row['treaty']}")
        else:
            rows[row["iso3"], row["treaty"]] = row
    left_out = table.left_out
    for reader in (with_council_of_europe, with_forced_labour_protocol, with_palermo):
        left_out += reader(folder, rows)
    facts = [fact(row) for row in rows.values()]
    return facts + not_on_the_list(rows), left_out


def with_council_of_europe(folder, rows):
    name = "treaty_dates_cets197.csv"
    needed = ("signature_date", "ratification_date", "entry_into_force", "source", "confidence")
    table = Table(folder, name, ("iso3", *needed, "note"), ("iso3",))
    for line, more in table.rows():
        row = rows.get((more["iso3"], "CETS197"))
        if row is None:
            table.leave_out(line, f"{more['iso3']} is not among the parties")
            continue
        if row["date"] and row["date"] != more["ratification_date"]:
            table.leave_out(line, f"{more['iso3']}: {row['date']} is kept")
            continue
        row.update({key: more[key] for key in needed if more[key]}, date=more["ratification_date"])
        row.update(date_note=more["note"])
    return table.left_out


def with_forced_labour_protocol(folder, rows):
    name = "treaty_dates_p029.csv"
    needed = (
        "ratification_date",
        "not_before",
        "not_after",
        "entry_into_force",
        "ratification_order",
    )
    table = Table(folder, name, ("iso3", *needed, "source", "confidence", "note"), ("iso3",))
    for line, more in table.rows():
        row = rows.setdefault(
            (more["iso3"], "P029"), {"iso3": more["iso3"], "treaty": "P029", "as_of": ""}
        )
        if more["iso3"] not in ISO2:
            del rows[more["iso3"], "P029"]
            table.leave_out(line, f"no country: {more['iso3']}")
            continue
        between = [
            f"{word} {more[key]}"
            for word, key in (("after", "not_before"), ("by", "not_after"))
            if more[key]
        ]
        row.update(
            status="ratification",
            date=more["ratification_date"],
            signature_date="",
            entry_into_force=more["entry_into_force"],
            date_note="; ".join(filter(None, [" and ".join(between), more["note"]])),
            source=more["source"],
            confidence=more["confidence"],
        )
    return table.left_out


def with_palermo(folder, rows):
    name = "treaty_dates_palermo.csv"
    table = Table(
        folder, name, ("iso3", "status", "date", "source", "confidence", "note"), ("iso3",)
    )
    for line, more in table.rows():
        row = rows.get((more["iso3"], "PALERMO"))
        if row is None:
            table.leave_out(line, f"{more['iso3']} is not in treaties.csv")
            continue
        row.update({key: more[key] for key in ("status", "date", "source", "confidence")})
        row.update(date_note=more["note"])
    return table.left_out


def fact(row):
    iso2, status = ISO2[row["iso3"]], row["status"]
    return FactRow(
        key=f"treaty:{iso2}:{row['treaty']}",
        country=iso2,
        topic="treaty",
        subject=row["treaty"],
        text=status,
        detail=detail(row),
        yes=not status.startswith("not a party") and status != "signature",
        on=row["date"],
        codes=[status] if status in HOW else [],
        source=source_of(row["source"]),
        as_of=partial_date(row["as_of"]) or partial_date(date_in(row["source"])),
        confidence=row["confidence"],
    )


def detail(row):
    note = (
        ""
        if row["date_note"].startswith(("date not found", "ratification date not"))
        else row["date_note"]
    )
    parts = (
        f"Signed {row['signature_date']}" if row["signature_date"] else "",
        f"In force {row['entry_into_force']}" if row["entry_into_force"] else "",
        note,
    )
    return "; ".join(filter(None, parts))


def not_on_the_list(rows):
    """Only while the table itself says that its list of parties is whole, and has them all."""
    parties = [row for (_iso3, treaty), row in rows.items() if treaty == "CETS197"]
    whole = next((row for row in parties if WHOLE_LIST.search(row["source"])), None)
    if whole is None or len(parties) != PARTIES_OF_WHOLE_LIST:
        return []
    listed = {row["iso3"] for row in parties}
    return [
        FactRow(
            key=f"treaty:{country.iso2}:CETS197",
            country=country.iso2,
            topic="treaty",
            subject="CETS197",
            text="not a party (not among the 48 parties of the list)",
            yes=False,
            source=of_parties(),
            as_of=whole["as_of"],
            confidence="medium",
        )
        for country in countries()
        if country.un_status in ("member", "observer") and country.iso3 not in listed
    ]
