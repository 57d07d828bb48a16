"""Embassies and consulates as Wikidata had them in 2022: incomplete, sometimes closed since."""

import re

from directory.tables.raw import Table
from directory.tables.rows import ISO2, ContactRow
from directory.tables.sources import WIKIDATA

NEEDED = ("sending_iso3", "host_iso3", "type", "city", "phone", "email", "website", "wikidata_qid")
# The label of a single mission that stands where its type should.
TYPES = (
    (r"high commission", "high commission"),
    (r"consulate general", "consulate general"),
    (r"^consulates? ", "consulate"),
    (r"^embassy", "embassy"),
    (r"^diplomatic mission", "diplomatic mission"),
    (r"representative office", "representative office"),
)
KEEP = ("assistant high commission",)
# An address there is somebody's own, an honorary consul's for instance: no directory prints it.
PRIVATE = re.compile(r"@(gmail|yahoo|hotmail|outlook|yandex|mail|aol|gmx)\.[a-z.]+$", re.IGNORECASE)


def read(folder, _conflicts):
    table = Table(folder, "missions.csv", NEEDED)
    contacts = {}
    for line, row in table.rows():
        if row["sending_iso3"] not in ISO2 or row["host_iso3"] not in ISO2:
            table.leave_out(
                line, f"not of a state or not in one: {row.get('sending', '')} {row['type']}"
            )
            continue
        if row["sending_iso3"] == row["host_iso3"]:
            table.leave_out(line, f"the host is the state itself: {row['sending']} {row['city']}")
            continue
        contact = mission(row)
        if contact.key in contacts:
            table.leave_out(line, f"{contact.key} stands there already")
        contacts.setdefault(contact.key, contact)
    return list(contacts.values()), table.left_out


def mission(row):
    host, sending = ISO2[row["host_iso3"]], ISO2[row["sending_iso3"]]
    phone = first(row["phone"], r"\+?[\d ()./-]{3,60}")
    return ContactRow(
        key=f"mission:{row['wikidata_qid']}:{sending}:{host}",
        country=host,
        kind="mission",
        represents=sending,
        mission_type=type_of(row["type"]),
        city="" if re.fullmatch(r"Q\d+", row["city"]) else row["city"][:80],
        phone_local="" if phone.startswith("+") else phone,
        phone_international=phone if phone.startswith("+") else "",
        email=office_address(row["email"].removeprefix("mailto:")),
        website=first(
            row["website"], r"https?://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:\d+)?([/?#]\S{0,250})?"
        ),
        source=WIKIDATA,
        as_of="2022-11",
    )


def type_of(words):
    words = words.lower()
    if words in KEEP:
        return words
    return next((kind for pattern, kind in TYPES if re.search(pattern, words)), words)[:40]


def office_address(cell):
    found = first(cell, r"[^@\s,;]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
    return "" if PRIVATE.search(found) else found


def first(cell, pattern):
    """Of several values in one cell the first that is one."""
    return next(
        (part for part in map(str.strip, cell.split("|")) if re.fullmatch(pattern, part)), ""
    )
