"""An export is ordered, agreed to by a second person where two are needed, opened, and destroyed before its day is over."""

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from exchange.export_models import (
    FILE_KEY,
    FORMATS,
    NEEDS_SECOND,
    ORDERS,
    STATISTICAL,
    Export,
    ExportState,
    Kind,
    WentOut,
)
from exchange.outgoing.still_open import still_open
from referral.keys import NoKey, data_key, unseal_bytes
from referral.models import MoveNotAllowed

OPEN = [ExportState.WAITING, ExportState.QUEUED, ExportState.READY]


class Closed(Exception):
    """The file is not opened: its day is over, or a right to something in it has ended. The message is for the user."""


@transaction.atomic
def order_export(
    *, kind, form, reason, language="en", case=None, receiver=None, options=()
) -> Export:
    """Nothing is read yet: the process that makes the file reads, under the rights of that moment."""
    actor = current_actor()
    if actor.role not in ORDERS[kind] or form not in FORMATS[kind]:
        raise MoveNotAllowed(_("Your role does not order this."))
    export = Export(
        organisation_id=actor.organisation,
        membership_id=actor.membership,
        by_id=actor.user,
        kind=kind,
        format=form,
        case=case,
        reference=case.journey.reference if case else "",
        receiver=receiver,
        language=language,
        options=list(options),
        reason=reason,
        state=ExportState.WAITING if kind in NEEDS_SECOND else ExportState.QUEUED,
    )
    export.save(force_insert=True)
    record("export.ordered", target=export.pk, kind=kind, format=form)
    if case:
        record("export.of_case", target=case.pk, kind=kind)
    return export


@transaction.atomic
def answer_export(export: Export, *, yes: bool) -> None:
    """As the second person. The database refuses the first one, under whichever membership."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer_export(%s, %s)", [export.pk, yes])
        problem = cursor.fetchone()[0]
    if problem:
        raise MoveNotAllowed(
            {
                "own": _("You ordered it yourself. A colleague decides."),
                "answered": _("Somebody has decided already, or its day is over. Reload the page."),
            }[problem]
        )


@transaction.atomic
def drop_export(export: Export) -> None:
    """Destroyed now: the file, and the key that opens it. The order stays in the log."""
    changed = Export.objects.filter(
        pk=export.pk, membership_id=current_actor().membership, state__in=OPEN
    ).update(state=ExportState.ENDED)
    if not changed:
        raise MoveNotAllowed(_("It was destroyed already. Reload the page."))
    record("export.dropped", target=export.pk)


def open_export(export: Export) -> bytes:
    """
    The file, for whoever ordered it, under the rights of this moment. Raises `Closed`.

    The key is given out by the database, which asks for each case in it. Where a right has ended the file is destroyed.
    """
    with transaction.atomic():
        if not export.is_open:
            raise Closed(_("Its 24 hours are over, and it was destroyed. Order it again."))
        if still_open(export):
            try:
                key = data_key(export.pk, FILE_KEY)
            except NoKey:
                key = None
            if key and (export.kind not in STATISTICAL or tell_once(export)):
                content = content_of(export, key)
                Export.objects.filter(pk=export.pk).update(opened=F("opened") + 1)
                record("export.opened", target=export.pk, kind=export.kind, size=len(content))
                if export.case_id:
                    record("export.case_opened", target=export.case_id, kind=export.kind)
                return content
        Export.objects.filter(pk=export.pk, state=ExportState.READY).update(state=ExportState.ENDED)
        record("export.closed", target=export.pk, kind=export.kind)
    raise Closed(why_closed(export))


def content_of(export: Export, key) -> bytes:
    pieces = export.pieces.order_by("number")
    return b"".join(unseal_bytes(bytes(one.body), key, place_of(one)) for one in pieces)


def tell_once(export: Export) -> bool:
    """Whoever is in it is in no other such file from now on. False where another one was opened at this very moment."""
    with transaction.atomic():
        rows = [WentOut(case_id=pk, export=export) for pk in export.row_ids]
        WentOut.objects.bulk_create(rows, ignore_conflicts=True)
        alone = WentOut.objects.filter(export=export).count() == len(rows)
        if not alone:
            transaction.set_rollback(True)
    return alone


def why_closed(export: Export) -> str:
    if export.kind in STATISTICAL:
        return _(
            "Somebody in it took the consent back, is not in your care any more, or went out with another file for statistics meanwhile. The file was destroyed. Order it again to get what may still go out."
        )
    return _(
        "Something in it is not open to you any more: a case was handed over, its stage changed, or a consent was withdrawn. The file was destroyed. Order it again to get what is open to you now."
    )


def place_of(piece) -> str:
    return f"exchange_exportpiece|body|{piece.of_id}|{piece.number}"


def kinds_for(role, kinds=Kind) -> list:
    return [kind for kind in kinds if role in ORDERS[kind]]
