"""Organisations without an account: added here, their address entered by one person and confirmed by a second."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from accounts.actions.organisations import add_organisation
from accounts.models import Organisation
from audit.models import record
from referral.models import MoveNotAllowed, PartnerAddress


def address_of(partner) -> PartnerAddress | None:
    """Where our organisation reaches this partner."""
    return PartnerAddress.objects.filter(
        partner=partner, kept_by_id=current_actor().organisation
    ).first()


@transaction.atomic
def keep_address(*, partner, email, phone, verified_how, **source) -> PartnerAddress:
    """Where the partner is reached. What is new waits for a second person; what stands already keeps its confirmation."""
    actor = current_actor()
    kept = address_of(partner)
    if kept and (kept.email, kept.phone) == (email, phone):
        return kept
    given = {
        "email": email,
        "phone": phone,
        "verified_how": verified_how,
        "verified_on": timezone.localdate(),
        "verified_by_id": actor.user,
        "contact": None,
        "given_by": "",
    }
    kept, _new = PartnerAddress.objects.update_or_create(
        partner=partner, kept_by_id=actor.organisation, defaults=given | source
    )
    kept.refresh_from_db()  # the database took the confirmation of the old address away
    record("partner.address", partner.pk, how=kept.verified_how)
    return kept


@transaction.atomic
def confirm_address(kept: PartnerAddress, *, how, on, seen) -> None:
    """A second person checked this very address and number another way."""
    actor = current_actor()
    kept = PartnerAddress.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    if kept.seen != seen or kept.is_confirmed or not (kept.email and kept.phone):
        raise MoveNotAllowed(_("This address was changed meanwhile. Reload the page."))
    if str(kept.verified_by_id) == str(actor.user):
        raise MoveNotAllowed(_("You entered this address. A colleague confirms it."))
    if how == kept.verified_how:
        raise MoveNotAllowed(
            _("It was entered after a check of this kind. Check it another way, and say how.")
        )
    PartnerAddress.objects.filter(pk=kept.pk).update(
        confirmed_how=how, confirmed_on=on, confirmed_by_id=actor.user
    )
    record("partner.confirmed", kept.partner_id, how=how)


def same_partner(name: str, country: str) -> Organisation | None:
    """The organisation that stands here already under this name in this country."""
    return Organisation.objects.filter(name__iexact=name.strip(), country=country).first()


@transaction.atomic
def add_partner(*, name, country, kind, services, **address) -> PartnerAddress:
    """A new organisation without account, and where it is reached."""
    with connection.cursor() as cursor:  # two people who add the same one at the same moment
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('add_partner'))")
    if same_partner(name, country):
        raise MoveNotAllowed(_("This organisation is here already."))
    partner = add_organisation(
        name=name.strip(),
        country=country,
        kind=kind,
        services=services,
        has_account=False,
        accepts_referrals=True,
    )
    return keep_address(partner=partner, **address)
