"""
Copies of the database, sealed for a key that is not on the machine.

A copy is one stream: the length of its list, the list (each table: how many rows, and a sum over their text that does not depend on
their order), the dump. Nothing of it is ever plain on a disk. Whoever steals it, or the machine that made it, reads nothing: the key
was cut in two, and each half alone is noise.
"""

import base64
import io
import json
import os
import secrets
import subprocess
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pyrage
from django.conf import settings
from psycopg2 import sql

from config import database

LENGTH = 8  # bytes that say how long the list is
ENDING = ".backup"
NOT_COPIED = ("django_session", "usersessions_usersession")  # nobody is signed in by a copy
PIECE = 1024 * 1024  # bytes


class CannotCopy(Exception):
    """Says what happened and what to do."""


# The key


def new_halves() -> tuple[str, str, str]:
    """(public key, half, half)"""
    key = pyrage.x25519.Identity.generate()
    secret = str(key).encode()
    noise = secrets.token_bytes(len(secret))
    return str(key.to_public()), as_text(noise), as_text(crossed(secret, noise))


def joined(halves: list[str]) -> pyrage.x25519.Identity:
    try:
        one, other = (base64.b64decode(half.strip(), validate=True) for half in halves)
        return pyrage.x25519.Identity.from_str(crossed(one, other).decode("ascii"))
    except (ValueError, pyrage.IdentityError):
        raise CannotCopy("These are not the two halves of one key.") from None


def crossed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def as_text(half: bytes) -> str:
    return base64.b64encode(half).decode()


# What a database holds


def connect(role: str, name: str):
    given = database.parameters(role, settings.CLUSTER)
    opened = psycopg2.connect(
        dbname=name,
        user=given["USER"],
        password=given["PASSWORD"] or None,
        host=given["HOST"],
        port=given["PORT"] or None,
        options="-c timezone=UTC",
    )
    opened.set_session(isolation_level="REPEATABLE READ", readonly=True)
    return opened


def contents(cursor) -> dict:
    """{table: [rows, sum]}"""
    cursor.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"
    )
    found = {}
    for schema, table in cursor.fetchall():
        if table in NOT_COPIED:
            continue
        cursor.execute(
            sql.SQL(
                "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
            ).format(sql.Identifier(schema, table))
        )
        found[f"{schema}.{table}"] = list(cursor.fetchone())
    return found


def differing(wanted: dict, found: dict) -> list[str]:
    return sorted(table for table in wanted | found if wanted.get(table) != found.get(table))


# Making one


def make(folder: Path, recipient: str, *, keep_days: int) -> tuple[Path, dict]:
    """The sealed copy and its list. What is half made is taken away; copies older than `keep_days` go."""
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise CannotCopy(
            "Set BACKUP_RECIPIENT to the public key that `backup --new-key` printed."
        ) from None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}{ENDING}"
    half_made = target.with_suffix(".new")
    name = settings.DATABASES["default"]["NAME"]
    try:
        with closing(connect("trm_backup", name)) as opened, opened.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            found = contents(cursor)
            with open(
                os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                seal(found, dump(name, snapshot), file, key)
                os.fsync(file.fileno())
        half_made.rename(target)
    finally:
        half_made.unlink(missing_ok=True)
    forget_old(folder, keep_days)
    return target, found


def dump(name: str, snapshot: str):
    left_out = [f"--exclude-table-data={table}" for table in NOT_COPIED]
    return started(
        "pg_dump",
        "trm_backup",
        name,
        "--format=custom",
        "--compress=1",
        f"--snapshot={snapshot}",
        *left_out,
    )


def started(tool: str, role: str, name: str, *arguments: str):
    """The password goes by the environment, which other accounts of the machine do not see."""
    given = database.parameters(role, settings.CLUSTER)
    binaries = settings.CLUSTER.bin if settings.CLUSTER else database.find_binaries()
    where = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
    }
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment |= {key: value for key, value in where.items() if value} | {
        "PGTZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.Popen(
        [str(binaries / tool), f"--dbname={name}", *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def seal(found: dict, process, file, key) -> None:
    listed = json.dumps(found).encode()
    head = io.BytesIO(len(listed).to_bytes(LENGTH) + listed)
    with process:
        pyrage.encrypt_io(Chained(head, process.stdout), file, [key])
        said = process.stderr.read()
    if process.returncode:
        raise CannotCopy(f"pg_dump ended with {process.returncode}: {last_line(said)}")


class Chained:
    """Several readers, one after the other."""

    def __init__(self, *readers):
        self.readers = list(readers)

    def read(self, size=-1):
        while self.readers:
            if piece := self.readers[0].read(size):
                return piece
            self.readers.pop(0)
        return b""


def forget_old(folder: Path, days: int) -> None:
    oldest = datetime.now(UTC) - timedelta(days=days)
    for copy in folder.glob(f"*{ENDING}"):
        if datetime.fromtimestamp(copy.stat().st_mtime, UTC) < oldest:
            copy.unlink()


def last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"


# Putting one back


def put_back(file: Path, halves: list[str], name: str) -> dict:
    """Into an empty database; compared table by table afterwards. Raises `CannotCopy` where it is not the same."""
    key = joined(halves)
    make_or_refuse(name)
    process = started(
        "pg_restore", "trm_owner", name, "--exit-on-error", "--single-transaction", "--no-owner"
    )
    splitter = Splitter(process.stdin)
    try:
        with file.open("rb") as sealed:
            pyrage.decrypt_io(sealed, splitter, [key])
    except BrokenPipeError:
        pass  # pg_restore ended: its own words say why
    except (pyrage.DecryptError, OSError, ValueError):
        process.kill()
        process.communicate()
        raise CannotCopy(
            "This key does not open this file, or the file is damaged. Nothing was put back."
        ) from None
    _out, said = process.communicate()
    if process.returncode:
        raise CannotCopy(
            f"pg_restore ended with {process.returncode}: {last_line(said)}. Nothing was put back."
        )
    return compared(splitter.listed, name)


def compared(wanted: dict, name: str) -> dict:
    with closing(connect("trm_backup", name)) as opened, opened.cursor() as cursor:
        other = differing(wanted, contents(cursor))
    if other:
        raise CannotCopy(f"Put back, but not the same: {', '.join(other)}. Do not work with it.")
    return wanted


def make_or_refuse(name: str) -> None:
    with closing(connect("trm_owner", "postgres")) as opened:
        opened.rollback()
        opened.set_session(readonly=False, autocommit=True)
        with opened.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template1").format(sql.Identifier(name))
                )
    with closing(connect("trm_owner", name)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone():
            raise CannotCopy(
                f"The database “{name}” is not empty. A copy goes into an empty one, or a new one (--into NAME)."
            )


class Splitter:
    """Keeps the list that stands before the dump, hands on the dump."""

    def __init__(self, target):
        self.target, self.head, self.listed = target, b"", None

    def write(self, piece) -> int:
        if self.listed is None:
            self.head += bytes(piece)
            self.split()
        else:
            self.target.write(piece)
        return len(piece)

    def split(self) -> None:
        size = LENGTH + int.from_bytes(self.head[:LENGTH])
        if len(self.head) >= max(size, LENGTH + 2):
            self.listed = json.loads(self.head[LENGTH:size])
            self.target.write(self.head[size:])
            self.head = b""

    def flush(self) -> None:
        self.target.flush()
