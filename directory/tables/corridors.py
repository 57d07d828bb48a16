"""Corridors of the CTDC Global Synthetic Dataset. Small ones are noise of the synthesis and stay out."""

from collections import defaultdict

from directory.tables.detected import most_first
from directory.tables.raw import Table
from directory.tables.rows import ISO2, FactRow
from directory.tables.sources import CTDC

AT_LEAST = 50


def read(folder, _conflicts):
    name = "trafficking_flows_ctdc.csv"
    table = Table(
        folder,
        name,
        ("origin_iso3", "destination_iso3", "victims"),
        ("origin_iso3", "destination_iso3"),
    )
    to, from_ = defaultdict(dict), defaultdict(dict)
    for line, row in table.rows():
        ends = (row["origin_iso3"], row["destination_iso3"])
        if not all(end in ISO2 for end in ends) or not row["victims"].isdigit():
            table.leave_out(line, f"no countries or number: {' '.join(ends)} {row['victims']}")
            continue
        origin, destination = (ISO2[end] for end in ends)
        if int(row["victims"]) >= AT_LEAST:
            to[origin][destination] = int(row["victims"])
            from_[destination][origin] = int(row["victims"])
    return [*facts(to, "corridor_to"), *facts(from_, "corridor_from")], table.left_out


def facts(found, topic):
    for country, figures in found.items():
        yield FactRow(
            key=f"{topic}:{country}",
            country=country,
            topic=topic,
            figures=dict(sorted(figures.items(), key=most_first)),
            source=CTDC,
            as_of="2025",
            confidence="low",
        )
