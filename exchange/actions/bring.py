"""A file is brought, its mapping corrected, and sent on its way in. None of its people is written here."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.acting import current_actor
from audit.models import record
from exchange.actions.known_rows import KnownRows, choose
from exchange.htcds import workbook
from exchange.htcds.together import SAME_PERSON, Person, goes_on, together
from exchange.htcds.workbook import Column, Reader
from exchange.models import ImportBatch, ImportState, PeopleImport

ROWS_IN_BATCH = 200
TAKEN = [ImportState.QUEUED, ImportState.DONE, ImportState.STOPPED]


class SameFile(Exception):
    """This organisation has imported the very same file before. `at`: when."""

    def __init__(self, at):
        self.at = at
        super().__init__()


class NotReady(Exception):
    """Something is still to be mended, somebody changed it meanwhile, or it was sent already."""


def digest_of(file) -> str:
    file.seek(0)
    plain = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    salt = f"exchange.import.{current_actor().organisation}"
    return salted_hmac(salt, plain, algorithm="sha256").hexdigest()


def refuse_same(digest) -> None:
    before = PeopleImport.objects.filter(
        organisation_id=current_actor().organisation, digest=digest, state__in=TAKEN
    ).first()
    if before:
        raise SameFile(before.queued_at)


@transaction.atomic
def bring(file) -> PeopleImport:
    """The file becomes sealed batches, read once and never held whole. Raises `NotAWorkbook`, `SameFile`: nothing is kept."""
    digest = digest_of(file)
    refuse_same(digest)
    table = workbook.read(file)
    actor = current_actor()
    brought = PeopleImport.objects.create(
        organisation_id=actor.organisation, membership_id=actor.membership, digest=digest
    )
    place = next((each.place for each in table.columns if each.name == SAME_PERSON), None)
    brought.rows = keep_rows(brought, table.rows, place)
    brought.columns = [column.stored() for column in table.columns]
    mapping = workbook.follow(table.columns)
    brought.mapping = {str(place): name for place, name in mapping.items()}
    check(brought)
    record("import.brought", target=brought.pk, rows=brought.rows)
    return brought


def keep_rows(brought, rows, place=None) -> int:
    """A batch is called after the rows before it. The rows of one person stay in one."""
    waiting, count = [], 0
    for row in rows:
        if len(waiting) >= ROWS_IN_BATCH and not goes_on(waiting[-1], row, place):
            keep_batch(brought, count - len(waiting), waiting)
            waiting = []
        waiting.append(row)
        count += 1
    if waiting:
        keep_batch(brought, count - len(waiting), waiting)
    return count


def keep_batch(brought, number, rows):
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    ImportBatch(of=brought, number=number, rows=text).save(force_insert=True)


def rows_of(batch) -> list[tuple[int, dict[int, object]]]:
    return [
        (number, {int(place): cell for place, cell in cells.items()})
        for number, cells in json.loads(batch.rows)
    ]


def reader_of(brought) -> Reader:
    columns = [Column(**stored) for stored in brought.columns]
    mapping = {int(place): name for place, name in brought.mapping.items()}
    return Reader(columns, mapping, brought.decided)


def people_of(reader, batch) -> list[tuple[int, Person]]:
    return together((row[0], values) for row in rows_of(batch) if (values := reader.values(*row)))


def check(brought) -> None:
    """The dry run: every row is read as it would be written; what cannot be is noted, and who may be known here already."""
    reader, people, known = reader_of(brought), 0, KnownRows(brought)
    for batch in brought.batches.order_by("number").iterator(chunk_size=1):
        read = people_of(reader, batch)
        people += len(read)
        if not reader.faults.count:
            known.look(read)
    brought.people = people
    brought.faults = [fault.stored() for fault in reader.faults.kept]
    brought.fault_count = reader.faults.count
    brought.save(
        update_fields=["rows", "columns", "mapping", "decided", "people", "faults", "fault_count"]
    )


@transaction.atomic
def correct(brought: PeopleImport, *, mapping: dict[int, str], version: int) -> None:
    """Another mapping, judged column by column by a person; the dry run is made again."""
    brought = take(brought, version)
    brought.mapping = {str(place): name for place, name in mapping.items() if name}
    brought.decided = sorted(mapping)
    check(brought)
    record("import.corrected", target=brought.pk, faults=brought.fault_count)


@transaction.atomic
def decide(brought: PeopleImport, *, choices: dict[int, str], version: int) -> None:
    """What becomes of rows whose people may be known. Raises `NotReady`."""
    choose(take(brought, version), choices)


@transaction.atomic
def confirm(brought: PeopleImport, *, version: int) -> None:
    """On its way in: the worker takes it from here. Raises `NotReady`, `SameFile`."""
    refuse_same(brought.digest)
    brought = take(brought, version)
    if brought.fault_count or not brought.people:
        raise NotReady
    brought.state, brought.queued_at = ImportState.QUEUED, timezone.now()
    try:
        with transaction.atomic():
            brought.save(update_fields=["state", "queued_at"])
    except IntegrityError:  # a colleague sent the same file in the same moment
        raise SameFile(timezone.now()) from None
    record("import.confirmed", target=brought.pk, people=brought.people)


@transaction.atomic
def drop(brought: PeopleImport) -> None:
    """Not imported after all: its rows and its key are destroyed now."""
    changed = PeopleImport.objects.filter(pk=brought.pk, state=ImportState.LOOKED_AT).update(
        state=ImportState.DROPPED, ended_at=timezone.now()
    )
    if not changed:
        raise NotReady
    record("import.dropped", target=brought.pk)


def take(brought, version) -> PeopleImport:
    changed = PeopleImport.objects.filter(
        pk=brought.pk, state=ImportState.LOOKED_AT, version=version
    ).update(version=F("version") + 1)
    if not changed:
        raise NotReady
    return PeopleImport.objects.get(pk=brought.pk)
