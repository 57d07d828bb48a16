"""
Loads the seed into the directory: all of it or nothing, and never over what a person did.

A row of the seed is found again by its key. One that changed becomes a new row that supersedes the old
one; one that is gone from a whole seed is withdrawn. Rows that a person has edited, withdrawn, verified
or is editing stay as they are, and so do rows that somebody looked up later than this seed.
"""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from directory import seed_files, seed_rows
from directory.models import Contact, Fact, Source, State
from directory.tables.raw import Broken, Problem, read_rows

NEEDED = ("key", "country", "source", "as_of", "checked_on", "confidence")
SOURCES = "sources.csv"
SOURCE_COLUMNS = ("id", *seed_rows.SOURCE)
SOURCE_IDENTITY = ("title", "publisher", "address", "dated")
# Until it is done nobody publishes and no second load runs; reading goes on.
ALONE = "LOCK TABLE directory_fact, directory_contact IN SHARE ROW EXCLUSIVE MODE"
AT_ONCE = 2_000
# What people note on a contact without a new row; it stays with the number.
NOTED = ("verified_on", "verified_by_id", "verified_how", "is_wrong", "asked_monthly", "asked_at")


@dataclass
class Report:
    """What loading did, by the keys of the rows."""

    added: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    withdrawn: list = field(default_factory=list)
    edited: list = field(default_factory=list)  # a person published or withdrew it
    open_drafts: list = field(default_factory=list)
    verified: list = field(default_factory=list)  # a person verified the number that would go
    newer: list = field(default_factory=list)  # looked up later than this seed
    refused: list = field(default_factory=list)


def load(folder: Path = seed_files.FOLDER, *, without_refused: bool = False) -> Report:
    """Raises `Broken`, with all problems, before anything is written."""
    seed_files.check_manifest(folder)
    tables, problems = read_tables(folder)
    report = Report()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ALONE)
        sources = load_sources(tables.pop(Source, []), problems)
        wanted = {
            model: values_of(model, rows, sources, problems) for model, rows in tables.items()
        }
        if problems and not without_refused:
            raise Broken(problems)
        report.refused = problems
        # Who leaves out refused rows does not say that they are gone.
        is_whole = seed_files.is_whole(folder) and not problems
        for model in (Fact, Contact):
            load_entries(model, wanted.get(model, {}), is_whole, report)
    return report


def read_tables(folder):
    """Rows of all tables by model. What cannot be read at all comes together as `Broken`."""
    found, broken = {}, []
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise Broken([Problem(str(folder.name), None, "no tables there")])
    for path in paths:
        try:
            model, rows = read_table(path)
        except Broken as problem:
            broken += problem.problems
            continue
        found.setdefault(model, []).extend((path.name, line, row) for line, row in rows)
    if broken:
        raise Broken(broken)
    return found, []


def read_table(path):
    if path.name == SOURCES:
        return Source, read_rows(path, SOURCE_COLUMNS, key=("id",))
    rows = read_rows(path, NEEDED, key=("key",))
    header = rows[0][1]
    if ("topic" in header) == ("kind" in header):
        raise Broken([Problem(path.name, 1, "neither facts (topic) nor contacts (kind)")])
    return (Fact if "topic" in header else Contact), rows


def load_sources(rows, problems):
    """By id of the seed: the source in the directory, made where it is not there yet."""
    known = {
        tuple(identity): (pk, licence)
        for pk, licence, *identity in Source.objects.values_list("pk", "licence", *SOURCE_IDENTITY)
    }
    ids, new, relicensed = {}, {}, []
    for file, line, row in rows:
        try:
            values = seed_rows.source_values(row)
        except seed_rows.Refused as reason:
            problems.append(Problem(file, line, str(reason)))
            continue
        identity = tuple(row[name] for name in SOURCE_IDENTITY)
        if identity in known:
            ids[row["id"]], licence = known[identity]
            if licence != row["licence"]:
                relicensed.append(Source(pk=ids[row["id"]], licence=row["licence"]))
        else:
            ids[row["id"]] = new.setdefault(identity, Source(**values)).pk
    Source.objects.bulk_create(new.values(), batch_size=AT_ONCE)
    Source.objects.bulk_update(relicensed, ["licence"], batch_size=AT_ONCE)
    return ids


def values_of(model, rows, sources, problems):
    """By key: the values of a row. Refused rows go to the problems."""
    values_from = seed_rows.fact_values if model is Fact else seed_rows.contact_values
    wanted, places = {}, {}
    for file, line, row in rows:
        try:
            values = values_from(row, sources)
        except seed_rows.Refused as reason:
            problems.append(Problem(file, line, str(reason)))
            continue
        key = values["seed_key"]
        if key in wanted:
            problems.append(Problem(file, line, f"the key {key} stands in {places[key]} already"))
        wanted.setdefault(key, values)
        places.setdefault(key, f"{file}:{line}")
    return wanted


def load_entries(model, wanted, is_whole, report):
    current = published_by_key(model)
    by_people = keys_of_people(model)
    drafted = set(
        model.objects.filter(state=State.DRAFT, supersedes__seed_key__gt="").values_list(
            "supersedes_id", flat=True
        )
    )
    new = []
    for key, values in wanted.items():
        row = current.get(key)
        verdict = judge(model, values, row, key in by_people, drafted)
        getattr(report, verdict).append(key)
        if verdict in ("added", "changed"):
            new.append(make(model, values, row))
    gone = []
    if is_whole:
        newest = max((values["checked_on"] for values in wanted.values()), default=None)
        gone = [
            row for key, row in current.items() if key not in wanted and not row["drafted_by_id"]
        ]
        gone = keep_gone(gone, newest, drafted, report)
    write(model, new, gone)
    report.withdrawn += [row["seed_key"] for row in gone]


def published_by_key(model):
    fields = [*seed_rows.FIELDS[model], "id", "drafted_by_id"]
    if model is Contact:
        fields += NOTED
    rows = model.objects.published().filter(seed_key__gt="").values(*fields)
    return {row["seed_key"]: row for row in rows.iterator(chunk_size=AT_ONCE)}


def keys_of_people(model):
    """Of rows that a person withdrew, or replaced by a row that does not carry the key on."""
    rows = model.objects.filter(
        drafted_by__isnull=False, state__in=[State.PUBLISHED, State.WITHDRAWN]
    ).values_list("seed_key", "supersedes__seed_key")
    return {key for pair in rows for key in pair if key}


def judge(model, values, row, is_by_people, drafted):
    """The list of the report to which this row of the seed belongs."""
    if is_by_people or (row and row["drafted_by_id"]):
        return "edited"
    if row is None:
        return "added"
    if all(row[name] == value for name, value in values.items()):
        return "unchanged"
    if values["checked_on"] < row["checked_on"]:
        return "newer"
    if row["id"] in drafted:
        return "open_drafts"
    if model is Contact and row["verified_on"] and not is_same_number(values, row):
        return "verified"
    return "changed"


def is_same_number(values, row):
    return all(values[name] == row[name] for name in ("phone_local", "phone_international"))


def make(model, values, row):
    now = timezone.now()
    noted = {}
    if model is Contact and row and is_same_number(values, row):
        noted = {name: row[name] for name in NOTED}
    return model(
        **values,
        **noted,
        state=State.PUBLISHED,
        supersedes_id=row["id"] if row else None,
        drafted_at=now,
        published_at=now,
    )


def keep_gone(gone, newest, drafted, report):
    """A whole seed takes away what it no longer has, not what was looked up after it or is being edited."""
    kept = []
    for row in gone:
        if newest is None or row["checked_on"] > newest:
            report.newer.append(row["seed_key"])
        elif row["id"] in drafted:
            report.open_drafts.append(row["seed_key"])
        elif row.get("verified_on"):
            report.verified.append(row["seed_key"])
        else:
            kept.append(row)
    return kept


def write(model, new, gone):
    replaced = [entry.supersedes_id for entry in new if entry.supersedes_id]
    model.objects.filter(id__in=replaced).update(state=State.SUPERSEDED)
    model.objects.filter(id__in=[row["id"] for row in gone]).update(state=State.WITHDRAWN)
    copy_in(model, new)


def copy_in(model, entries):
    """As `bulk_create`, several times as fast: this runs whenever a database is prepared."""
    if not entries:
        return
    fields = model._meta.concrete_fields
    lines = io.StringIO()
    for entry in entries:
        lines.write("\t".join(copied(getattr(entry, field.attname)) for field in fields) + "\n")
    lines.seek(0)
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', lines)


def copied(value):
    """One value as COPY reads it. No text here holds a tab or the end of a line: those are refused."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict):
        value = json.dumps(value)
    if isinstance(value, list):
        value = "{" + ",".join(json.dumps(part, ensure_ascii=False) for part in value) + "}"
    return str(value).replace("\\", r"\\")
