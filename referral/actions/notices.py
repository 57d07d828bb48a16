from django.db import transaction
from django.utils import timezone

from audit.models import record


@transaction.atomic
def mark_read(notices) -> int:
    """A notice of the organisation is read for all of it: somebody has seen to it."""
    number = notices.unread().update(read_at=timezone.now())
    if number:
        record("notice.read", number=number)
    return number
