"""Emergency access. The database checks, writes the entry and tells who must know; here are the sentences."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from referral.keys import WRITE, data_key, seal
from referral.models import EmergencyAccess, MoveNotAllowed, read_reference


def call(function: str, *values):
    """The answer of one of the doors in `57_emergency.sql`."""
    places = ", ".join("%s::uuid[]" if has_ids(value) else "%s" for value in values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", values)
        return cursor.fetchone()[0]


def has_ids(value) -> bool:
    """The driver sends a list of ids as texts, which the database takes for another function."""
    return isinstance(value, list) and any(isinstance(one, UUID) for one in value)


def sealed(row: EmergencyAccess, column: str, text: str) -> bytes:
    place = row._meta.get_field(column).place(row)
    return seal(text, data_key(row.pk, row.key_class, WRITE), place)


@transaction.atomic
def ask_emergency(
    *, reference: str, classes: list[str], reason: str, urgency: str, text: str
) -> EmergencyAccess:
    row = EmergencyAccess()
    problem = call(
        "ask_emergency",
        row.pk,
        read_reference(reference) or "",
        [str(one) for one in classes],
        reason,
        urgency,
        sealed(row, "text", text),
    )
    if problem:
        raise MoveNotAllowed(why_not(problem))
    return row


@transaction.atomic
def answer_emergency(row: EmergencyAccess, *, yes: bool) -> None:
    if not call("answer_emergency", row.pk, yes):
        raise MoveNotAllowed(_("Somebody has answered already, or the request is too old."))


@transaction.atomic
def open_emergency(row: EmergencyAccess) -> None:
    problem = call("open_glass", row.pk)
    if problem:
        raise MoveNotAllowed(why_not(problem))


@transaction.atomic
def end_emergency(row: EmergencyAccess) -> None:
    """Also when it has ended by itself meanwhile."""
    call("end_emergency", row.pk)


@transaction.atomic
def review_emergency(row: EmergencyAccess, *, outcome: str, text: str) -> None:
    if not call("review_emergency", row.pk, outcome, sealed(row, "review_text", text)):
        raise MoveNotAllowed(_("It is still open, or somebody has reviewed it already."))


def why_not(problem: str) -> str:
    return {
        "limit": _(
            "You asked three times in seven days, and that is the most. Ring your supervisor: she or he can open the case to a colleague."
        ),
        "review": _(
            "Your last emergency access has not been reviewed yet. Ask the data protection officer to do it now; until then a colleague must ask."
        ),
        "none": _(
            "No case that you can open in this way has this reference. Check it letter by letter, or ring your supervisor."
        ),
        "open": _("This case is open to you already. Find it under Cases."),
        "part": _(
            "None of these parts can be read by your role at this stage of the case. Ring the case manager."
        ),
        "opened": _("This was opened already, and can be opened once only."),
        "declined": _("Your colleague has declined. Ring your supervisor if the danger goes on."),
        "lapsed": _("The request was not used for an hour. Ask again if the danger goes on."),
        "wait": _("Nobody has agreed yet. Ring a colleague: one tap is enough."),
    }[problem]
