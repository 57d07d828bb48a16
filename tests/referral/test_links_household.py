"""One link for a household at a partner without account: one code, a door, a file and an answer for each (rules of practice 14, 24)."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.actions.links import issue_link, sent_with
from referral.actions.referrals import Ask, send_together, take_back
from referral.models import PackagePart, Referral, ReferralLink
from tests import world
from tests.pages.world.cases import give
from tests.referral import family as families
from tests.referral import sharing
from tests.referral.partners import Receiver, confirmed, fresh, kinds, partner

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.rule(14),
    pytest.mark.rule(24),
]


@pytest.fixture
def home():
    """Two adults who travel together, sent by one form to a partner without account."""
    family = families.linked(family=families.partners())
    there = partner()
    for case in family.both:
        sharing.agree(family.milan, case, there, ["summary", "identity"])
    with world.acting(family.milan):
        sent = send_together(
            cases=list(family.both),
            receiver=there,
            ask=Ask("transfer"),
            classes={"summary", "identity"},
        ).referrals
    confirmed(family.milan, there)
    return family, sent


def issue(worker, referral):
    with world.acting(worker):
        return issue_link(referral)


def tickets(page):
    return dict(re.findall(r'name="(ticket-\d)" value="([^"]+)"', page.text))


def test_one_code_opens_all_and_each_is_answered_alone(client, home):
    family, (one, other) = home
    world.sign_in(client, family.milan)
    assert "One link for the household" in client.get(reverse("link_new", args=[one.pk])).text
    link, there = issue(family.milan, one), Receiver()

    shown = there.open(link)

    assert shown.text.count("<section>") == 2
    assert sharing.CANARY not in shown.text
    assert len(shown.content) <= 40_000
    assert "<script" not in shown.text
    half = there.client.post("/answer/", {**tickets(shown), "said-0": "accepted"})
    assert half.status_code == 422
    assert "checked" in half.text
    assert fresh(family.milan, one).status == "sent"

    done = there.client.post(
        "/answer/",
        {**tickets(half), "said-0": "accepted", "said-1": "declined no_capacity"},
    )

    assert [fresh(family.milan, each).status for each in (one, other)] == ["accepted", "declined"]
    assert list(tickets(done)) == ["ticket-0"]
    nobody = there.client.post("/answer/", {**tickets(done), "what": "named", "name": ""})
    assert nobody.status_code == 422
    named = {"what": "named", "name": "Drita Named", "function": "social worker"}
    there.client.post("/answer/", {**tickets(nobody), **named})
    assert fresh(family.milan, one).contact_name == "Drita Named"
    assert fresh(family.milan, other).contact_name == ""
    assert kinds(family.milan, one) == ["issued", "opened", "accepted", "named"]
    assert kinds(family.milan, other) == ["issued", "opened", "declined"]
    assert there.open(link).status_code == 404


def test_the_rest_of_both_goes_to_one_colleague_in_one_link(home):
    family, sent = home
    there = Receiver()
    shown = there.open(issue(family.milan, sent[0]))
    both = {"said-0": "accepted", "said-1": "accepted"}
    done = there.client.post("/answer/", {**tickets(shown), **both})
    named = {"what": "named", "name": "Drita Named", "function": "social worker"}
    there.client.post("/answer/", {**tickets(done), **named})

    whole = Receiver().open(issue(family.milan, fresh(family.milan, sent[1])))

    assert whole.text.count("<section>") == 2
    assert "ticket-0" not in whole.text
    with world.acting(family.milan):
        assert PackagePart.objects.filter(taken_at__isnull=False).count() == 0
        Referral.objects.filter(pk=sent[0].pk).update(contact_name="Somebody Else")
        assert sent_with(Referral.objects.get(pk=sent[1].pk), "identified") == []


def test_what_was_closed_meanwhile_is_left_out_and_the_others_open(home):
    family, (one, other) = home
    link = issue(family.milan, one)
    with world.acting(family.milan):
        take_back(case=family.both[0], referral=one)
    shown = Receiver().open(link)
    assert shown.status_code == 200
    assert 'name="ticket"' in shown.text
    assert "<section>" in shown.text
    assert kinds(family.milan, other) == ["issued", "opened"]


def test_a_wrong_code_counts_at_each_door_and_a_new_link_closes_all(home):
    family, (one, other) = home
    link = issue(family.milan, one)
    assert Receiver().open(link, code="1").status_code == 404
    with world.acting(family.milan):
        assert set(ReferralLink.objects.values_list("tries", flat=True)) == {1}
    issue(family.milan, other)
    assert Receiver().open(link).status_code == 404


def test_a_colleague_who_works_with_one_sends_a_link_for_one(home):
    family, (one, other) = home
    colleague = world.member(family.milan.organisation, Role.CASE_MANAGER)
    with world.acting(family.milan):
        give(family.both[0], colleague)
    with world.acting(colleague):
        assert sent_with(Referral.objects.get(pk=one.pk), "summary") == []
