"""
The process behind the export page: makes what was ordered, as whoever ordered it.

A table is read some rows at a time, each in a transaction of its own under the rights of that moment; how far it is shows on
the page. A file that is not whole is never kept: a killed process begins anew.
"""

from django.db import connection, transaction
from django.utils import translation

from accounts.acting import acting_as
from accounts.models import Membership
from audit.models import record
from exchange.actions.order import place_of
from exchange.export_models import FILE_KEY, ORDERS, Export, ExportPiece, ExportState
from exchange.outgoing.case_file import case_file
from exchange.outgoing.made import Made
from exchange.outgoing.sheets import sheet
from exchange.outgoing.tables import TABLES
from referral.keys import WRITE, data_key, seal_bytes

MOST_TRIES = 3
PIECE = 1024 * 1024  # bytes


class Gone(Exception):
    """It was dropped, or somebody else made it meanwhile."""


def make_next_export() -> bool | None:
    """The one that waits longest. None when nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT export, membership FROM next_export()")
        found = cursor.fetchone()
    if found is None:
        return None
    membership = (
        Membership.objects.active()
        .filter(pk=found[1])
        .select_related("organisation", "user")
        .first()
    )
    if membership is None:
        end_old_exports()
        return False
    return try_to_make(found[0], membership.actor())


def try_to_make(pk, actor) -> bool:
    try:
        export = queued(pk, actor)
        if actor.role not in ORDERS[export.kind]:
            end_old_exports()
            return False
        with translation.override(export.language):
            made = of_case(export, actor) if export.case_id else table(export, actor)
        keep(export, actor, made)
    except Gone:
        return False
    except Exception:
        # Not this process's end: the others wait, too. After some tries it stops, and its person sees that.
        with transaction.atomic(), acting_as(actor):
            note_failure(pk)
        raise
    return made is not None


def queued(pk, actor) -> Export:
    with transaction.atomic(), acting_as(actor):
        found = Export.objects.filter(pk=pk, state=ExportState.QUEUED).first()
        if found is None:
            raise Gone
        return found


def of_case(export, actor) -> Made | None:
    with transaction.atomic(), acting_as(actor):
        return case_file(export)


def table(export, actor) -> Made | None:
    source = TABLES[export.kind]
    with transaction.atomic(), acting_as(actor):
        total = source.count(actor)
    out, made, place = sheet(export.format, source.headings(), source.guard), Made(), None
    while True:
        with transaction.atomic(), acting_as(actor):
            rows, place = source.read(actor, place, made)
            out.write(rows)
            here = Export.objects.filter(pk=export.pk, state=ExportState.QUEUED)
            if not here.update(done=len(made.row_ids), rows=max(total, len(made.row_ids))):
                raise Gone
        if place is None:
            break
    out.write(source.rest(made))
    made.body = out.finish()
    return made if made.row_ids else None


def keep(export, actor, made: Made | None) -> None:
    """Sealed in pieces, or written down as empty: nothing of it is open to who ordered it."""
    with transaction.atomic(), acting_as(actor):
        here = Export.objects.select_for_update().filter(pk=export.pk, state=ExportState.QUEUED)
        if not here.exists():
            raise Gone
        if made is None:
            Export.objects.filter(pk=export.pk).update(state=ExportState.EMPTY)
            record("export.empty", target=export.pk, kind=export.kind)
            return
        Export.objects.filter(pk=export.pk).update(
            classes=made.classes, row_ids=made.row_ids, stages=made.stages, size=len(made.body)
        )
        key = data_key(export.pk, FILE_KEY, WRITE)
        for number, start in enumerate(range(0, len(made.body), PIECE)):
            piece = ExportPiece(of=export, number=number)
            piece.body = seal_bytes(made.body[start : start + PIECE], key, place_of(piece))
            piece.save(force_insert=True)
        Export.objects.filter(pk=export.pk).update(state=ExportState.READY)
        record("export.made", target=export.pk, kind=export.kind, rows=len(made.row_ids))


def note_failure(pk) -> None:
    for export in Export.objects.select_for_update().filter(pk=pk, state=ExportState.QUEUED):
        export.tries += 1
        stops = export.tries >= MOST_TRIES
        state = ExportState.STOPPED if stops else ExportState.QUEUED
        Export.objects.filter(pk=pk).update(tries=export.tries, state=state, done=0)
        if stops:
            record("export.stopped", target=pk, kind=export.kind)


def end_old_exports() -> int:
    """Files whose day is over, orders that nobody answered, and whatever somebody ordered who has left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT end_old_exports()")
        return cursor.fetchone()[0]
