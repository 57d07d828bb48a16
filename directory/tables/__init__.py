"""
The raw tables of country facts become the seed of the product: one small reader for each raw table.

A reader gets the folder and the known contradictions and returns rows, and what it left out and why.
What SOURCES.md of the tables says may not ship is not read by any of them.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from directory.tables import (
    bodies,
    conflicts,
    corridors,
    detected,
    emergency,
    hotlines,
    listed_lines,
    memberships,
    missions,
    profiles,
    tiers,
    treaties,
)
from directory.tables.raw import Broken, Problem, read_text

# Table of the seed, and the readers that fill it.
READERS = (
    ("facts_tiers.csv", tiers.read),
    ("facts_treaties.csv", treaties.read),
    ("facts_memberships.csv", memberships.read),
    ("facts_figures.csv", detected.read),
    ("facts_figures.csv", corridors.read),
    ("facts_profiles.csv", profiles.read),
    ("facts_profiles.csv", profiles.read_reflection),
    ("contacts.csv", hotlines.read),
    ("contacts.csv", bodies.read),
    ("contacts.csv", emergency.read),
    ("contacts_missions.csv", missions.read),
)


@dataclass
class Read:
    """Everything that was read: rows by table of the seed, and what was left out."""

    built_on: str
    tables: dict = field(default_factory=dict)
    left_out: list = field(default_factory=list)


def read_all(folder: Path) -> Read:
    """All tables or none: the problems of all broken ones come together."""
    problems = []
    try:
        read = Read(built_on(folder))
        contradictions, undecided = conflicts.read(folder)
        read.left_out += undecided
    except Broken as broken:
        raise Broken(broken.problems) from None
    for name, reader in READERS:
        try:
            rows, left_out = reader(folder, contradictions)
        except Broken as broken:
            problems += broken.problems
            continue
        read.tables.setdefault(name, []).extend(rows)
        read.left_out += left_out
    if problems:
        raise Broken(problems)
    take_lines_out_of_profiles(read.tables)
    check_keys(read.tables)
    return read


def built_on(folder: Path) -> str:
    """The day on which somebody last looked at the sources, as SOURCES.md says in its first line."""
    text = read_text(folder / "SOURCES.md")
    found = re.search(r"built (\d{4}-\d\d-\d\d)", text.partition("\n")[0])
    if not found:
        raise Broken([Problem("SOURCES.md", 1, "does not say on which day the tables were built")])
    return found.group(1)


def take_lines_out_of_profiles(tables):
    known = [contact for contact in tables["contacts.csv"] if contact.numbers]
    kept, lines = listed_lines.split(tables["facts_profiles.csv"], known)
    tables["facts_profiles.csv"] = kept
    tables["contacts.csv"] += lines


def check_keys(tables):
    seen = {}
    for name, rows in tables.items():
        for row in rows:
            if row.key in seen:
                raise Broken([Problem(name, None, f"the key {row.key} stands twice")])
            seen[row.key] = name
