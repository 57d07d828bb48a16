"""Two people: what one drafted another publishes or refuses. The database refuses the same person, too."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from accounts.second_person import BaseChanged, WrittenMeanwhile, open_for_review
from audit.models import record
from directory.actions.drafts import kind_of
from directory.drafts import version_of
from directory.models import Contact, Entry, State

# A number or address that was verified is not the one that stands there now.
RUNG = ("kind", "country", "phone_local", "phone_international", "email", "website", "represents")
VERIFICATION = ("verified_on", "verified_by_id", "verified_how", "is_wrong", "asked_at")


@transaction.atomic
def publish(pk: UUID, model, *, seen: int) -> Entry:
    """`seen`: the version of the draft that the reviewer looked at."""
    found = open_for_review(pk, model)
    if version_of(found) != seen:
        raise WrittenMeanwhile
    base = locked_base(found)
    if base is not None:
        model.objects.filter(pk=base.pk).update(state=State.SUPERSEDED)
    if base is not None and model is Contact and not found.removes:
        keep_verification(found, base)
    found.published_by_id, found.published_at = UUID(current_actor().user), timezone.now()
    found.state = State.WITHDRAWN if found.removes else State.PUBLISHED
    found.save()
    record("directory.published", target=pk, country=found.country, what=kind_of(found))
    return found


@transaction.atomic
def refuse(pk: UUID, model, *, reason: str) -> Entry:
    """`published_by` then names who refused; why stands beside the reason of the draft."""
    found = open_for_review(pk, model)
    found.refusal = reason
    found.state = State.REFUSED
    found.published_by_id, found.published_at = UUID(current_actor().user), timezone.now()
    found.save()
    record("directory.refused", target=pk, country=found.country, what=kind_of(found))
    return found


def locked_base(found: Entry) -> Entry | None:
    if found.supersedes_id is None:
        return None
    base = type(found).objects.select_for_update().get(pk=found.supersedes_id)
    if base.state != State.PUBLISHED:
        raise BaseChanged
    return base


def keep_verification(found: Contact, base: Contact) -> None:
    if is_same_number(found, base):
        for name in VERIFICATION:
            setattr(found, name, getattr(base, name))


def is_same_number(one: Contact, other: Contact) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in RUNG)
