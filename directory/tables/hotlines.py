"""
Lines that answer. No number here was dialled: how it was found stands in the note, and nothing is verified.

Two tables, and plain numbers in the profile facts. The same number twice is one line: the better found and
newer row leads, what the other one adds stays in its note.
"""

import re

from directory.models import ContactKind
from directory.tables import conflicts as disputed
from directory.tables.raw import Table
from directory.tables.rows import ISO2, ContactRow, digits, same_number
from directory.tables.sources import source_of
from directory.tables.typed import partial_date

NEEDED = ("iso3", "name", "phone_local", "phone_international", "hours", "kind", "source", "as_of")
FOUND = {
    "official-or-operator": ("high", "Read on a page of an authority or of the operator."),
    "secondary": ("medium", "Read on a page of somebody else."),
    "old": ("low", "Read on an old page."),
}
RECENT = "2021"  # a page of an authority that is older, or of no known age, is only fairly sure
LANGUAGES = {
    "Amharic": "am",
    "Arabic": "ar",
    "Chinese": "zh",
    "English": "en",
    "French": "fr",
    "Hindi": "hi",
    "Malayalam": "ml",
    "Oromo": "om",
    "Polish": "pl",
    "Sinhalese": "si",
    "Tamil": "ta",
    "Telugu": "te",
    "Tigrinya": "ti",
    "Urdu": "ur",
    "Vietnamese": "vi",
}


def read(folder, conflicts):
    contacts, left_out = [], []
    for name in ("hotlines.csv", "hotlines_more.csv"):
        table = Table(folder, name, (*NEEDED, "verify_status", "note"))
        for line, row in table.rows():
            if row["iso3"] not in ISO2 or row["kind"] not in ContactKind.values:
                table.leave_out(line, f"no country or kind: {row['iso3']} {row['kind']}")
            elif row["verify_status"] not in FOUND or not (
                row["phone_local"] + row["phone_international"]
            ):
                table.leave_out(line, f"no number, or not said how it was found: {row['name']}")
            else:
                contacts += lines(row, disputed.for_file(conflicts, "hotlines.csv"))
        left_out += table.left_out
    return merged(contacts), left_out


def lines(row, conflicts):
    """One line for each number of the cell."""
    row = settled(row, conflicts)
    confidence, found = FOUND[row["verify_status"]]
    nowhere = "not recorded" in row["source"]
    if nowhere or row["note"].startswith("DERIVED") or row.get("in_doubt"):
        confidence = "low"
    if confidence == "high" and partial_date(row["as_of"]) < RECENT:
        confidence = "medium"
    email, note = without_email(row["note"])
    numbers = row["phone_local"].split("; ") if row["phone_local"] else [""]
    for number in numbers:
        is_first = number == numbers[0]
        international = row["phone_international"] if is_first else ""
        yield ContactRow(
            key=f"line:{ISO2[row['iso3']]}:{row['kind']}:{digits(number or international)}",
            country=ISO2[row["iso3"]],
            kind=row["kind"],
            name=row["name"][:200],
            phone_local=number,
            phone_international=international,
            email=email,
            hours=row["hours"],
            is_all_day=row["hours"].startswith("24/7"),
            languages=languages_in(row["note"]),
            note=note_of(note, found),
            source=source_of(row["source"]),
            as_of=partial_date(row["as_of"]),
            confidence=confidence,
        )


def without_email(note):
    """An address has a place of its own."""
    found = re.search(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", note)
    if not found:
        return "", note
    return found.group(0), re.sub(
        r"(, |; )?" + re.escape(found.group(0)) + r"(; )?", "; ", note
    ).strip("; ")


def settled(row, conflicts):
    """What `conflicts.csv` found about this number."""
    for key, (decision, conflict) in conflicts.items():
        iso3, _, number = key.partition(" ")
        if iso3 != row["iso3"] or digits(number) != digits(row["phone_local"]):
            continue
        if decision == "source":
            row = {**row, "source": conflict["found"], "note": conflict["note"]}
        elif decision == "hours":
            row = {**row, "hours": conflict["found"], "note": f"{row['note']}; {conflict['note']}"}
        elif decision == "doubt":
            words = f"in doubt: {conflict['found']} elsewhere; {conflict['note']}"
            row = {**row, "note": words, "in_doubt": True}
    return row


def languages_in(note):
    listed = re.search(r"languages(?: in \d{4})?: ([A-Z][A-Za-z ]+)", note)
    return (
        [LANGUAGES[word] for word in listed.group(1).split() if word in LANGUAGES] if listed else []
    )


def note_of(*parts):
    """Within the room there is: whole parts, the last one always."""
    *others, last = [part for part in parts if part]
    kept = ""
    for part in others:
        sentence = part[0].upper() + part[1:].rstrip(".") + ". "
        if len(kept) + len(sentence) + len(last) <= 300:
            kept += sentence
    return kept + last


def merged(contacts):
    """By country and number, the better found and newer row first."""
    kept = []
    ranks = ("high", "medium", "low")
    for contact in sorted(
        contacts, key=lambda one: (one.country, ranks.index(one.confidence), newest(one))
    ):
        twin = next((other for other in kept if is_same(contact, other)), None)
        if twin is None:
            kept.append(contact)
        else:
            take_over(twin, contact)
    return kept


def newest(contact):
    return tuple(-ord(sign) for sign in contact.as_of) or (0,)


def is_same(one, other):
    return (
        one.country == other.country
        and one.kind == other.kind
        and any(same_number(mine, its) for mine in one.numbers for its in other.numbers)
    )


def take_over(kept, other):
    kept.phone_local = kept.phone_local or other.phone_local
    kept.phone_international = kept.phone_international or other.phone_international
    if not kept.hours:
        kept.hours, kept.is_all_day = other.hours, other.is_all_day
    also = f"Also listed as {other.name}" if other.name != kept.name else ""
    first, _, last = kept.note.rpartition(". ")
    kept.note = note_of(first, also, last)
