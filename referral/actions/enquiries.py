"""A question without a name to a non-state organisation of the country of origin. The database refuses all others."""

from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from directory.organisations import receiving
from referral.actions.emergency import call
from referral.enquiries import NON_STATE
from referral.forms.legal import OriginWish, closes_origin
from referral.models import AnonymousEnquiry, Case, Legal, MoveNotAllowed


def may_be_asked(case: Case) -> bool:
    """The person wishes it, and a claim or the person's word closes everything else."""
    legal = Legal.objects.filter(case=case).first()
    return closes_origin(legal) and legal.origin_wish == OriginWish.ANONYMOUS


def askable_without_name(case: Case) -> list:
    """Non-state organisations of the countries that are closed to this case."""
    if not may_be_asked(case):
        return []
    found = receiving().filter(kind__in=NON_STATE, has_account=True).order_by("name", "pk")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM unnest(%s) state WHERE closed_to(%s, state)",
            [sorted({one.country for one in found}), case.pk],
        )
        states = {state for (state,) in cursor.fetchall()}
    return [one for one in found if one.country in states]


@transaction.atomic
def ask_without_name(*, case: Case, receiver, asks: str, services, whom: str) -> AnonymousEnquiry:
    if receiver not in askable_without_name(case):
        raise MoveNotAllowed(_("This organisation is not asked for this person."))
    row = AnonymousEnquiry(
        case=case,
        organisation_id=case.organisation_id,
        receiver=receiver,
        asks=asks,
        services=list(services),
        whom=whom,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise MoveNotAllowed(
            _("This organisation has been asked already, and has not answered yet.")
        ) from None
    return row


@transaction.atomic
def answer_without_name(pk: UUID, *, reply: str) -> None:
    if call("answer_enquiry", pk, reply):
        raise MoveNotAllowed(_("A colleague has answered already."))
