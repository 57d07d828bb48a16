"""Rows that were read become the tables of the seed: sorted, with sources by their ids."""

import tempfile
from pathlib import Path

from directory import seed_files
from directory.tables.rows import ContactRow, FactRow, columns

SOURCES = "sources.csv"
SOURCE_COLUMNS = ("id", "title", "publisher", "address", "dated", "licence")


def write(read, folder: Path):
    """All tables into a folder beside it first, so that a failure leaves the old ones as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        counts = write_tables(read, Path(beside))
        seed_files.write_manifest(Path(beside), counts)
        for old in folder.glob("*.csv"):
            if old.name not in counts:
                old.unlink()
        for name in (*counts, seed_files.MANIFEST):
            (Path(beside) / name).replace(folder / name)
    return counts


def write_tables(read, folder):
    counts, sources = {}, {}
    for name, rows in read.tables.items():
        header = header_of(rows)
        lines = sorted(cells(row, header, read.built_on) for row in rows)
        counts[name] = seed_files.write_table(folder / name, header, lines)
        sources |= {row.source.id: row.source for row in rows}
    lines = sorted(
        [id_, source.title, source.publisher, source.address, source.dated, source.licence]
        for id_, source in sources.items()
    )
    counts[SOURCES] = seed_files.write_table(folder / SOURCES, SOURCE_COLUMNS, lines)
    return counts


def header_of(rows):
    """The columns that this table uses; `checked_on` stands beside the date of the source."""
    names = columns(FactRow if isinstance(rows[0], FactRow) else ContactRow)
    always = ("key", "country", "topic", "kind", "source", "as_of", "confidence")
    used = [name for name in names if name in always or any(getattr(row, name) for row in rows)]
    first = ("key", "country", "topic", "kind")
    last = ("source", "as_of", "checked_on", "confidence")
    middle = [name for name in used if name not in (*first, *last)]
    return [*(name for name in first if name in used), *middle, *last]


def cells(row, header, built_on):
    return [built_on if name == "checked_on" else cell(getattr(row, name), name) for name in header]


def cell(value, name):
    if name == "source":
        return value.id
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else ("no" if name == "yes" else "")
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, dict):
        return " ".join(f"{part}:{number}" for part, number in value.items())
    return str(value)
