"""Somebody tried a contact: what it changes, and that it is kept."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from directory.access import REVIEWS, is_one_of
from directory.actions.once import kept_before
from directory.actions.reports import report
from directory.actions.reviews import is_same_number
from directory.models import CheckOutcome, Contact, ContactCheck, State


class OwnContact(Exception):
    """Who drafted a number is not the one who says that it is right."""


class NotPublished(Exception):
    """Replaced or taken away since the page was opened."""


@transaction.atomic
def verify(pk: UUID, *, method: str, outcome: str, note: str, key: UUID) -> ContactCheck:
    contact = Contact.objects.select_for_update().filter(pk=pk, state=State.PUBLISHED).first()
    if contact is None:
        raise NotPublished
    user = UUID(current_actor().user)
    if wrote_number(contact, user):
        raise OwnContact
    check = ContactCheck(
        id=key, contact=contact, by_id=user, method=method, outcome=outcome, note=note
    )
    if kept_before(check):
        return ContactCheck.objects.get(pk=key)
    if outcome == CheckOutcome.WRONG and not may_take_away(contact):
        report(country=contact.country, about=contact, text=said(check), user=check.by, key=key)
    elif changed := effect(check):
        Contact.objects.filter(pk=pk).update(**changed)
    record("directory.verified", target=pk, method=method, outcome=outcome)
    return check


def may_take_away(contact: Contact) -> bool:
    """
    A wrong number is given to nobody any more: who works in that country, or reviews the directory, may say so.

    Anybody else makes a report of it: one account anywhere must not silence the line of a country.
    """
    actor = current_actor()
    return actor.country == contact.country or is_one_of(actor, REVIEWS)


def said(check: ContactCheck) -> str:
    label = CheckOutcome.WRONG.label
    return f"{label}: {check.note}" if check.note else str(label)


def wrote_number(contact: Contact, user: UUID) -> bool:
    """Also where a later change of somebody else left the number as it was."""
    seen = contact
    while seen is not None and is_same_number(seen, contact):
        if seen.drafted_by_id == user:
            return True
        seen = seen.supersedes
    return False


def effect(check: ContactCheck) -> dict:
    """Nobody answering says nothing about the number: it changes nothing, and is kept."""
    if check.outcome == CheckOutcome.WORKS:
        return {
            "verified_on": timezone.localdate(check.at),
            "verified_by_id": check.by_id,
            "verified_how": check.method,
            "is_wrong": False,
        }
    return {"is_wrong": True} if check.outcome == CheckOutcome.WRONG else {}
