"""Erasing: asked for, confirmed by a second person, held. The database decides and destroys; here are the sentences."""

from datetime import date
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from referral.access import OWN_PARTS
from referral.actions.consents import stop_sharing
from referral.models import Case, ConsentItem, Erasure, ErasureHold, MoveNotAllowed
from referral.retention import PAPERS


def call(function: str, *values):
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", values)
        return cursor.fetchone()[0]


@transaction.atomic
def ask_erasure(case: Case, parts: list[str]) -> None:
    """
    The person wants these parts gone. What was agreed to share of them ends at once; a second person confirms the rest.

    With all of the person's own parts of a closed case go its papers. Raises `MoveNotAllowed`.
    """
    if set(parts) >= set(OWN_PARTS):
        parts = [*OWN_PARTS, *PAPERS]
    items = ConsentItem.objects.filter(
        case=case, agreed=True, withdrawn_at=None, data_class__in=parts
    )
    stop_sharing(case, list(items))
    problem = call("ask_erasure", uuid4(), case.pk, [str(part) for part in parts])
    if problem:
        raise MoveNotAllowed(why_not(problem))


@transaction.atomic
def answer_erasure(
    erasure: Erasure, *, yes: bool, keep_for: str = "", until: date | None = None
) -> None:
    problem = call("answer_erasure", erasure.pk, yes, keep_for, until)
    if problem:
        raise MoveNotAllowed(f"{erasure.reference}: {why_not(problem)}")


@transaction.atomic
def set_hold(case: Case, *, why: str, until: date) -> None:
    call("set_hold", uuid4(), case.pk, why, until)


@transaction.atomic
def answer_hold(hold: ErasureHold, *, yes: bool) -> None:
    if not call("answer_hold", hold.pk, yes):
        raise MoveNotAllowed(_("A colleague has answered meanwhile. Reload the page."))


def why_not(problem: str) -> str:
    return {
        "there": _("It was asked for already and waits for a second person."),
        "open": _(
            "The case is open: only what happened, health and legal matters can be erased while people work on it. Close it first, or choose fewer parts."
        ),
        "merged": _("This record is read under another one. Ask for it there."),
        "answered": _("A colleague has answered meanwhile. Reload the page."),
        "held": _("A hold stands on this case. It ends by its day, or when somebody ends it."),
        "until": _("Say why it is kept, and until when: within a year from now."),
    }[problem]
