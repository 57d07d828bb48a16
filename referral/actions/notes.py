from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.models import Appointment, Case, MoveNotAllowed, Note

UNDO_SECONDS = 10


@transaction.atomic
def add_note(*, case: Case, data_class: str, text: str) -> Note:
    note = Note(case=case, data_class=data_class, text=text, by_id=current_actor().user)
    note.save(force_insert=True)
    record("note.added", target=note.pk, part=str(data_class))
    return note


def may_undo(note: Note) -> bool:
    fresh = timezone.now() - note.written_at <= timedelta(seconds=UNDO_SECONDS)
    return fresh and note.undone_at is None and str(note.by_id) == current_actor().user


@transaction.atomic
def undo_note(*, note: Note) -> None:
    if not may_undo(note):
        raise MoveNotAllowed(
            _("The 10 seconds are over. Add a second note that corrects the first.")
        )
    note.undone_at = timezone.now()
    note.save(update_fields=["undone_at"])
    record("note.undone", target=note.pk, part=str(note.data_class))


@transaction.atomic
def add_appointment(*, case: Case, at, kind: str, text: str, interpreter: bool) -> Appointment:
    appointment = Appointment(case=case, at=at, kind=kind, text=text, interpreter=interpreter)
    appointment.save(force_insert=True)
    record("appointment.added", target=appointment.pk, kind=str(kind))
    return appointment
