"""One form for several of a household: a package for each, by the own consent (rules of practice 24)."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.actions.referrals import Ask, send_together, take_back
from referral.models import PackagePart, Referral
from tests import world
from tests.referral import family as families
from tests.referral import sharing
from tests.referral.test_row_security import refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(24)]


@pytest.fixture
def two():
    """Two adults who travel together, and a partner abroad."""
    family = families.linked(family=families.partners())
    return family, world.member(world.organisation("Qendra Drita", "AL"))


def page(name, case):
    return reverse(name, args=[case.journey.reference])


def posted(receiver, *along):
    return {
        "do": "send",
        "shown_for": str(receiver.pk),
        "country": receiver.country,
        "receiver": str(receiver.pk),
        "kind": "transfer",
        "services": ["housing"],
        "urgency": "normal",
        "classes": ["summary", "services", "identity"],
        "along": [str(one.pk) for one in along],
    }


def test_each_gets_an_own_package_by_the_own_consent(client, two):
    family, tirana = two
    receiver, (one, other) = tirana.organisation, family.both
    sharing.agree(family.milan, one, receiver, ["summary", "services", "identity"])
    sharing.agree(family.milan, other, receiver, ["summary", "services"], refused=["identity"])
    world.sign_in(client, family.milan)

    answer = client.post(page("refer", one), posted(receiver, other))

    assert answer.status_code == 302
    with world.acting(family.milan):
        first, second = (Referral.objects.get(journey=each.journey_id) for each in family.both)
        assert first.together == second.together is not None
        classes = {
            each: set(
                PackagePart.objects.filter(referral=each).values_list("data_class", flat=True)
            )
            for each in (first, second)
        }
    assert classes[first] == {"summary", "services", "identity"}
    assert classes[second] == {"summary", "services"}

    world.sign_in(client, tirana)
    assert client.get(reverse("inbox")).text.count("Comes with 1 other") == 2
    shown = client.get(reverse("referral_detail", args=[first.pk])).text
    assert reverse("referral_detail", args=[second.pk]) in shown


def test_who_lacks_consent_is_left_out_and_named_to_the_sender_only(client, two):
    family, tirana = two
    one, other = family.both
    sharing.agree(family.milan, one, tirana.organisation, ["summary", "services", "identity"])
    world.sign_in(client, family.milan)
    before = client.get(page("refer", one), {"receiver": str(tirana.organisation.pk)}).text
    assert "No consent is recorded for this organisation: left out" in before

    shown = client.post(page("refer", one), posted(tirana.organisation, other), follow=True).text

    assert "Left out" in shown
    assert other.journey.reference in shown
    with world.acting(family.milan):
        assert Referral.objects.get().together is None
    world.sign_in(client, tirana)
    for address in (
        reverse("inbox"),
        reverse("referral_detail", args=[only_referral(family)]),
    ):
        shown = client.get(address).text
        assert "Comes with" not in shown
        assert other.journey.reference not in shown


def only_referral(family):
    with world.acting(family.milan):
        return Referral.objects.get().pk


def test_what_was_closed_by_the_sender_is_not_counted(client, two):
    family, tirana = two
    sent = sent_together(family, tirana)
    with world.acting(family.milan):
        take_back(case=family.child, referral=sent[1])
    world.sign_in(client, tirana)
    assert "Comes with" not in client.get(reverse("inbox")).text


def sent_together(family, tirana):
    for case in family.both:
        sharing.agree(family.milan, case, tirana.organisation, ["summary"])
    with world.acting(family.milan):
        return send_together(
            cases=list(family.both),
            receiver=tirana.organisation,
            ask=Ask("transfer"),
            classes={"summary"},
        ).referrals


def test_another_receiver_never_learns_what_belongs_together(two):
    family, tirana = two
    sent = sent_together(family, tirana)
    other = world.member(world.organisation("Dora", "AL"), Role.CASE_MANAGER)
    for case in family.both:
        sharing.agree(family.milan, case, other.organisation, ["summary"])
    sharing.sent(family.milan, family.mother, other.organisation, ["summary"])

    with world.acting(other) as actor:
        mine = Referral.objects.get()
        assert mine.together is None
        assert list(Referral.objects.coming_with(sent[0], actor)) == []


def test_what_was_sent_together_stays_so(two):
    family, tirana = two
    sent_together(family, tirana)
    for member in (family.milan, tirana):
        with world.acting(member):
            assert "stays so" in refused("UPDATE referral_referral SET together = NULL")


def test_a_case_that_is_not_open_is_never_sent_along(client, two):
    family, tirana = two
    for case in family.both:
        sharing.agree(family.milan, case, tirana.organisation, ["summary", "services", "identity"])
    colleague = families.colleague(family, family.mother)
    world.sign_in(client, colleague)
    assert "Ask for these of the household" not in client.get(page("refer", family.mother)).text
    client.post(page("refer", family.mother), posted(tirana.organisation, family.child))
    with world.acting(family.milan):
        assert list(Referral.objects.values_list("journey", flat=True)) == [
            family.mother.journey_id
        ]
