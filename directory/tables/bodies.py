"""Coordinators and rapporteurs: names of bodies, nothing else."""

import re

from directory.tables.raw import Table
from directory.tables.rows import ISO2, ContactRow
from directory.tables.sources import source_of
from directory.tables.typed import partial_date

KINDS = {
    "coordinator": ("coordinator",),
    "coordination centre": ("coordinator",),
    "rapporteur": ("rapporteur",),
    "coordinator = rapporteur": ("coordinator", "rapporteur"),
    "service": ("service",),
}


def read(folder, _conflicts):
    table = Table(
        folder,
        "coordination_bodies.csv",
        ("iso3", "role", "name", "source"),
        ("iso3", "role", "name"),
    )
    contacts = []
    for line, row in table.rows():
        if row["iso3"] not in ISO2 or row["role"] not in KINDS:
            table.leave_out(line, f"no country or role: {row['iso3']} {row['role']}")
        elif row["name"].startswith("("):
            table.leave_out(line, f"{row['iso3']}: the source names no body")
        else:
            contacts += [contact(row, kind) for kind in KINDS[row["role"]]]
    return contacts, table.left_out


def contact(row, kind):
    iso2 = ISO2[row["iso3"]]
    years = re.findall(r"\b20\d\d(?:-\d\d)?(?:-\d\d)?\b", row["source"])
    return ContactRow(
        key=f"body:{iso2}:{kind}:{plain(row['name'])}",
        country=iso2,
        kind=kind,
        name=row["name"][:200],
        source=source_of(row["source"]),
        as_of=partial_date(years[-1]) if len(years) == 1 else "",
        confidence="low" if "URL not recorded" in row["source"] else "medium",
    )


def plain(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
