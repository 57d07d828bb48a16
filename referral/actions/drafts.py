"""Unfinished contacts. Their author and the supervisor see them, and one of them decides before they go."""

import json
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.models import Draft, UsedKey

KEPT_HOURS = 72


def visible_drafts(actor):
    mine = Q(author_id=actor.user)
    if actor.role == Role.SUPERVISOR:
        mine = Q()
    return Draft.objects.filter(mine, organisation_id=actor.organisation).select_related("author")


def expiry():
    return timezone.now() + timedelta(hours=KEPT_HOURS)


def begun_with(key: UUID) -> Draft | None:
    """The draft that a page of a new contact keeps by itself, while it is being filled in."""
    actor = current_actor()
    mine = Draft.objects.filter(organisation_id=actor.organisation, author_id=actor.user)
    return mine.select_for_update().filter(begun_with=key).first()


def begun_by_me():
    """Contacts that I left in the middle of a page, the latest first."""
    actor = current_actor()
    mine = Draft.objects.filter(organisation_id=actor.organisation, author_id=actor.user)
    return mine.exclude(begun_with=None).order_by("-saved_at")


@transaction.atomic
def autosave(*, key: UUID, answers: dict[str, list[str]], draft=None) -> Draft | None:
    """As it is typed. None where this page was sent already: it came late."""
    draft = draft or begun_with(key)
    if UsedKey.objects.filter(key=key).exists():
        return None
    return save_draft(answers=answers, draft=draft, key=key)


@transaction.atomic
def save_draft(
    *, answers: dict[str, list[str]], could_not_ask: bool = False, draft=None, key=None
) -> Draft:
    """Keep what was answered so far. Saving again does not make the time longer: a decision does."""
    actor = current_actor()
    new = draft is None
    if new:
        draft = Draft(organisation_id=actor.organisation, author_id=actor.user, expires_at=expiry())
        draft.begun_with = key
    draft.content = json.dumps(answers)
    draft.could_not_ask = could_not_ask
    draft.saved_at = timezone.now()
    draft.save(force_insert=new)
    if new or key is None:  # a page that saves every few seconds is one entry
        record("draft.saved", target=draft.pk, could_not_ask=could_not_ask)
    return draft


def read_draft(draft: Draft) -> dict[str, list[str]]:
    return json.loads(draft.content or "{}")


@transaction.atomic
def keep_draft(draft: Draft) -> None:
    draft.expires_at = expiry()
    draft.save(update_fields=["expires_at"])
    record("draft.kept", target=draft.pk)


@transaction.atomic
def delete_draft(draft: Draft) -> None:
    """Its key goes with it (row_security/60_keys.sql): nothing of it can be read again."""
    record("draft.deleted", target=draft.pk, could_not_ask=draft.could_not_ask)
    draft.delete()
