"""
The seed on disk: tables of values, sorted, one row to a line, with a MANIFEST that says what is whole.

The manifest has a line for each table: sha256, number of rows, name. A folder without one is read row by
row, but what is missing in it takes nothing away.
"""

import csv
import hashlib
import io
import re
from pathlib import Path

from directory.tables.raw import Broken, Problem, read_text

MANIFEST = "MANIFEST"
FOLDER = Path(__file__).parent / "seed"


def write_table(path: Path, header, rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return len(rows)


def write_manifest(folder: Path, counts: dict):
    lines = [f"{checksum(folder / name)} {rows} {name}\n" for name, rows in sorted(counts.items())]
    (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_whole(folder: Path) -> bool:
    return (folder / MANIFEST).exists()


def check_manifest(folder: Path):
    """Every table named there is there, unchanged; no further table lies beside them."""
    if not is_whole(folder):
        return
    problems, named = [], set()
    for line, text in enumerate(read_text(folder / MANIFEST).splitlines(), 1):
        found = re.fullmatch(r"([0-9a-f]{64}) (\d+) (\S+\.csv)", text)
        if not found:
            problems.append(Problem(MANIFEST, line, "not a line of sha256, rows and name"))
            continue
        named.add(found.group(3))
        problems += changed(folder, *found.groups())
    further = sorted({path.name for path in folder.glob("*.csv")} - named)
    problems += [Problem(name, None, f"not named in {MANIFEST}") for name in further]
    if problems:
        raise Broken(problems)


def changed(folder, expected, rows, name):
    path = folder / name
    if not path.exists():
        return [Problem(name, None, f"the file is missing; {MANIFEST} names it")]
    if checksum(path) == expected:
        return []
    lines = path.read_bytes().count(b"\n")
    reason = f"not the file that {MANIFEST} names: {lines - 1} rows, there {rows}"
    return [Problem(name, lines, reason)]
