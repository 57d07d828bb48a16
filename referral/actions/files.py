"""A file beside a record of evidence: added, opened, removed. It is sealed before it leaves the memory."""

import logging
import uuid

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import may_add
from referral.files import scanner, store
from referral.files.apart import clean_copy
from referral.files.kinds import MOST_BYTES_OF_A_CASE, FileRefused
from referral.keys import WRITE, NoKey, data_key, new_file_key, seal_bytes, unseal_bytes
from referral.models import Evidence, EvidenceFile, FileState, MoveNotAllowed

MOST_FILES = 12  # of one record
SCAN = "scan"  # the class of the key with which the worker opens a waiting file, and nothing else

logger = logging.getLogger(__name__)


class FileGone(Exception):
    """The row is there and the content is not: its key was destroyed, or the store lost or changed it."""


def may_add_file(evidence: Evidence) -> bool:
    case = evidence.case
    return (
        settings.FILES_ARE_TAKEN
        and not case.is_closed
        and evidence.withdrawn_at is None
        and may_add(current_actor().role, evidence.file_class, case.side, case.stage)
    )


@transaction.atomic
def add_file(evidence: Evidence, *, kind: str, data: bytes, shows: str) -> EvidenceFile:
    """
    Scanned, made clean, sealed, stored, and only then written down. Raises `FileRefused`, `MoveNotAllowed`.

    Without a verdict of the scanner the file waits in quarantine: the worker asks again, and nobody opens it meanwhile.
    """
    if not may_add_file(evidence):
        raise MoveNotAllowed(_("A file cannot be added here now. The record counts without one."))
    state = scanned(evidence, data)
    content = clean_copy(kind, data)
    check_room(evidence, len(content))
    file = EvidenceFile(
        id=uuid.uuid4(),
        case=evidence.case,
        evidence=evidence,
        data_class=evidence.file_class,
        kind=kind,
        size=len(content),
        shows=shows,
        state=state,
        by_id=current_actor().user,
    )
    waits = state == FileState.QUARANTINED
    key = data_key(file.pk, SCAN, WRITE) if waits else new_file_key()
    file.key = key.hex()
    keep(file, seal_bytes(content, key, file.place))
    record("file.added", target=evidence.case_id, part=str(file.data_class), state=str(state))
    return file


def keep(file: EvidenceFile, sealed: bytes) -> None:
    """
    The blob first, then the row. If the row does not come, the blob goes at once; after a crash, or when the whole
    request is rolled back later, the worker sweeps it away.
    """
    try:
        store.put(file.blob, sealed)
    except OSError as problem:
        logger.error("A file cannot be stored: %s", type(problem).__name__)
        raise FileRefused(
            _(
                "Files cannot be kept at the moment: the store is full or does not answer. Nothing of it was kept. The record"
                " counts without a file; try again later, and tell who looks after this desk."
            )
        ) from None
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except BaseException:
        store.delete(file.blob)
        raise


def scanned(evidence: Evidence, data: bytes) -> str:
    if not scanner.is_set():
        return FileState.UNSCANNED
    try:
        clean = scanner.is_clean(data)
    except scanner.NoVerdict:
        logger.warning("The file scanner gives no verdict.")
        return FileState.QUARANTINED
    if not clean:
        raise FileRefused(
            _(
                "The scanner found something harmful in this file, so it was not kept. Do not send it to anybody. Ask whoever"
                " gave it to you for a clean copy, and tell who looks after your computers."
            )
        )
    return FileState.CLEAN


def check_room(evidence: Evidence, size: int) -> None:
    """Held until the end of the transaction, so that two at once do not both take the last place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT in_case, in_organisation FROM file_room(%s)", [evidence.case_id])
        in_case, in_organisation = cursor.fetchone()
    if evidence.files.filter(removed_at=None).count() >= MOST_FILES:
        raise FileRefused(
            _("This record has 12 files already. Remove one, or make another record for the rest.")
        )
    if in_case + size > MOST_BYTES_OF_A_CASE:
        raise FileRefused(
            _(
                "The files of this case would be larger than 200 MB together. Remove some that are not needed any more."
            )
        )
    if in_organisation + size > settings.FILES_PER_ORGANISATION:
        raise FileRefused(
            _(
                "The place for files of your organisation is used up. The record counts without a file. Tell your administrator."
            )
        )


@transaction.atomic
def open_file(file: EvidenceFile) -> bytes:
    """The content, and an entry that says who opened it, before it is shown. Raises `FileGone`."""
    record("file.opened", target=file.case_id, part=str(file.data_class), file=str(file.pk))
    try:
        key = bytes.fromhex(file.key)
    except (NoKey, InvalidTag):
        raise FileGone(
            _("This file was destroyed with the data of the case. Nobody can open it any more.")
        ) from None
    try:
        return unseal_bytes(store.get(file.blob), key, file.place)
    except (OSError, InvalidTag, ValueError) as problem:
        logger.error("A stored file cannot be opened: %s", type(problem).__name__)
        raise FileGone(
            _(
                "This file is damaged or missing in the store. Tell who looks after this desk; the record says where the"
                " original lies."
            )
        ) from None


@transaction.atomic
def remove_file(file: EvidenceFile) -> None:
    """Destroyed now: its key in this statement, its content after it. Raises `MoveNotAllowed`."""
    changed = EvidenceFile.objects.filter(pk=file.pk, removed_at=None).update(
        removed_at=timezone.now(), removed_by=current_actor().user
    )
    if not changed:
        raise MoveNotAllowed(_("This file was removed already. Reload the page."))
    transaction.on_commit(lambda: forget(file.blob))
    record("file.removed", target=file.case_id, part=str(file.data_class))


def forget(blob: uuid.UUID) -> None:
    """Its key is gone already. What the store does not delete now, the worker sweeps."""
    try:
        store.delete(blob)
    except OSError as problem:
        logger.warning("A removed file is left to the worker: %s", type(problem).__name__)
