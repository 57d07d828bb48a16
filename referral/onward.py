"""
A case that came by a referral itself: who sent the person here, and what that organisation may know of a further referral.

A further referral rests on a new consent in the own case. The first sender reads of it only what the person allows; without a
yes it stays between those who are asked and those whom they ask in turn: `row_security/72_onward.sql`.
"""

from accounts.models import Organisation
from referral.models import Case, PackagePart, Referral
from referral.stages import ReferralKind, ReferralStatus


def first_sender(case: Case) -> Organisation | None:
    """Who referred the person here; None where the person came here by her- or himself."""
    if case.opened_from is None:
        return None
    brought = Referral.objects.select_related("sender").filter(pk=case.opened_from).first()
    return brought.sender if brought else None


def asks_first_sender(case: Case, receiver: Organisation | None) -> Organisation | None:
    """Of whom the question is asked. Who is asked now knows of it in any case."""
    sender = first_sender(case) if receiver else None
    return sender if sender and sender != receiver else None


def must_know(case: Case, receiver: Organisation, kind: str) -> bool:
    """
    Before the arrival those who hold the person hand over to each other, and none to somebody unknown: where a transfer
    makes the receiver a holder beside one who is not ours to choose. A service never does.
    """
    journey = case.journey
    if kind != ReferralKind.TRANSFER or journey.arrived_at or first_sender(case) is None:
        return False
    held = list(journey.legs.filter(held_to=None).select_related("organisation"))
    if receiver.country in {leg.country for leg in held}:
        return False
    asked = Referral.objects.filter(journey=journey, sender=case.organisation_id)
    ours = {case.organisation_id, *asked.values_list("receiver", flat=True)}
    return any(leg.organisation_id not in ours for leg in held)


def passed_on(referral: Referral, data_class: str) -> list[PackagePart]:
    """Parts of this class that went on from here after this referral brought the person, and that nobody asked back."""
    sent = Referral.objects.filter(
        journey=referral.journey_id,
        sender=referral.receiver_id,
        sent_at__gt=referral.answered_at,
    ).exclude(status=ReferralStatus.DRAFT)
    parts = PackagePart.objects.filter(referral__in=sent, data_class=data_class)
    return list(parts.filter(recalled_at=None).select_related("referral"))
