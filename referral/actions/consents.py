from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass
from referral.actions.child_turn import check_turn, order_of
from referral.actions.close_referral import close_referral
from referral.actions.recalls import ask_back, reached
from referral.ageing import decides_alone
from referral.child_order import Step, no_contact_sentence
from referral.consent import basis
from referral.models import (
    SHARING,
    Case,
    Consent,
    ConsentItem,
    MoveNotAllowed,
    PackagePart,
    Purpose,
    Referral,
    Task,
    TaskKind,
)
from referral.stages import ReferralStatus

REVIEW_AFTER = timedelta(days=365)
# The same list stands in row_security/58_guardians.sql.
WAITS_FOR_GUARDIAN = (SHARING - {Purpose.SERVICE}) | {Purpose.FAMILY, Purpose.RETURN}
STILL_OPEN = [
    ReferralStatus.DRAFT,
    ReferralStatus.SENT,
    ReferralStatus.ASKED,
    ReferralStatus.EXPIRED,
]


@dataclass(frozen=True)
class Cell:
    """One answer of the person: for this purpose, this receiver and this class, yes or no."""

    purpose: str
    agreed: bool
    receiver: object = None
    data_class: str = ""


@transaction.atomic
def record_consent(*, case: Case, cells: list[Cell], **conversation) -> Consent:
    """A conversation about consent. It replaces what was said before on the same purpose and receiver."""
    consent = Consent(
        case=case,
        by_id=current_actor().user,
        review_on=timezone.localdate() + REVIEW_AFTER,
        **conversation,
    )
    check_family(consent, cells)
    # An answer for later leaves what holds today as it is.
    before = [] if consent.ahead else earlier_yes(case, cells)
    consent.save(force_insert=True)
    agreed = set()
    for cell in cells:
        yes = cell.agreed and counts(consent, cell.purpose)
        ConsentItem(
            case=case,
            consent=consent,
            purpose=cell.purpose,
            receiver=cell.receiver,
            data_class=cell.data_class,
            agreed=yes,
        ).save(force_insert=True)
        if yes:
            agreed.add((cell.purpose, cell.receiver and cell.receiver.pk, cell.data_class))
    stop_sharing(
        case, [i for i in before if (i.purpose, i.receiver_id, i.data_class) not in agreed]
    )
    end_review(case)
    record("consent.recorded", case.pk, items=len(cells), agreed=len(agreed))
    return consent


def end_review(case: Case) -> None:
    """Who was to ask whether the consent still holds has asked."""
    asked = Task.objects.filter(case=case, kind=TaskKind.CONSENT_REVIEW, done_at=None)
    asked.update(done_at=timezone.now(), done_by=current_actor().user)


def check_family(consent, cells) -> None:
    """Contact with a child's family is agreed to after the check of its risk, and where it left a way (rule 22)."""
    journey = consent.case.journey
    yes = any(
        cell.agreed and cell.purpose == Purpose.FAMILY and counts(consent, cell.purpose)
        for cell in cells
    )
    if not yes or consent.ahead or decides_alone(journey):
        return
    order = order_of(journey.pk)
    if order.no_contact:
        raise MoveNotAllowed(no_contact_sentence())
    check_turn(journey.pk, Step.CONSENT, order)


def counts(consent, purpose) -> bool:
    """
    A child's no stops. What is urgent inside the country goes on before the child was asked, and before there is
    a guardian; sharing beyond that waits for both (rules of practice 21).
    """
    if consent.assent == Consent.Assent.NO:
        return False
    waits = (
        consent.assent == Consent.Assent.NOT_ASKED
        or consent.given_by == Consent.GivenBy.PUBLIC_BODY
    )
    return not waits or purpose not in WAITS_FOR_GUARDIAN


def earlier_yes(case, cells):
    places = {cell.receiver.pk: cell for cell in cells if cell.receiver}
    found = []
    for cell in places.values():
        before = basis(case, cell.receiver, cell.purpose)
        found += [before.items[data_class] for data_class in before.agreed]
    return found


@transaction.atomic
def withdraw_consent(
    *, case: Case, consent: Consent, receiver=None, purpose="", data_class=""
) -> int:
    """The person ends it: all of this conversation, one purpose with one receiver, or one class of it."""
    items = ConsentItem.objects.filter(
        case=case, consent=consent, agreed=True, withdrawn_at__isnull=True
    )
    if purpose:
        items = items.filter(purpose=purpose, receiver=receiver)
    if data_class:
        items = items.filter(data_class=data_class)
    items = list(items.select_related("receiver"))
    stop_sharing(case, items)
    record("consent.withdrawn", case.pk, items=len(items))
    return len(items)


def stop_sharing(case, items):
    """At once, in this transaction: keys of what was sent are destroyed, what was not answered is closed."""
    now, actor = timezone.now(), current_actor()
    items = everywhere(case, items)
    hold_referrals(case, items)
    ConsentItem.objects.filter(pk__in=[item.pk for item in items], withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by_id=actor.user
    )
    for item in items:
        if item.data_class:
            recall_parts(item)
    for referral in without_basis(case, items):
        close_referral(referral, case=case)


def hold_referrals(case, items):
    """Whoever answers one of them at this moment waits, or was first and is seen. In one order, so that nobody waits in a ring."""
    referrals = Referral.objects.select_for_update(of=("self",)).filter(
        journey=case.journey_id,
        sender=case.organisation_id,
        receiver__in={item.receiver_id for item in items if item.receiver_id},
    )
    list(referrals.order_by("pk"))


def everywhere(case, items):
    """The same answer from earlier conversations too: packages may rest on any of them."""
    ended = {(item.purpose, item.receiver_id, item.data_class) for item in items}
    live = ConsentItem.objects.filter(case=case, agreed=True, withdrawn_at=None)
    return [i for i in live if (i.purpose, i.receiver_id, i.data_class) in ended]


def recall_parts(item):
    parts = PackagePart.objects.filter(
        package__consent=item.consent_id,
        package__purpose=item.purpose,
        data_class=item.data_class,
        referral__receiver=item.receiver_id,
        recalled_at=None,
    ).select_related("referral")
    asked = set()
    for part in parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT recall_part(%s)", [part.pk])
        if part.referral.status == ReferralStatus.DRAFT or part.referral_id in asked:
            continue
        asked.add(part.referral_id)
        if item.data_class in reached(part.referral):
            ask_back(part.referral, item.data_class)


def resting_on(case: Case, given_by: str) -> list[Referral]:
    """What waits for an answer by the consents alone that the guardian, or a parent, gave."""
    consents = Consent.objects.filter(case=case, given_by=given_by)
    return list(
        Referral.objects.filter(
            journey=case.journey_id,
            sender=case.organisation_id,
            status__in=STILL_OPEN,
            packages__consent__in=list(consents.values_list("pk", flat=True)),
        ).distinct()
    )


def without_basis(case, items):
    """Not answered yet, and the summary (for a document: the identity) may no longer be shown, or nothing is left."""
    touched = {(item.receiver_id, item.consent_id) for item in items if item.receiver_id}
    for receiver, consent in touched:
        referrals = Referral.objects.filter(
            journey=case.journey_id,
            sender=case.organisation_id,
            receiver=receiver,
            status__in=STILL_OPEN,
            packages__consent=consent,
        ).distinct()
        for referral in referrals:
            left = referral.parts.filter(recalled_at=None)
            carries = left.filter(data_class=DataClass.SUMMARY)
            needed = carries if referral.parts.filter(data_class=DataClass.SUMMARY) else left
            if not needed.exists():
                yield referral
