"""What a claim of asylum closed, only the confirmation of a lawyer opens (rules of practice 9)."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.asylum import lift_claim
from referral.models import Case, Journey, Legal, MoveNotAllowed, Notice, Summary
from referral.stages import Stage
from tests import testing_database, world
from tests.referral import lands, sharing
from tests.referral.placed import assigned, at_stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(9)]


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
    found = assigned(case, two[0], Role.LAWYER)
    lands.legal(found, case, asylum="claimed")
    return found


def lift(client, case, **answers):
    return client.post(reverse("case_asylum", args=[case.journey.reference]), answers)


def legal_of(membership):
    with world.acting(membership):
        return Legal.objects.get()


def is_kept(membership, case, state="AL"):
    with world.acting(membership), connection.cursor() as cursor:
        cursor.execute("SELECT kept_from(%s, %s)", [case.pk, state])
        return cursor.fetchone()[0]


def flags(worker, *set_now):
    with world.acting(worker):
        Summary.objects.update(safety_flags=list(set_now))


def save(client, case, asylum, version=1):
    url = reverse("case_part", args=[case.journey.reference, "legal"])
    return client.post(url, {"asylum": asylum, "version": version})


@pytest.mark.parametrize("claim", ["claimed", "granted", "temporary"])
@pytest.mark.parametrize("other", ["none", "withdrawn", "refused", "unknown", ""])
def test_saving_another_answer_lifts_nothing(client, two, case, claim, other):
    lawyer = assigned(case, two[0], Role.LAWYER)
    lands.legal(lawyer, case, asylum=claim)
    world.sign_in(client, lawyer)

    answer = save(client, case, other)

    assert answer.status_code == 422
    assert "Only the lawyer’s confirmation lifts this. Ask the lawyer" in answer.text
    assert legal_of(lawyer).asylum == claim
    with pytest.raises(MoveNotAllowed, match="Only the lawyer"):
        lands.legal(lawyer, case, asylum=other)


def test_the_rest_is_written_while_the_claim_stands(client, case, lawyer):
    world.sign_in(client, lawyer)

    assert save(client, case, "granted").status_code == 302
    assert legal_of(lawyer).asylum == "granted"


def test_a_lawyer_confirms_that_the_claim_is_withdrawn(client, two, case, lawyer):
    world.sign_in(client, lawyer)
    flags(two[0], "no_authority_of_origin")

    answer = lift(client, case, ground="ended", asylum="withdrawn")

    assert answer.status_code == 302
    row = legal_of(lawyer)
    assert (row.asylum, row.asylum_lift, row.asylum_lift_by_id) == (
        "withdrawn",
        "ended",
        lawyer.user_id,
    )
    assert row.asylum_lift_at
    assert is_kept(two[0], case)
    flags(two[0])
    assert not is_kept(two[0], case)
    assert save(client, case, "none", version=row.version).status_code == 302


def test_the_person_asks_for_contact_and_the_claim_goes_on(client, two, case, lawyer):
    world.sign_in(client, lawyer)

    assert lift(client, case, ground="asked", alone="on").status_code == 302

    assert (legal_of(lawyer).asylum, legal_of(lawyer).asylum_lift) == ("claimed", "asked")
    flags(two[0])
    assert not is_kept(two[0], case)
    page = client.get(reverse("case_part", args=[case.journey.reference, "legal"])).text
    assert "The person asked for contact" in page
    assert "Nothing goes to the country of origin" not in page


def test_a_new_answer_that_protects_ends_the_confirmation(client, two, case, lawyer):
    world.sign_in(client, lawyer)
    lift(client, case, ground="asked", alone="on")
    flags(two[0])

    lands.legal(lawyer, case, asylum="granted")

    assert legal_of(lawyer).asylum_lift == ""
    flags(two[0])
    assert is_kept(two[0], case)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Choose what you confirm."),
        ({"ground": "ended"}, "Choose how the claim ended."),
        ({"ground": "ended", "asylum": "claimed"}, "claimed"),
        ({"ground": "asked"}, "Advise the person alone first"),
        ({"ground": "asked", "alone": "on", "asylum": "none"}, "the claim goes on"),
    ],
)
def test_a_ground_is_whole(client, case, lawyer, answers, said):
    world.sign_in(client, lawyer)

    answer = lift(client, case, **answers)

    assert answer.status_code == 422
    assert said in answer.text
    assert legal_of(lawyer).asylum_lift == ""


def test_nothing_is_lifted_twice(client, case, lawyer):
    world.sign_in(client, lawyer)
    lift(client, case, ground="ended", asylum="none")

    assert lift(client, case, ground="ended", asylum="none").status_code == 409
    assert client.get(reverse("case_asylum", args=[case.journey.reference])).status_code == 302


def test_who_confirms(client, two, case, lawyer):
    worker = two[0]
    page = reverse("case_asylum", args=[case.journey.reference])
    other = world.member(worker.organisation, Role.LAWYER)
    far = world.member(world.organisation("Dar Amal", "MA"), Role.LAWYER)
    some = assigned(case, worker, Role.LAWYER, classes=["summary"])
    found = [
        world.sign_in(client, who).get(page).status_code
        for who in (lawyer, worker, other, far, some)
    ]
    assert found == [200, 403, 404, 404, 404]
    with world.acting(worker), pytest.raises(MoveNotAllowed, match="Ask the lawyer"):
        lift_claim(Case.objects.get(pk=case.pk), ground="ended", asylum="none")


def test_only_the_lawyer_is_offered_it(client, two, case, lawyer):
    page = reverse("case_part", args=[case.journey.reference, "legal"])
    offer = reverse("case_asylum", args=[case.journey.reference])
    assert offer in world.sign_in(client, lawyer).get(page).text
    seen = world.sign_in(client, two[0]).get(page).text
    assert "Nothing goes to the country of origin" in seen
    assert offer not in seen


LIFTED = "UPDATE referral_legal SET asylum = %s, asylum_lift = %s, asylum_lift_by_id = %s"


@pytest.mark.parametrize(
    ("asylum", "ground", "own"),
    [
        ("none", "", True),
        ("withdrawn", "", True),
        ("none", "ended", False),
        ("none", "asked", True),
        ("claimed", "ended", True),
        ("granted", "asked", True),
        ("none", "other", True),
    ],
)
def test_the_database_wants_the_whole_confirmation(two, case, lawyer, asylum, ground, own):
    by = lawyer if own else two[0]
    with (
        world.acting(lawyer),
        pytest.raises(DatabaseError, match="confirmation of a lawyer"),
        connection.cursor() as cursor,
    ):
        cursor.execute(LIFTED, [asylum, ground, by.user_id])


def test_the_database_lets_no_other_role(two, case, lawyer):
    """A case manager in the country of origin writes legal matters too."""
    connection.close()
    with testing_database.owner_cursor() as cursor:
        cursor.execute("UPDATE referral_case SET side = 'origin', stage = 5")
    for ground in ("", "ended"):
        with (
            world.acting(two[0]),
            pytest.raises(DatabaseError, match="confirmation of a lawyer"),
            connection.cursor() as cursor,
        ):
            cursor.execute(LIFTED, ["none", ground, two[0].user_id])
    assert legal_of(two[0]).asylum == "claimed"


def test_a_confirmation_is_not_written_beforehand_or_anew(client, case, lawyer):
    world.sign_in(client, lawyer)
    lift(client, case, ground="ended", asylum="none")
    for ground in ("asked", ""):
        with (
            world.acting(lawyer),
            pytest.raises(DatabaseError, match="not rewritten"),
            connection.cursor() as cursor,
        ):
            cursor.execute(LIFTED, ["none", ground, lawyer.user_id])
    lands.legal(lawyer, case, asylum="claimed")
    assert legal_of(lawyer).asylum_lift == ""


def test_lifting_shows_nothing_of_itself_there(client, two, case):
    worker, partner = two
    sharing.agree(worker, case, partner.organisation, sharing.ORDINARY)
    sharing.sent(worker, case, partner.organisation)
    office = world.member(world.organisation("Office", "AL"), Role.NATIONAL_COORDINATOR)
    lawyer = assigned(case, worker, Role.LAWYER)

    def there():
        seen = []
        for who in (partner, office):
            with world.acting(who):
                seen.append((Journey.objects.count(), Notice.objects.count()))
                seen.append(AuditEntry.objects.filter(action__contains="origin").count())
            pages = [reverse(name) for name in ("home", "journey_list", "inbox")]
            seen += [world.sign_in(client, who).get(page).status_code for page in pages]
        return seen

    lands.legal(lawyer, case, asylum="claimed")
    before = there()
    world.sign_in(client, lawyer)
    assert lift(client, case, ground="ended", asylum="withdrawn").status_code == 302
    flags(worker)

    assert there() == before
    with world.acting(office):
        assert Journey.objects.count() == 0
