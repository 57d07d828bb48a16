"""Which numbers and bodies there are in a country, in what order, and how far each can be trusted."""

from datetime import date
from enum import StrEnum

from django.utils import timezone

from directory.models import HOTLINES, Confidence, Contact, ContactKind

STALE_AFTER_DAYS = 182  # contacts older than six months show it


class Age(StrEnum):
    """What whoever stands in front of a person knows about the age."""

    ADULT = "adult"
    CHILD = "child"
    NOT_SURE = "not_sure"


class Standing(StrEnum):
    """How far a number can be trusted. Only VERIFIED may be given to a person without ringing first."""

    VERIFIED = "verified"
    OLD = "old"  # somebody verified it, longer than six months ago
    UNVERIFIED = "unverified"
    WRONG = "wrong"
    PUBLISHED = "published"  # an emergency number of the numbering plan: nobody rings it to try


# Whoever may be a child is offered the line for children before any other.
ORDER = {
    Age.ADULT: (ContactKind.TRAFFICKING, ContactKind.VICTIM_SUPPORT, ContactKind.CHILD),
    Age.CHILD: (ContactKind.CHILD, ContactKind.TRAFFICKING, ContactKind.VICTIM_SUPPORT),
    Age.NOT_SURE: (ContactKind.CHILD, ContactKind.TRAFFICKING, ContactKind.VICTIM_SUPPORT),
}

# The number that Europe keeps for missing children. A child who is here is not missing: other lines come first.
MISSING_CHILDREN = "116000"
SURENESS = [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]


def standing(contact: Contact, today: date | None = None) -> Standing:
    today = today or timezone.localdate()
    if contact.is_wrong:
        return Standing.WRONG
    if contact.kind == ContactKind.EMERGENCY:
        return Standing.PUBLISHED
    if contact.verified_on is None:
        return Standing.UNVERIFIED
    is_fresh = (today - contact.verified_on).days <= STALE_AFTER_DAYS
    return Standing.VERIFIED if is_fresh else Standing.OLD


def contacts_in(iso2: str, *kinds: str):
    """Published contacts in a country, without missions unless asked for."""
    found = Contact.objects.published().of(iso2).select_related("source")
    if kinds:
        return found.filter(kind__in=kinds)
    return found.exclude(kind=ContactKind.MISSION)


def lines_for(iso2: str, age: Age) -> list[Contact]:
    """
    Lines in this country that somebody of this age can be given: the right kind first, verified
    before unverified, day and night before office hours, sure and recent before the others. None
    that the last check found wrong.
    """
    return lines_among(contacts_in(iso2, *HOTLINES).filter(for_partners_only=False), age)


def lines_among(contacts, age: Age) -> list[Contact]:
    """The same from contacts of one country that were read already."""
    kinds = ORDER[age] + tuple(kind for kind in HOTLINES if kind not in ORDER[age])
    today = timezone.localdate()
    trust = [Standing.VERIFIED, Standing.OLD, Standing.UNVERIFIED]

    def rank(contact):
        return (
            kinds.index(contact.kind),
            contact.phone.replace(" ", "") == MISSING_CHILDREN,
            trust.index(standing(contact, today)),
            not contact.is_all_day,
            SURENESS.index(contact.confidence),
            -_year(contact),
            len(contact.phone),
            contact.name,
        )

    lines = [
        one
        for one in contacts
        if one.kind in HOTLINES and one.phone and not one.is_wrong and not one.for_partners_only
    ]
    return sorted(lines, key=rank)


def _year(contact) -> int:
    """Of the statement; 0 where the source has no date."""
    return int(contact.as_of[:4] or 0)


def emergency_numbers(iso2: str) -> list[Contact]:
    """The number for everything first, then police, ambulance, fire."""
    return emergency_among(contacts_in(iso2, ContactKind.EMERGENCY))


def emergency_among(contacts) -> list[Contact]:
    """The same from contacts of one country that were read already."""
    order = ["any", "police", "ambulance", "fire", ""]
    found = [
        one
        for one in contacts
        if one.kind == ContactKind.EMERGENCY and not (one.is_wrong or one.for_partners_only)
    ]
    return sorted(found, key=lambda contact: (order.index(contact.serves), contact.phone_local))


def missions(*, of: str, in_country: str):
    """Missions we know (2022, incomplete): never call one nearest or competent."""
    return (
        contacts_in(in_country, ContactKind.MISSION)
        .filter(represents=of.upper())
        .order_by("mission_type", "city")
    )
