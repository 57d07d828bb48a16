from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.acting import current_actor
from referral.models import UsedKey


class AlreadyDone(Exception):
    """The same form was sent before and had its effect then."""


def once(key: UUID | str | None) -> None:
    """Take an idempotency key in the transaction of its effect. Raises `AlreadyDone` for a second sending."""
    if not key:
        return
    try:
        with transaction.atomic():
            UsedKey.objects.create(key=UUID(str(key)), organisation_id=current_actor().organisation)
    except (IntegrityError, ValueError):
        raise AlreadyDone from None
