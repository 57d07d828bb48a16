"""Tiers of the US Trafficking in Persons Report. A year without a row stays empty: nothing is deduced."""

from directory.tables import conflicts as disputed
from directory.tables.raw import Table
from directory.tables.rows import ISO2, FactRow
from directory.tables.sources import source_of

NAMES = {
    "1": "Tier 1",
    "2": "Tier 2",
    "2WL": "Tier 2 Watch List",
    "3": "Tier 3",
    "Special": "Special Case",
}
NEEDED = ("iso3", "year", "tier", "source", "confidence")


def read(folder, conflicts):
    rows, left_out, keys = {}, [], set()
    for name in ("tip_tiers.csv", "tip_tiers_more.csv"):
        table = Table(folder, name, NEEDED, key=("iso3", "year"))
        for line, row in table.rows():
            place = (row["iso3"], row["year"])
            if row["iso3"] not in ISO2 or row["tier"] not in NAMES or not row["year"].isdigit():
                table.leave_out(line, f"no country, year or tier: {' '.join(place)} {row['tier']}")
            elif place in keys and rows[place]["tier"] != row["tier"]:
                table.leave_out(line, f"{' '.join(place)}: another table has another tier")
            else:
                keys.add(place)
                rows[place] = row
        left_out += table.left_out
    settle(rows, disputed.for_file(conflicts, "tip_tiers.csv"))
    return [fact(row) for row in rows.values()], left_out


def settle(rows, conflicts):
    """One tier is known to be wrong; for one year seven of fifteen are, and nobody knows which."""
    replaced = set()
    for key, (decision, conflict) in conflicts.items():
        if decision == "replace":
            place = tuple(key.split())
            if rows.get(place, {}).get("tier") == conflict["existing"]:
                rows[place] = {
                    **rows[place],
                    "tier": conflict["found"],
                    "confidence": "medium",
                    "source": conflict["source"],
                    "note": f"Another list says {NAMES[conflict['existing']]}. {conflict['note']}.",
                }
                replaced.add(place)
    for decision, conflict in conflicts.values():
        if decision != "doubt":
            continue
        year, countries = disputed.suspects(conflict)
        for place in ((iso3, year) for iso3 in countries):
            if place in rows and place not in replaced:
                rows[place] = {**rows[place], "confidence": "low", "note": IN_DOUBT}


IN_DOUBT = (
    "In doubt: seven countries of this year were on the Tier 2 Watch List and are listed as Tier 2; "
    "this is one of fifteen that may be among them."
)


def fact(row):
    iso2, year = ISO2[row["iso3"]], int(row["year"])
    confidence, _, why = row["confidence"].partition(" (")
    return FactRow(
        key=f"tier:{iso2}:{year}",
        country=iso2,
        topic="tier",
        subject=row["tier"],
        year=year,
        text=NAMES[row["tier"]],
        detail=row.get("note") or ("Sources disagree." if why else ""),
        source=source_of(row["source"]),
        as_of=str(year),
        confidence=confidence,
    )
