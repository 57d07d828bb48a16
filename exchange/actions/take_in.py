"""
The process behind the import page: takes confirmed files in, some rows at a time.

Each step is one transaction that writes people *and* how far it came. A killed process goes on from there: nobody comes in
twice, nobody is left out. Rights are computed anew for each step.
"""

from django.db import connection, transaction
from django.utils import timezone, translation

from accounts.acting import acting_as
from accounts.models import Membership
from accounts.roles import Role
from audit.models import record
from exchange.actions.bring import people_of, reader_of, rows_of
from exchange.actions.known_rows import chosen_for, link
from exchange.htcds.write import write_people
from exchange.models import ImportState, PeopleImport, RowChoice
from referral.known import count_names

MOST_TRIES = 5


def take_in_next() -> int | None:
    """One step of the file that waits longest. How many people came in; None when nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT import, membership FROM next_import()")
        found = cursor.fetchone()
    if found is None:
        return None
    membership = (
        Membership.objects.active()
        .filter(pk=found[1], role=Role.CASE_MANAGER)
        .select_related("organisation", "user")
        .first()
    )
    if membership is None:
        end_old_imports()
        return 0
    with translation.override(membership.user.language):
        return try_step(found[0], membership.actor())


def try_step(brought, actor) -> int:
    try:
        with transaction.atomic(), acting_as(actor):
            return step(brought)
    except Exception:
        # Not this process's end: the others wait, too. After some tries it stops, and its person sees that.
        with transaction.atomic(), acting_as(actor):
            note_failure(brought)
        raise


def step(pk) -> int:
    brought = (
        PeopleImport.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, state=ImportState.QUEUED)
        .first()
    )
    if brought is None:
        return 0
    batch = brought.batches.get(number=brought.done)
    reader = reader_of(brought)
    people = dict(people_of(reader, batch))
    if reader.faults.count:
        raise ValueError("rows that were checked cannot be read any more")
    written = write_chosen(people, chosen_for(brought, list(people)))
    go_on(brought, len(rows_of(batch)), left_out=len(people) - written)
    return written


def write_chosen(people, known) -> int:
    """How many: all but those that were left out."""
    wanted = [
        number
        for number in people
        if number not in known or known[number].choice != RowChoice.LEAVE
    ]
    cases = write_people([people[number] for number in wanted])
    for number, case in zip(wanted, cases, strict=True):
        if number in known and known[number].choice == RowChoice.LINK:
            link(case, known[number])
    return len(wanted)


def go_on(brought, rows, left_out):
    brought.done += rows
    brought.people -= left_out
    brought.left_out += left_out
    brought.tries = 0
    if brought.done >= brought.rows:
        count_names()
        brought.state, brought.ended_at = ImportState.DONE, timezone.now()
        record("htcds.import", target=brought.pk, count=brought.people)
    brought.save(update_fields=["done", "people", "left_out", "tries", "state", "ended_at"])


def note_failure(pk):
    brought = PeopleImport.objects.select_for_update().filter(pk=pk, state=ImportState.QUEUED)
    for each in brought:
        each.tries += 1
        if each.tries >= MOST_TRIES:
            each.state, each.ended_at = ImportState.STOPPED, timezone.now()
            record("import.stopped", target=pk, done=each.done)
        each.save(update_fields=["tries", "state", "ended_at"])


def end_old_imports() -> int:
    """Files that lie here for 24 hours, or whose person may not import any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT end_old_imports()")
        return cursor.fetchone()[0]
