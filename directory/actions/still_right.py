"""What a body answers through its link. Nobody is signed in; the link is the right to answer, once."""

from django.db import transaction

from audit.models import record
from directory.actions.checks import effect
from directory.models import CheckMethod, CheckOutcome, Contact, ContactCheck, Report
from directory.still_right import asked_contact


class LinkOver(Exception):
    """Used or too old: two taps at once are one answer."""


@transaction.atomic
def say_still_right(token: str) -> None:
    contact = locked(token)
    check = ContactCheck.objects.create(
        contact=contact, method=CheckMethod.STILL_RIGHT, outcome=CheckOutcome.WORKS
    )
    changed = effect(check)
    if contact.is_wrong:
        changed["is_wrong"] = True  # a person who tried it found it wrong: a person tries again
    Contact.objects.filter(pk=contact.pk).update(**changed)
    record("directory.still_right", target=contact.pk)


@transaction.atomic
def say_changed(token: str, text: str) -> None:
    contact = locked(token)
    Report.objects.create(country=contact.country, contact=contact, text=text)
    record("directory.reported", target=contact.pk, country=contact.country)


def locked(token: str) -> Contact:
    first = asked_contact(token)
    if first is not None:
        Contact.objects.select_for_update().get(pk=first.pk)
        again = asked_contact(token)
        if again is not None and again.pk == first.pk:
            return again
    raise LinkOver
