from uuid import UUID, uuid5

from django.db import transaction

from audit.models import record
from library.actions.keep import draft
from library.content import content_of
from library.importing import Plan
from library.models import Document


@transaction.atomic
def bring(plan: Plan, *, reason: str, key: UUID) -> int:
    """Each difference as a draft of whoever brought it in. Sent twice, they are the same drafts."""
    for change in plan.changes:
        base = change.base
        content = content_of(base) if base else {}
        entry = Document(**{**content, **change.values}, reason=reason)
        if base:
            entry.slug = base.slug
            address_kept = entry.address == base.address
            entry.is_verified = base.is_verified and address_kept
            entry.checked_on = base.checked_on if address_kept else None
        if entry.licence in ("unknown", "reserved"):
            entry.file = None
        draft(entry, key=uuid5(key, entry.slug), base=base)
    record("library.brought", drafts=len(plan.changes))
    return len(plan.changes)
