"""What the worker does for files: asks the scanner again, and deletes what lies in the store without a row."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import connection, transaction
from django.utils import timezone

from referral.files import scanner, store
from referral.keys import unseal_bytes, unwrap
from referral.models import EvidenceFile, FileState

ONE_SCAN = 20261128
YOUNG = timedelta(hours=1)  # a blob is put before its row is committed
BATCH = 500

logger = logging.getLogger(__name__)


def scan_waiting() -> int:
    """
    Some files of the quarantine, each with the key made for that. A scanner that is down ends the round.

    Where no scanner is set any more they stay where they are: that nobody looked is no verdict.
    """
    if not scanner.is_set():
        return 0
    with transaction.atomic():
        if not alone():
            return 0
        done = 0
        for file in waiting():
            try:
                verdict = verdict_on(*file)
            except scanner.NoVerdict:
                said(file[0], "")
                return done
            done += said(file[0], verdict)
        return done


def alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_SCAN])
        return cursor.fetchone()[0]


def waiting() -> list:
    with connection.cursor() as cursor:
        cursor.execute("SELECT file, of_case, blob, wrapped, master_version FROM files_to_scan()")
        return cursor.fetchall()


def verdict_on(file, case, blob, wrapped, master_version) -> str:
    """Empty where the file itself cannot be read. Raises `NoVerdict`."""
    place = EvidenceFile(pk=file, case_id=case).place
    try:
        content = unseal_bytes(store.get(blob), unwrap(bytes(wrapped), master_version), place)
    except (OSError, InvalidTag, ValueError) as problem:
        logger.error("A waiting file cannot be read: %s", type(problem).__name__)
        return ""
    return FileState.CLEAN if scanner.is_clean(content) else FileState.REFUSED


def said(file: UUID, verdict: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_scanned(%s, %s)", [file, verdict])
        return cursor.fetchone()[0] and bool(verdict)


def sweep_blobs(now: datetime | None = None) -> int:
    """Deletes blobs that no row speaks of: of removed and refused files, of a rollback, of a crash."""
    old = (now or timezone.now()) - YOUNG
    found = (blob for blob, since in store.all_blobs() if since < old)
    done = 0
    try:
        while batch := list(islice(found, BATCH)):
            for blob in set(batch) - in_use(batch):
                store.delete(blob)
                done += 1
    except OSError as problem:  # the next round finds the rest
        logger.error("The store cannot be swept: %s", type(problem).__name__)
    return done


def in_use(blobs: Iterable[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT blobs_in_use(%s)", [list(blobs)])
        return {row[0] for row in cursor.fetchall()}
