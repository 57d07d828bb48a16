"""Unfinished contacts. Their author and the supervisor see them, and one of them decides before they go."""

import json
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.acting import current_actor
from accounts.roles import Role
from audit.models import record
from referral.models import Draft

KEPT_HOURS = 72


def visible_drafts(actor):
    mine = Q(author_id=actor.user)
    if actor.role == Role.SUPERVISOR:
        mine = Q()
    return Draft.objects.filter(mine, organisation_id=actor.organisation).select_related("author")


def expiry():
    return timezone.now() + timedelta(hours=KEPT_HOURS)


@transaction.atomic
def save_draft(*, answers: dict[str, list[str]], could_not_ask: bool = False, draft=None) -> Draft:
    """Keep what was answered so far. Saving again does not make the time longer: a decision does."""
    actor = current_actor()
    new = draft is None
    if new:
        draft = Draft(organisation_id=actor.organisation, author_id=actor.user, expires_at=expiry())
    draft.content = json.dumps(answers)
    draft.could_not_ask = could_not_ask
    draft.saved_at = timezone.now()
    draft.save(force_insert=new)
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
