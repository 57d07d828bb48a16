"""A draft belongs to who wrote it; another person publishes or refuses it. The database refuses the same person, too."""

import uuid
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import current_actor
from accounts.second_person import BaseChanged, NotOpen, WrittenMeanwhile, open_for_review, own_open
from audit.models import record
from library.models import Collection, CountryMeasure, Document, Kept, Practice, Shelf, State


@transaction.atomic
def draft(entry: Kept, *, key: UUID, base: Kept | None = None) -> Kept:
    """Keep a new draft. `key` is that of the form: sent twice, it is one draft."""
    user = UUID(current_actor().user)
    entry.pk, entry.state = uuid5(key, f"{type(entry).__name__} {entry.slug} {user}"), State.DRAFT
    entry.drafted_by_id, entry.drafted_at = user, timezone.now()
    if base is not None:
        entry.supersedes, entry.slug = base, base.slug
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        return type(entry).objects.get(pk=entry.pk)
    record("library.drafted", target=entry.pk, what=type(entry).__name__.lower())
    return entry


@transaction.atomic
def rewrite(pk: UUID, model, *, seen: int, **values) -> Kept:
    """Only its drafter, only while it is open."""
    found = own_open(pk, model)
    if found.version != seen:
        raise WrittenMeanwhile
    for name, value in values.items():
        setattr(found, name, value)
    found.drafted_at = timezone.now()
    found.save()
    record("library.redrafted", target=pk)
    return found


@transaction.atomic
def take_back(pk: UUID, model) -> None:
    found = own_open(pk, model)
    found.state = State.REFUSED
    found.save(update_fields=["state"])
    record("library.taken_back", target=pk)


@transaction.atomic
def publish(pk: UUID, model, *, seen: int) -> Kept:
    """`seen`: the version of the draft that the reviewer looked at."""
    found = open_here(pk, model)
    if found.version != seen:
        raise WrittenMeanwhile
    base = standing(found)
    if base is not None:
        model.objects.filter(pk=base.pk).update(state=State.SUPERSEDED)
    found.published_by_id, found.published_at = UUID(current_actor().user), timezone.now()
    found.state = State.WITHDRAWN if found.removes else State.PUBLISHED
    found.save()
    if base is not None and model is Practice:
        base.translations.update(
            practice=found
        )  # they say themselves that they are of a former version
    if model in (Document, Collection):
        shelf_changed()
    record("library.published", target=pk, what=model.__name__.lower())
    return found


@transaction.atomic
def refuse(pk: UUID, model, *, reason: str) -> Kept:
    """`published_by` then names who refused; why stands beside the reason of the draft."""
    found = open_here(pk, model)
    found.refusal, found.state = reason, State.REFUSED
    found.published_by_id, found.published_at = UUID(current_actor().user), timezone.now()
    found.save()
    record("library.refused", target=pk, what=model.__name__.lower())
    return found


def open_here(pk: UUID, model) -> Kept:
    """A measure of a country is published by somebody of that country; everything else belongs to all."""
    found = open_for_review(pk, model)
    if model is CountryMeasure and found.country != current_actor().country:
        raise NotOpen
    return found


def shelf_changed() -> None:
    """Locks the row until the end of the transaction: publications come one after the other."""
    Shelf.objects.update(token=uuid.uuid4())


def standing(found: Kept) -> Kept | None:
    """What it replaces, locked. A new record whose name is taken meanwhile replaces nothing and is refused."""
    model = type(found)
    if found.supersedes_id is None:
        if model.objects.published().filter(slug=found.slug).exists():
            raise BaseChanged
        return None
    base = model.objects.select_for_update().get(pk=found.supersedes_id)
    if base.state != State.PUBLISHED:
        raise BaseChanged
    return base
