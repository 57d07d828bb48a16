"""A draft belongs to who wrote it, until another person has reviewed it."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from accounts.second_person import WrittenMeanwhile, own_open
from audit.models import record
from directory.actions.once import kept_before
from directory.drafts import content_of, version_of
from directory.models import Entry, State


@transaction.atomic
def draft(entry: Entry, *, key: UUID, base: Entry | None = None) -> Entry:
    """Keep a new draft. `key` is that of the form: sent twice, it is one draft, and never the row of another."""
    today, user = timezone.localdate(), UUID(current_actor().user)
    entry.pk, entry.state = uuid5(key, f"{type(entry).__name__} {user}"), State.DRAFT
    entry.drafted_by_id = entry.checked_by_id = user
    entry.drafted_at, entry.checked_on = timezone.now(), today
    if base is not None:
        entry.supersedes, entry.country, entry.seed_key = base, base.country, base.seed_key
    if kept_before(entry):
        return type(entry).objects.get(pk=entry.pk)
    record("directory.drafted", target=entry.pk, country=entry.country, what=kind_of(entry))
    return entry


def draft_removal(base: Entry, *, reason: str, key: UUID) -> Entry:
    """A draft with the content of the row that it would take away."""
    tomb = type(base)(**content_of(base), reason=reason, removes=True)
    return draft(tomb, key=key, base=base)


@transaction.atomic
def rewrite(pk: UUID, model, *, seen: int, base: Entry | None, **values) -> Entry:
    """Only its drafter, only while it is open. `base` is what it replaces now."""
    found = own_open(pk, model)
    if version_of(found) != seen:
        raise WrittenMeanwhile
    for name, value in values.items():
        setattr(found, name, value)
    found.supersedes = base
    found.drafted_at, found.checked_on = timezone.now(), timezone.localdate()
    found.save()
    record("directory.redrafted", target=pk, country=found.country)
    return found


@transaction.atomic
def take_back(pk: UUID, model) -> None:
    """It stays, closed and without a reviewer: an answer to a question may speak of it."""
    found = own_open(pk, model)
    found.state = State.REFUSED
    found.save(update_fields=["state"])
    record("directory.taken_back", target=pk)


def kind_of(entry: Entry) -> str:
    return getattr(entry, "topic", "") or getattr(entry, "kind", "")
