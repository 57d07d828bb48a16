"""Who accepted refers on with a new consent of its own, never with the one that brought the person."""

import pytest
from django.db import Error, transaction

from referral.actions.answers import accept
from referral.models import Case, Message, MoveNotAllowed, Package, PackagePart, Referral
from tests import world
from tests.referral import sharing
from tests.referral.test_packages import insert_part

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(10)]
KNOWN = ["summary", "services", "risk", "identity"]


@pytest.fixture
def chain():
    """(first sender, receiver, the receiver's own case, the consent that brought the person, who is asked next)."""
    worker, partner = sharing.two_sides()
    first = sharing.filled(worker)
    consent = sharing.agree(worker, first, partner.organisation)
    referral = sharing.sent(worker, first, partner.organisation)
    with world.acting(partner):
        accept(referral=referral, contact_name="Arta")
        own = Case.objects.select_related("journey", "organisation", "summary").get()
    return worker, partner, own, consent, world.member(world.organisation("Third", "AL"))


def test_the_consent_that_brought_the_person_sends_nobody_on(chain):
    worker, partner, own, consent, third = chain
    with pytest.raises(MoveNotAllowed, match="did not agree"):
        sharing.sent(partner, own, third.organisation, KNOWN)
    with world.acting(partner):
        onward = Referral.objects.create(
            journey=own.journey,
            sender=partner.organisation,
            receiver=third.organisation,
            kind="service",
            side=own.side,
            stage=own.stage,
            drafted_by=partner.user,
        )
        package = Package.objects.create(
            referral=onward, sender=partner.organisation, purpose="B2", consent_id=consent.pk
        )
        with pytest.raises(Error, match="no consent covers this part"), transaction.atomic():
            insert_part(package, onward, "identity", "identified")
    with world.acting(third):
        assert not PackagePart.objects.exists()


def test_with_a_new_consent_it_goes_and_the_first_sender_reads_nothing_of_it(chain):
    worker, partner, own, _consent, third = chain
    sharing.agree(partner, own, third.organisation, KNOWN)
    onward = sharing.sent(partner, own, third.organisation, KNOWN, kind="service")

    with world.acting(third):
        accept(referral=Referral.objects.get(), contact_name="Desk")
    with world.acting(partner):
        assert Referral.objects.count() == 2
    with world.acting(worker):
        assert not Referral.objects.filter(pk=onward.pk).exists()
        for model in (Package, PackagePart, Message):
            assert not model.objects.filter(referral=onward.pk).exists()
