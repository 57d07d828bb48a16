"""Profile facts: one source's words on one topic of one country, typed where they are plain."""

import hashlib
import re
from collections import Counter

from directory.tables import typed
from directory.tables.places import countries_in
from directory.tables.raw import Table
from directory.tables.rows import ISO2, ISO3, FactRow, SourceRow
from directory.tables.sources import source_of
from directory.topics import TOPICS

NEEDED = (
    "iso2",
    "topic",
    "value",
    "unit",
    "detail",
    "source_title",
    "source_publisher",
    "source_url",
    "source_date",
    "confidence",
)
COUNTED = ("victims_year", "prosecuted_year", "convictions_year")
YES_NO = ("nrm", "work_right", "legal_aid")


def read(folder, _conflicts):
    table = Table(folder, "profile_facts.csv", NEEDED)
    facts, counted = [], Counter()
    for line, row in table.rows():
        if row["iso2"] not in ISO3 or row["topic"] not in TOPICS:
            table.leave_out(line, f"no country or topic: {row['iso2']} {row['topic']}")
            continue
        if not row["value"] or row["confidence"] not in ("high", "medium", "low"):
            table.leave_out(line, "no value, or confidence is not high, medium or low")
            continue
        place = key_of(row)
        counted[place] += 1
        facts.append(fact(row, f"{place}:{counted[place]}"))
    return facts, table.left_out


def key_of(row):
    """The same for a fact whose words were corrected: country, topic, source and place among its rows."""
    source = "\n".join(row[name] for name in NEEDED if name.startswith("source_"))
    return f"{row['topic']}:{row['iso2']}:{hashlib.sha256(source.encode()).hexdigest()[:6]}"


def fact(row, key):
    return FactRow(
        key=key,
        country=row["iso2"],
        topic=row["topic"],
        text=with_unit(row["value"], row["unit"]),
        detail=row["detail"],
        source=SourceRow(
            row["source_title"],
            row["source_publisher"],
            row["source_url"] if len(row["source_url"]) <= 500 else "",
            row["source_date"],
            "facts in own words",
        ),
        as_of=typed.partial_date(row["source_date"]),
        confidence=row["confidence"],
        **typed_values(row),
    )


def with_unit(value, unit):
    if value == "1":
        unit = {"people": "person"}.get(unit, unit.removesuffix("s"))
    return f"{value} {unit}".strip()


def typed_values(row):
    topic, value = row["topic"], row["value"]
    if topic == "role":
        return {"codes": typed.roles(value)}
    if topic == "forms":
        return {"codes": typed.forms(value)}
    if topic in ("routes", "bilateral"):
        return other_countries(row)
    if topic in YES_NO:
        return {"yes": typed.yes_or_no(value)}
    if topic in COUNTED:
        number = typed.whole_number(value) if row["unit"] else ""
        unit = row["unit"] if number else ""
        return {"number": number, "unit": unit, "year": typed.first_year(row["detail"])}
    if topic in ("reflection_days", "residence_permit"):
        return length(row)
    return {}


def other_countries(row):
    codes = [code for code in countries_in(row["value"]) if code != row["iso2"]]
    is_one = row["topic"] == "bilateral" and len(codes) == 1
    return {"codes": codes, "partner": codes[0] if is_one else ""}


def length(row):
    if typed.none_in_law(row["value"]):
        return {"yes": False}
    if typed.NOT_A_PERIOD.search(row["detail"]):
        return {}
    if row["unit"] in ("days", "weeks", "months"):
        number = typed.whole_number(row["value"])
        return {"number": number, "unit": row["unit"] if number else ""}
    number, unit = typed.one_length(row["value"])
    return {"number": number, "unit": unit}


def read_reflection(folder, _conflicts):
    """A small table of its own; its days stand beside those of the profile facts."""
    table = Table(folder, "reflection_periods.csv", ("iso3", "days", "source", "as_of"), ("iso3",))
    facts = []
    for line, row in table.rows():
        if row["iso3"] not in ISO2 or not row["days"].isdigit():
            table.leave_out(line, f"no country or days: {row['iso3']} {row['days']}")
            continue
        iso2 = ISO2[row["iso3"]]
        facts.append(
            FactRow(
                key=f"reflection_days:{iso2}:periods",
                country=iso2,
                topic="reflection_days",
                text=f"{row['days']} days",
                detail=" ".join(re.findall(r"\((?!c\.|\d)[^)]+\)", row["source"])).replace('"', ""),
                number=row["days"],
                unit="days",
                source=source_of(row["source"]),
                as_of=row["as_of"],
            )
        )
    return facts, table.left_out
