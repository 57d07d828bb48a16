from django.db import transaction

from audit.models import record
from referral.models import Case, TraffickingEvent


@transaction.atomic
def write_part(*, case: Case, model, row, write):
    """
    Write one data class of a case: `write(row)` puts the values in. `row` is None for the first time.

    Check the version before: the row given here is locked.
    """
    if row is None:
        row = model(case=case)
        write(row)
        row.save(force_insert=True)
    else:
        write(row)
        row.version += 1
        row.save()
    record("part.changed", target=case.pk, part=str(getattr(model, "DATA_CLASS", "summary")))
    return row


@transaction.atomic
def add_event(*, case: Case, write) -> TraffickingEvent:
    event = TraffickingEvent(case=case)
    write(event)
    event.save(force_insert=True)
    record("event.added", target=case.pk)
    return event
