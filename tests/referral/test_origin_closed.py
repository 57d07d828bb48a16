"""While a claim goes on: what was sent leaves, nothing identified goes there, and a question without a name only as the person wishes."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.roles import Role
from referral.actions.referrals import Ask, freeze, write
from referral.consent import basis, purpose_for
from referral.models import (
    AnonymousEnquiry,
    Case,
    Journey,
    Legal,
    Message,
    MoveNotAllowed,
    Package,
    Referral,
)
from referral.packages import compose
from referral.stages import Stage
from tests import testing_database, world
from tests.referral import lands, sharing
from tests.referral.placed import assigned, at_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(9)]
QUESTION = {"asks": "offered", "services": ["housing"], "whom": "somebody"}


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def case(two):
    found = sharing.filled(two[0])
    at_stage(two[0], found, Stage.ASSISTANCE)
    return found


@pytest.fixture
def lawyer(two, case):
    return assigned(case, two[0], Role.LAWYER)


def page(name, case):
    return reverse(name, args=[case.journey.reference])


def statuses(membership):
    with world.acting(membership):
        return [one.status for one in Referral.objects.order_by("drafted_at")]


def seen_there(membership):
    with world.acting(membership):
        return Journey.objects.count()


def asked(two, case, lawyer, **legal):
    sharing.agree(two[0], case, two[1].organisation, sharing.ORDINARY)
    sharing.sent(two[0], case, two[1].organisation)
    lands.legal(lawyer, case, **legal)


def wished(case, lawyer, wish="anonymous", asylum="claimed"):
    lands.legal(lawyer, case, asylum=asylum, origin_wish=wish)


def enquire(client, two, case, by, **changed):
    answers = {"receiver": str(two[1].organisation_id), **QUESTION, **changed}
    return world.sign_in(client, by).post(page("case_enquiries", case), answers)


def straight(case, receiver):
    AnonymousEnquiry(
        case=case, organisation_id=case.organisation_id, receiver=receiver, **QUESTION
    ).save(force_insert=True)


# Temporary protection


@pytest.mark.parametrize(("wish", "status", "seen"), [("none", "withdrawn", 0), ("", "sent", 1)])
def test_temporary_protection_closes_where_the_person_wants_no_contact(
    two, case, lawyer, wish, status, seen
):
    asked(two, case, lawyer, asylum="temporary", origin_wish=wish)
    office = world.member(world.organisation("Office", "AL"), Role.NATIONAL_COORDINATOR)

    assert statuses(two[0]) == [status]
    assert seen_there(office) == seen
    with world.acting(two[1]):
        messages = set(Message.objects.values_list("kind", "reply", "question"))
    assert (("withdraw", "", "") in messages) == bool(wish)
    assert all((reply, question) == ("", "") for _kind, reply, question in messages)


def test_the_wish_may_come_later(two, case, lawyer):
    asked(two, case, lawyer, asylum="temporary")
    assert statuses(two[0]) == ["sent"]
    lands.legal(lawyer, case, origin_wish="none")
    assert statuses(two[0]) == ["withdrawn"]


def test_it_is_one_withdrawal_like_any_other(client, two, case, lawyer):
    asked(two, case, lawyer, asylum="temporary", origin_wish="none")
    inbox = world.sign_in(client, two[1]).get(reverse("inbox")).text
    assert "Closed by sender" in inbox
    for word in ("asylum", "protection", "claim"):
        assert word not in inbox.split("<main")[1].split("</main")[0].lower()


def test_only_a_lawyer_takes_the_persons_word_back(two, case, lawyer):
    wished(case, lawyer, "none", "temporary")
    connection.close()
    with testing_database.owner_cursor() as cursor:
        cursor.execute("UPDATE referral_case SET side = 'origin', stage = 5")
    for wish in ("", "anonymous"):
        with pytest.raises(MoveNotAllowed, match="Only the lawyer"):
            lands.legal(two[0], case, origin_wish=wish)
        with (
            world.acting(two[0]),
            pytest.raises(DatabaseError, match="only a lawyer"),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE referral_legal SET origin_wish = %s", [wish])
    with world.acting(two[0]):
        assert Legal.objects.get().origin_wish == "none"


def test_a_lawyers_confirmation_opens_it(client, two, case, lawyer):
    wished(case, lawyer, "none", "temporary")
    world.sign_in(client, lawyer)
    client.post(page("case_asylum", case), {"ground": "asked", "alone": "on"})
    with world.acting(two[0]), connection.cursor() as cursor:
        cursor.execute("SELECT closed_to(%s, 'AL')", [case.pk])
        assert cursor.fetchone() == (False,)


# Nothing identified goes there


@pytest.mark.parametrize(
    ("asylum", "wish", "closed"),
    [
        ("claimed", "", True),
        ("granted", "anonymous", True),
        ("temporary", "none", True),
        ("temporary", "", False),
        ("none", "", False),
    ],
)
def test_no_organisation_there_is_asked_by_a_package(two, case, lawyer, asylum, wish, closed):
    sharing.agree(two[0], case, two[1].organisation, sharing.ORDINARY)
    lands.legal(lawyer, case, asylum=asylum, origin_wish=wish)
    if not closed:
        sharing.sent(two[0], case, two[1].organisation)
        return
    with pytest.raises(MoveNotAllowed, match="not asked for this person"):
        sharing.sent(two[0], case, two[1].organisation)
    with world.acting(two[0]):
        assert not Package.objects.exists()


def test_the_database_takes_no_package_to_anybody_there(two, case, lawyer):
    """Past the action's own check."""
    there = two[1].organisation
    sharing.agree(two[0], case, there, sharing.ORDINARY)
    wished(case, lawyer)
    with world.acting(two[0]):
        purpose = purpose_for(there, "IT")
        referral = write(case, there, Ask(kind="transfer"))
        parts = compose(case, receiver=there, kind="transfer", classes={"summary"})
        with pytest.raises(DatabaseError, match="this state is not asked"):
            freeze(referral, basis(case, there, purpose), parts, purpose)


# A question without a name


def test_asked_and_answered_without_a_name(client, two, case, lawyer):
    wished(case, lawyer)
    assert enquire(client, two, case, lawyer).status_code == 302
    with world.acting(lawyer):
        one = AnonymousEnquiry.objects.get()
    there = reverse("enquiry_detail", args=[one.pk])
    world.sign_in(client, two[1])
    inbox, shown = client.get(reverse("inbox")).text, client.get(there).text
    assert there in inbox
    assert "Italy" in shown
    for text in (inbox, shown):
        for hidden in (case.journey.reference, str(case.pk), "Casa Verde", sharing.CANARY):
            assert hidden not in text
    assert client.post(there, {"reply": "yes"}).status_code == 302
    assert client.post(there, {"reply": "no"}).status_code == 409
    assert "Yes" in world.sign_in(client, lawyer).get(page("case_enquiries", case)).text
    with world.acting(two[1]):
        assert not AnonymousEnquiry.objects.exists()
        assert not Journey.objects.exists()
        assert not Referral.objects.exists()
        assert not Case.objects.exists()


@pytest.mark.parametrize("wish", ["", "none"])
def test_only_as_the_person_wishes(client, two, case, lawyer, wish):
    wished(case, lawyer, wish)
    world.sign_in(client, lawyer)
    assert client.get(page("case_enquiries", case)).status_code == 404
    assert enquire(client, two, case, lawyer).status_code == 404
    with world.acting(lawyer), pytest.raises(DatabaseError, match="as the person wishes"):
        straight(case, two[1].organisation)


STATE = ["police", "authority", "consulate", "social_service", "guardianship", "coordination"]


def test_no_body_of_a_state_is_asked(client, two, case, lawyer):
    wished(case, lawyer)
    bodies = [world.organisation(f"Body {kind}", "AL", kind) for kind in [*STATE, "health"]]
    shown = world.sign_in(client, lawyer).get(page("case_enquiries", case)).text
    assert "Qendra Drita" in shown
    assert "Body" not in shown
    for body in bodies:
        with world.acting(lawyer), pytest.raises(DatabaseError, match="only a non-state"):
            straight(case, body)
    assert enquire(client, two, case, lawyer, receiver=str(bodies[0].pk)).status_code == 422


def test_nobody_of_another_country_is_asked_in_this_way(two, case, lawyer):
    wished(case, lawyer)
    far = world.organisation("Far", "FR", "ngo")
    with world.acting(lawyer), pytest.raises(DatabaseError, match="only a non-state"):
        straight(case, far)


def test_who_may_not_read_about_the_claim_neither_asks_nor_sees(client, two, case, lawyer):
    wished(case, lawyer)
    enquire(client, two, case, lawyer)
    helper = assigned(case, two[0], Role.SERVICE_WORKER)
    assert world.sign_in(client, helper).get(page("case_enquiries", case)).status_code == 404
    with world.acting(helper):
        assert not AnonymousEnquiry.objects.exists()
        with pytest.raises(DatabaseError, match="not yours to ask"):
            straight(case, two[1].organisation)
    assert "case_enquiries" not in client.get(page("case_history", case)).text


def test_strangers_and_a_changed_wish(client, two, case, lawyer):
    wished(case, lawyer)
    assert enquire(client, two, case, lawyer).status_code == 302
    assert enquire(client, two, case, lawyer).status_code == 409
    with world.acting(lawyer):
        one = AnonymousEnquiry.objects.get()
        with pytest.raises(DatabaseError, match="permission denied"):
            AnonymousEnquiry.objects.update(receiver=two[0].organisation)
    there = reverse("enquiry_detail", args=[one.pk])
    stranger = world.member(world.organisation("Other", "AL"))
    assert world.sign_in(client, stranger).get(there).status_code == 404
    with world.acting(stranger), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT answer_enquiry(%s, 'yes')", [one.pk])
    lands.legal(lawyer, case, origin_wish="none")
    assert world.sign_in(client, two[1]).get(there).status_code == 404
