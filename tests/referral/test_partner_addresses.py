"""Partners without an account: who adds them, and the second person without whom no link goes there."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role
from referral.actions.links import issue_link, note_paper
from referral.actions.partners import confirm_address, keep_address
from referral.models import MoveNotAllowed, PartnerAddress
from referral.models.partner import ReferralLink
from tests import world
from tests.directory import rows
from tests.referral.partners import PHONE, confirmed, issued, links, referred

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(14)]
EMAIL = "office@partner.example"
TODAY = timezone.localdate


@pytest.fixture
def desk():
    return referred()


def entered(worker, partner):
    with world.acting(worker):
        return keep_address(partner=partner, email=EMAIL, phone=PHONE, verified_how="official_page")


def second(worker, role=Role.SUPERVISOR):
    return world.member(worker.organisation, role)


def browser(membership):
    return world.sign_in(Client(raise_request_exception=False), membership)


def stands(worker):
    with world.acting(worker):
        return PartnerAddress.objects.get()


# The second person


def test_no_link_before_a_second_person_and_paper_all_along(desk):
    worker, _case, referral = desk
    with world.acting(worker), pytest.raises(MoveNotAllowed):
        issue_link(referral)
    entered(worker, referral.receiver)

    with world.acting(worker):
        with pytest.raises(MoveNotAllowed):
            issue_link(referral)
        note_paper(referral, "paper")

    assert links(worker, referral) == []
    assert issued(worker, referral).link.layer == "summary"


def test_the_database_refuses_a_link_to_an_address_of_one_person(desk):
    worker, _case, referral = desk
    kept = entered(worker, referral.receiver)

    def insert(digest):
        ReferralLink.objects.create(
            referral=referral,
            layer="summary",
            token_digest=digest,
            code_digest="c",
            made_by=worker.user,
        )

    with pytest.raises(DatabaseError, match="no second person"), world.acting(worker):
        insert("before")
    with world.acting(second(worker)):
        confirm_address(kept, how="rang", on=TODAY(), seen=kept.seen)
    with world.acting(worker):
        insert("after")


def test_neither_who_entered_it_nor_the_same_check_nor_an_older_page_confirms(desk):
    worker, _case, referral = desk
    colleague = second(worker)
    kept = entered(worker, referral.receiver)

    for by, how, seen, why in (
        (worker, "rang", kept.seen, "A colleague confirms it"),
        (colleague, kept.verified_how, kept.seen, "Check it another way"),
        (colleague, "rang", "older", "changed meanwhile"),
    ):
        with world.acting(by), pytest.raises(MoveNotAllowed, match=why):
            confirm_address(kept, how=how, on=TODAY(), seen=seen)
    assert not stands(worker).is_confirmed


def test_the_database_judges_who_confirms(desk):
    worker, _case, referral = desk
    colleague, another = second(worker), second(worker)
    kept = entered(worker, referral.receiver)
    right = {"confirmed_how": "rang", "confirmed_on": TODAY(), "confirmed_by": colleague.user}
    wrong = [
        (worker, {"confirmed_by": worker.user}),
        (colleague, {"confirmed_by": another.user}),
        (colleague, {"confirmed_how": "official_page"}),
        (colleague, {"confirmed_how": ""}),
        (colleague, {"confirmed_on": None}),
        (colleague, {"confirmed_on": TODAY() - timedelta(days=2)}),
    ]

    def write(by, **change):
        with world.acting(by):
            PartnerAddress.objects.filter(pk=kept.pk).update(**right | change)

    for by, change in wrong:
        with pytest.raises(DatabaseError, match="another way"):
            write(by, **change)
        assert not stands(worker).is_confirmed
    write(colleague)

    assert stands(worker).is_confirmed


def test_nobody_enters_an_address_that_is_confirmed_already(desk):
    worker, _case, referral = desk
    colleague = second(worker)

    def write(by):
        with world.acting(worker):
            PartnerAddress.objects.create(
                partner=referral.receiver,
                kept_by=worker.organisation,
                email=EMAIL,
                phone=PHONE,
                verified_how="rang",
                verified_by=by.user,
                confirmed_by=colleague.user,
                confirmed_on=TODAY(),
                confirmed_how="met",
            )

    with pytest.raises(DatabaseError, match="signs for it"):
        write(colleague)
    write(worker)

    assert not stands(worker).is_confirmed


@pytest.mark.parametrize("changed", ["email", "phone"])
def test_a_change_needs_a_second_person_again(desk, changed):
    worker, _case, referral = desk
    confirmed(worker, referral.receiver)
    new = {"email": EMAIL, "phone": PHONE} | {
        changed: {"email": "new@partner.example", "phone": "+355 4 9"}[changed]
    }
    page = browser(worker).post(
        f"/partners/{stands(worker).pk}/change/", new | {"verified_how": "met"}
    )

    assert page.status_code == 302
    assert not stands(worker).is_confirmed
    with world.acting(worker), pytest.raises(MoveNotAllowed):
        issue_link(referral)


def test_a_link_page_with_another_address_keeps_it_and_sends_nothing(desk, mailoutbox):
    worker, _case, referral = desk
    confirmed(worker, referral.receiver)
    other = {"email": "else@partner.example", "phone": PHONE, "verified_how": "rang"}

    page = browser(worker).post(f"/referrals/{referral.pk}/partner/link/", other, follow=True)

    assert "No link was sent" in page.text
    assert links(worker, referral) == []
    assert mailoutbox == []
    assert (stands(worker).email, stands(worker).is_confirmed) == (other["email"], False)


def test_a_colleague_confirms_on_the_page_and_who_entered_it_cannot(desk):
    worker, _case, referral = desk
    kept = entered(worker, referral.receiver)
    address = f"/partners/{kept.pk}/"
    given = {"how": "rang", "on": TODAY().isoformat(), "seen": kept.seen}
    mine, theirs = browser(worker), browser(second(worker))

    assert "You entered this address" in mine.get(address).text
    assert mine.post(address, given).status_code == 409
    assert theirs.post(address, given | {"how": "official_page"}).status_code == 422
    assert theirs.post(address, given | {"on": "2999-01-01"}).status_code == 422
    assert theirs.post(address, given | {"seen": "0" * 64}).status_code == 409
    assert not stands(worker).is_confirmed
    assert theirs.post(address, given).status_code == 302
    assert stands(worker).is_confirmed
    assert "Confirmed by" in mine.get(address).text


# Adding a partner

TYPED = {
    "name": "Qendra e re",
    "country": "AL",
    "kind": "ngo",
    "services": ["housing"],
    "email": EMAIL,
    "phone": PHONE,
    "verified_how": "official_page",
    "given_by": "Ann, coordinator",
}


@pytest.fixture
def lead():
    return world.member(world.organisation("Casa Verde", "IT"), Role.SUPERVISOR)


def test_a_partner_is_taken_over_from_the_directory(lead):
    listed = rows.contact(
        "AL", "service", name="Qendra e re", email=EMAIL, phone_international=PHONE
    )
    rows.contact("AL", "service", name="Wrong body", is_wrong=True)
    rows.contact("AL", "service", name="Not published", state="draft")
    page = browser(lead)

    found = page.get("/partners/new/?country=AL").text
    taken = page.get(f"/partners/new/?contact={listed.pk}").text
    typed = {name: value for name, value in TYPED.items() if name != "given_by"}
    done = page.post("/partners/new/", typed | {"contact": str(listed.pk)})

    assert "Qendra e re" in found
    assert "Wrong body" not in found
    assert "Not published" not in found
    assert all(text in taken for text in (EMAIL, PHONE, listed.source.title, "checked on"))
    partner = Organisation.objects.get(name="Qendra e re")
    assert (partner.has_account, partner.accepts_referrals, partner.country) == (False, True, "AL")
    kept = stands(lead)
    assert done.url == f"/partners/{kept.pk}/"
    assert (kept.contact, kept.email, kept.is_confirmed) == (listed, EMAIL, False)


def test_what_is_typed_says_who_gave_it(lead):
    sender = browser(lead)
    for missing in ("name", "country", "kind", "services", "verified_how", "given_by"):
        page = sender.post("/partners/new/", {k: v for k, v in TYPED.items() if k != missing})

        assert page.status_code == 422
        assert missing in page.context["form"].errors
    assert not Organisation.objects.filter(has_account=False).exists()


def test_the_same_organisation_twice_is_refused_and_shown(lead):
    page = browser(lead)
    assert page.post("/partners/new/", TYPED).status_code == 302

    again = page.post("/partners/new/", TYPED | {"name": " qendra E RE "})
    elsewhere = page.post("/partners/new/", TYPED | {"country": "IT"})

    assert again.status_code == 409
    assert "Qendra e re (Non-governmental organisation) stands here already" in again.text
    assert elsewhere.status_code == 302
    assert Organisation.objects.filter(has_account=False).count() == 2


def test_a_partner_of_the_page_is_offered_where_one_refers(desk):
    worker, case, _referral = desk
    lead = second(worker)
    browser(lead).post("/partners/new/", TYPED)

    page = browser(worker).get(f"/cases/{case.journey.reference}/refer/?country=AL").text

    assert "Qendra e re" in page
    assert "Your supervisor or focal point can add it" in page


def test_another_organisation_meets_no_address_of_ours(desk):
    worker, _case, referral = desk
    kept = entered(worker, referral.receiver)
    stranger = browser(world.member(world.organisation("Elsewhere", "IT"), Role.SUPERVISOR))

    assert EMAIL not in stranger.get("/partners/").text
    assert stranger.get(f"/partners/{kept.pk}/").status_code == 404
    assert stranger.post(f"/partners/{kept.pk}/change/", {}).status_code == 404
    assert browser(worker).get("/partners/new/").status_code == 403
