"""
Emergency numbers: only those that the numbering data of libphonenumber lists. Which service answers is
taken from the second table, and only where all numbers that it names are on that list.
"""

from directory.tables.raw import Table
from directory.tables.rows import ISO2, ContactRow
from directory.tables.sources import LIBPHONENUMBER, WITH_SERVICES

SERVICES = ("police", "ambulance", "fire")
A_WHOLE_RANGE = 20  # some countries list every number of a range


def read(folder, _conflicts):
    table = Table(folder, "emergency_numbers.csv", ("iso3", "emergency_all", *SERVICES), ("iso3",))
    contacts = []
    for line, row in table.rows():
        if row["iso3"] not in ISO2:
            table.leave_out(line, f"no country: {row['iso3']}")
            continue
        listed = [number for number in row["emergency_all"].split() if number.isdigit()]
        served = {service: row[service] for service in SERVICES if row[service]}
        if not set(served.values()) <= set(listed):
            served = {}  # a row that names a number of somewhere else is not trusted with the others
        everything = set(served.values()) if len(served) == len(SERVICES) else set()
        if len(listed) > A_WHOLE_RANGE:
            table.leave_out(
                line, f"{row['iso3']}: {len(listed)} numbers, only the named ones are taken"
            )
            listed = list(dict.fromkeys(served.values()))
        for number in listed:
            services = [service for service, named in served.items() if named == number]
            if everything == {number}:
                services = ["any"]
            contacts += [
                contact(ISO2[row["iso3"]], number, service) for service in services or [""]
            ]
    return contacts, table.left_out


def contact(iso2, number, serves):
    return ContactRow(
        key=f"emergency:{iso2}:{number}:{serves}".rstrip(":"),
        country=iso2,
        kind="emergency",
        serves=serves,
        phone_local=number,
        source=WITH_SERVICES if serves else LIBPHONENUMBER,
        as_of="2024-09" if serves else "2026",
        confidence="medium" if serves else "high",
    )
