"""What somebody typed and has not sent. Its author alone meets it again, on the form it was typed into."""

import json
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from referral.models import UnsentForm, UsedKey

KEPT_HOURS = 72
LARGEST = 200_000  # characters
# A password is never kept.
NOT_TYPED = {"csrfmiddlewaretoken", "save_draft", "start_again", "draft_of", "password"}


class TooLong(Exception):
    """More than a form can hold."""


class OpenElsewhere(Exception):
    """Another page of the same form keeps its draft already; this one does not write over it."""


def typed_in(data) -> dict[str, list[str]]:
    """The answers of a sent form as they were typed, complete or not."""
    answers = {name: data.getlist(name) for name in data if name not in NOT_TYPED}
    if sum(len(value) for values in answers.values() for value in values) > LARGEST:
        raise TooLong
    return answers


def my_unsent(address: str | None = None):
    """Mine, in this role, not too old. The database hides those of cases that are closed to me."""
    actor = current_actor()
    found = UnsentForm.objects.filter(
        organisation_id=actor.organisation,
        author_id=actor.user,
        role=actor.role,
        expires_at__gt=timezone.now(),
    )
    if address is None:
        return found
    return found.none() if "\0" in address else found.filter(address=address)


def find_unsent(address: str) -> UnsentForm | None:
    """The draft of this form. One whose page was sent meanwhile is none any more."""
    draft = my_unsent(address).first()
    if draft and was_sent(draft.key):
        drop_unsent(address)
        return None
    return draft


def was_sent(key: UUID) -> bool:
    return UsedKey.objects.filter(key=key).exists()


@transaction.atomic
def keep_unsent(*, address: str, key: UUID, answers: dict, case=None) -> UnsentForm | None:
    """Keep what was typed so far, 72 hours from now. None where this very page was sent already."""
    actor = current_actor()
    mine = UnsentForm.objects.filter(
        organisation_id=actor.organisation, author_id=actor.user, role=actor.role, address=address
    )
    draft = mine.select_for_update().first()
    if was_sent(key):
        return None
    if draft and draft.key != key and draft.expires_at > timezone.now() and not was_sent(draft.key):
        raise OpenElsewhere
    new = draft is None
    if new:
        draft = UnsentForm(
            organisation_id=actor.organisation,
            author_id=actor.user,
            role=actor.role,
            address=address,
            case=case,
        )
    draft.key, draft.content = key, json.dumps(answers)
    draft.saved_at = timezone.now()
    draft.expires_at = draft.saved_at + timedelta(hours=KEPT_HOURS)
    try:
        with transaction.atomic():
            draft.save(force_insert=new)
    except IntegrityError:  # two pages at the same moment, and this is the second
        raise OpenElsewhere from None
    if new:
        record("unsent.kept", target=draft.pk)
    return draft


def read_unsent(draft: UnsentForm) -> dict[str, list[str]]:
    return json.loads(draft.content or "{}")


@transaction.atomic
def drop_unsent(address: str, key: UUID | None = None) -> None:
    """Sent, or begun anew. Its key goes with it (row_security/65_unsent.sql)."""
    mine = my_unsent(address)
    for draft in mine.defer("content") if key is None else mine.filter(key=key).defer("content"):
        record("unsent.dropped", target=draft.pk)
        draft.delete()
