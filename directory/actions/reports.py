"""A report of something wrong, and its answer."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from directory.actions.once import kept_before
from directory.models import Entry, Fact, Report


class Answered(Exception):
    """Somebody answered it meanwhile."""


@transaction.atomic
def report(*, country: str, about: Entry | None, text: str, user, key: UUID) -> Report:
    """`about`: the fact or contact that is meant, if one is."""
    new = Report(id=key, country=country, text=text, made_by=user)
    if about is not None:
        setattr(new, "fact" if isinstance(about, Fact) else "contact", about)
    if kept_before(new):
        return Report.objects.get(pk=key)
    record("directory.reported", target=new.pk, country=country)
    return new


@transaction.atomic
def answer(pk: UUID, *, outcome: str, text: str) -> Report:
    found = Report.objects.select_for_update().get(pk=pk)
    if found.answered_at:
        raise Answered
    found.outcome, found.answer = outcome, text
    found.answered_by_id, found.answered_at = UUID(current_actor().user), timezone.now()
    found.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    record("directory.report_answered", target=pk, outcome=outcome)
    return found
