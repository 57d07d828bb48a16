"""What the person agreed to, read from the record. Nothing here decides for the person."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Organisation, OrganisationKind
from directory.codes import CHILD_BANDS
from referral.access import CROSSING, DataClass
from referral.ageing import came_of_age
from referral.models import Case, Consent, ConsentItem, Purpose

STATE_BODIES = {
    OrganisationKind.POLICE,
    OrganisationKind.AUTHORITY,
    OrganisationKind.CONSULATE,
    OrganisationKind.SOCIAL_SERVICE,
    OrganisationKind.GUARDIANSHIP,
    OrganisationKind.COORDINATION,
}
READS_AND_ANSWERS = {
    OrganisationKind.CONSULATE: Purpose.CONSULATE,
    OrganisationKind.POLICE: Purpose.AUTHORITY,
    OrganisationKind.AUTHORITY: Purpose.AUTHORITY,
}
# Asked without naming an organisation: they share nothing with anybody.
ASKED_APART = [
    Purpose.INTERVIEW,
    Purpose.FAMILY,
    Purpose.HEALTH,
    Purpose.RETURN,
    Purpose.FOLLOW_UP,
    Purpose.STATISTICS,
    Purpose.MEDIA,
]


def purpose_for(receiver: Organisation, own_country: str) -> str:
    """Which purpose covers sharing with this organisation: it follows from what it is and where it works."""
    if receiver.kind in READS_AND_ANSWERS:
        return READS_AND_ANSWERS[receiver.kind]
    return Purpose.SERVICE if receiver.country == own_country else Purpose.TRANSFER


def classes_for(purpose: str) -> list[str]:
    """The data classes that can be agreed to for this purpose."""
    if purpose == Purpose.CONSULATE:
        return [DataClass.IDENTITY]
    if purpose == Purpose.AUTHORITY:
        return [DataClass.SUMMARY, DataClass.ACCOUNT, DataClass.IDENTITY]
    return list(CROSSING)


@dataclass(frozen=True)
class Basis:
    """The latest conversation about one receiver and purpose: it alone counts."""

    consent: Consent | None
    items: dict  # data class -> ConsentItem

    @property
    def agreed(self) -> set[str]:
        if self.consent is None or self.consent.given_by == Consent.GivenBy.NOT_RECORDED:
            return set()
        return {
            data_class
            for data_class, item in self.items.items()
            if item.agreed and item.withdrawn_at is None
        }


def holding(case: Case, prefix: str = "") -> Q:
    """
    Whose word counts now: from 18 on the person's own alone, before it not yet what was asked ahead (rules of practice 23).

    The database asks the same of every part that is packed and every referral that is accepted: `64_ageing.sql`.
    """
    if came_of_age(case.journey_id):
        return Q(**{f"{prefix}given_by": Consent.GivenBy.PERSON})
    return Q(**{f"{prefix}ahead": False})


def basis(case: Case, receiver: Organisation, purpose: str) -> Basis:
    items = (
        ConsentItem.objects.filter(
            holding(case, "consent__"), case=case, receiver=receiver, purpose=purpose
        )
        .select_related("consent")
        .order_by("-consent__given_at", "-consent_id")
    )
    newest = None
    found = {}
    for item in items:
        newest = newest or item.consent
        if item.consent_id == newest.pk:
            found[item.data_class] = item
    return Basis(newest, found)


def in_force(case: Case) -> list[ConsentItem]:
    """The newest word on each purpose and receiver, yes and no, withdrawn or not."""
    items = (
        ConsentItem.objects.filter(holding(case, "consent__"), case=case)
        .select_related("consent", "consent__by", "receiver")
        .order_by("-consent__given_at", "-consent_id")
    )
    newest, found = {}, []
    for item in items:
        place = (item.purpose, item.receiver_id)
        if newest.setdefault(place, item.consent_id) == item.consent_id:
            found.append(item)
    return found


def asked_ahead(case: Case) -> list[ConsentItem]:
    """What the person answered for the time from the 18th birthday on. Empty once it counts."""
    if not case.journey.child or came_of_age(case.journey_id):
        return []
    items = ConsentItem.objects.filter(case=case, consent__ahead=True, withdrawn_at=None)
    return list(items.select_related("consent", "receiver").order_by("-consent__given_at", "pk"))


def is_child(case: Case, summary) -> bool:
    if came_of_age(case.journey_id):
        return False
    return case.journey.child or (summary is not None and summary.age_band in CHILD_BANDS)
