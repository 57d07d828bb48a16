"""What somebody inside might try, with an account or with the application's own access to the database."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.asylum import write_legal
from referral.actions.feedback import answer_request
from referral.actions.referrals import Ask, hand_in, is_kept_from, send, take_back
from referral.forms.legal import PROTECTED
from referral.models import (
    Case,
    ConsentItem,
    Identity,
    Journey,
    JourneyEvent,
    Legal,
    MoveNotAllowed,
    Package,
    Referral,
    Summary,
)
from tests import world
from tests.referral import returning, sharing
from tests.referral.test_packages import draft, insert_part, refuses
from tests.referral.test_row_security import refused, rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return sharing.two_sides()


@pytest.fixture
def case(two):
    return sharing.filled(two[0])


@pytest.fixture
def asked(two, case):
    worker, partner = two
    sharing.agree(worker, case, partner.organisation)
    return sharing.sent(worker, case, partner.organisation)


def colleague(worker, role, case=None, classes=None, until=None):
    """Somebody of the same organisation; with `case`, it is opened to her or him."""
    found = world.member(worker.organisation, role)
    if case:
        with world.acting(worker):
            rows(
                "SELECT assign(%s, %s, NULL, %s, %s, 'assigned')",
                case.pk,
                found.user_id,
                classes,
                until,
            )
    return found


def coordinator(country):
    office = world.organisation("Office", country, "coordination")
    return world.member(office, Role.NATIONAL_COORDINATOR)


def claims(lawyer, case, code="claimed"):
    def write(row):
        row.asylum = code

    with world.acting(lawyer):
        write_legal(case=Case.objects.get(pk=case.pk), model=Legal, row=None, write=write)


def journeys_of(membership):
    with world.acting(membership):
        return Journey.objects.count()


# What was never sent, and what was packed for somebody else


def test_a_draft_that_was_taken_back_was_never_there_for_its_receiver(client, two):
    worker, partner = two
    case = sharing.filled(worker, risk_level="high")
    sharing.agree(worker, case, partner.organisation)
    second = world.member(worker.organisation, Role.SUPERVISOR)
    with world.acting(worker):
        waiting = send(
            case=case,
            receiver=partner.organisation,
            ask=Ask("transfer"),
            classes={"summary"},
            second=second.user,
        )
        take_back(case=case, referral=waiting)

    with world.acting(partner) as actor:
        assert not rows("SELECT id FROM referral_referral")
        assert not Referral.objects.received_by(actor).exists()
    page = world.sign_in(client, partner).get(reverse("referral_detail", args=[waiting.pk]))
    assert page.status_code == 404


def test_what_was_packed_for_one_receiver_never_goes_to_another(two, case):
    worker, partner = two
    other = world.organisation("Other", "AL")
    with world.acting(worker):
        waiting = draft(case, worker, partner.organisation)
        said = refused(
            "UPDATE referral_referral SET receiver_id = %s WHERE id = %s", other.pk, waiting.pk
        )

    assert "keeps its parties" in said


def test_each_side_sets_its_own_statuses(two, case, asked):
    worker, partner = two
    change = "UPDATE referral_referral SET status = %s WHERE id = %s"
    with world.acting(worker):
        assert "this side" in refused(change, "accepted", asked.pk)
        take_back(case=case, referral=asked)
    with world.acting(partner):
        assert "this side" in refused(change, "accepted", asked.pk)


def test_a_class_with_a_name_has_no_part_that_is_shown_before(two, case):
    worker, partner = two
    consent = sharing.agree(worker, case, partner.organisation)
    with world.acting(worker):
        referral = draft(case, worker, partner.organisation)
        package = Package.objects.create(
            referral=referral, sender=worker.organisation, purpose="B3", consent=consent
        )
        assert refuses(insert_part, package, referral, "identity", "summary")
        assert not refuses(insert_part, package, referral, "identity", "identified")


def test_a_colleague_without_the_case_packs_nothing(two, case, asked):
    worker, _partner = two
    thief = colleague(worker, Role.CASE_MANAGER)
    with world.acting(thief):
        package = Package.objects.get()
        assert refuses(insert_part, package, asked, "travel", "identified")


def test_nothing_is_added_to_the_consent_of_another_case(two, case):
    worker, partner = two
    consent = sharing.agree(worker, case, partner.organisation, ["summary"])
    mine = world.contact(worker)
    with world.acting(worker), pytest.raises(Exception, match="not a consent of this case"):
        ConsentItem(
            case=mine,
            consent=consent,
            purpose="B3",
            receiver=partner.organisation,
            data_class="health",
            agreed=True,
        ).save(force_insert=True)


# The country of origin


@pytest.mark.parametrize("code", sorted(PROTECTED))
def test_who_may_not_read_of_the_claim_cannot_ask_the_consulate_either(two, case, code):
    worker, _partner = two
    consulate = world.organisation("Consulate", "IT", "consulate", represents="AL")
    sharing.agree(worker, case, consulate, ["identity"])
    claims(colleague(worker, Role.LAWYER, case), case, code)

    with world.acting(worker):
        assert is_kept_from(case, consulate)
    with pytest.raises(MoveNotAllowed):
        sharing.sent(worker, case, consulate, ["identity"], "travel_document")


def test_the_database_packs_nothing_for_that_state(two, case):
    worker, _partner = two
    consulate = world.organisation("Consulate", "AL", "consulate")
    consent = sharing.agree(worker, case, consulate, ["identity"])
    claims(colleague(worker, Role.LAWYER, case), case)
    with world.acting(worker):
        referral = draft(case, worker, consulate)
        package = Package.objects.create(
            referral=referral, sender=worker.organisation, purpose="B5", consent=consent
        )
        assert refuses(insert_part, package, referral, "identity", "identified")


def test_where_the_citizenship_is_not_known_every_other_state_is_meant(two):
    worker, _partner = two
    case = sharing.filled(worker, citizenships=[])
    claims(colleague(worker, Role.LAWYER, case), case)
    with world.acting(worker):
        assert is_kept_from(
            case, world.organisation("Consulate", "IT", "consulate", represents="AL")
        )
        assert not is_kept_from(case, world.organisation("Police", "IT", "police"))


def test_from_a_claim_on_nothing_of_the_person_goes_there(two, case):
    """A body that is not the state’s is asked without a name only: `test_origin_closed.py`."""
    worker, partner = two
    office = coordinator("AL")
    sharing.agree(worker, case, partner.organisation)
    claims(colleague(worker, Role.LAWYER, case), case)

    with pytest.raises(MoveNotAllowed, match="not asked for this person"):
        sharing.sent(worker, case, partner.organisation, ["summary"])
    assert journeys_of(partner) == 0
    assert journeys_of(office) == 0


def test_a_claim_ends_what_the_coordinators_there_saw_after_accepting(two, case, asked):
    worker, partner = two
    office = coordinator("AL")
    with world.acting(partner):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
    assert journeys_of(office) == 1

    claims(colleague(worker, Role.LAWYER, case), case)

    assert journeys_of(office) == 0
    assert journeys_of(partner) == 1


def test_a_claim_closes_what_a_consulate_answered_before(client, two, case):
    worker, _partner = two
    consulate = world.organisation("Consulate", "IT", "consulate", represents="AL")
    consul = world.member(consulate, Role.CONSULAR)
    sharing.return_office()
    sharing.agree(worker, case, consulate, ["identity"])
    asked = sharing.sent(worker, case, consulate, ["identity"], "travel_document")
    with world.acting(consul):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
        answer_request(referral=asked, reply="yes", on="2026-11-20")

    claims(colleague(worker, Role.LAWYER, case), case)

    page = world.sign_in(client, consul).get(reverse("request_detail", args=[asked.pk]))
    assert page.status_code == 200
    assert sharing.CANARY not in page.content.decode()


def test_an_empty_enquiry_shows_the_journey_to_nobody(two, case):
    worker, partner = two
    with world.acting(worker):
        empty = draft(case, worker, partner.organisation)
        with pytest.raises(Exception, match="not a referral"):
            hand_in(case, empty)


# What others on the journey read


def shown_to(client, membership, reference):
    world.sign_in(client, membership)
    pages = ["case_overview", "case_history"]
    return "".join(client.get(reverse(p, args=[reference])).content.decode() for p in pages)


def test_the_other_side_reads_no_name_of_a_service_and_nothing_from_before(client):
    two = returning.both_sides()
    shelter = world.member(world.organisation("Canary Shelter", "IT"))
    case = two.case
    sharing.agree(two.milan, case, shelter.organisation)
    asked = sharing.sent(two.milan, case, shelter.organisation, kind="service")
    with world.acting(shelter):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")

    there = shown_to(client, two.tirana, two.reference)
    assert "Canary Shelter" not in there
    assert "A service in Italy" in there
    assert "Canary Shelter" in shown_to(client, two.milan, two.reference)
    with world.acting(two.tirana):
        assert not JourneyEvent.objects.filter(kind="opened").exists()
    with world.acting(two.milan):
        assert JourneyEvent.objects.filter(kind="opened").exists()


# Grants


def test_a_look_for_a_signature_reads_the_classes_that_it_names(client, two, case, asked):
    _worker, partner = two
    with world.acting(partner):
        there = accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
    looks = colleague(partner, Role.CASE_MANAGER, there, ["summary"], "2099-01-01")

    page = world.sign_in(client, looks).get(reverse("referral_detail", args=[asked.pk]))

    assert page.status_code == 200
    assert sharing.CANARY not in page.content.decode()


def test_a_look_for_a_signature_takes_the_case_from_nobody(two, case):
    worker, _partner = two
    looks = colleague(worker, Role.CASE_MANAGER, case, ["summary"], "2099-01-01")
    with world.acting(looks):
        said = refused("SELECT unassign(%s, %s, NULL)", case.pk, worker.user_id)
        rows("SELECT unassign(%s, %s, NULL)", case.pk, looks.user_id)

    assert "may not change" in said


def test_a_right_that_ran_out_opens_the_case_to_nobody(two, case):
    worker, _partner = two
    was = colleague(worker, Role.CASE_MANAGER, case, None, "2020-01-01")
    friend = colleague(worker, Role.CASE_MANAGER)
    with world.acting(was):
        said = refused("SELECT assign(%s, %s, NULL, NULL, NULL, 'x')", case.pk, friend.user_id)

    assert "may not assign" in said


def test_a_supervisor_opens_no_case_to_the_own_team(two, case):
    worker, _partner = two
    team = world.team(worker.organisation)
    supervisor = world.member(worker.organisation, Role.SUPERVISOR, teams=[team])
    also = world.member(worker.organisation, Role.SUPERVISOR)
    world.member(worker.organisation, Role.CASE_MANAGER, user=also.user, teams=[team])
    for one in (supervisor, also):
        with world.acting(one):
            said = refused("SELECT assign(%s, NULL, %s, NULL, NULL, 'x')", case.pk, team.group_id)
        assert "may not assign" in said


def test_a_grant_here_opens_nothing_under_another_membership(two, case):
    worker, _partner = two
    elsewhere = world.member(world.organisation("Elsewhere"), user=worker.user)
    with world.acting(elsewhere):
        assert (
            Identity.objects.count() == Summary.objects.count() == ConsentItem.objects.count() == 0
        )
        assert rows("SELECT * FROM use_key(%s, 'identity')", case.pk) == []


# What is typed into a hidden field


@pytest.mark.parametrize(
    "junk", ["x", "'", "\x00", "https://elsewhere.example/", "//elsewhere.example"]
)
def test_junk_is_no_fault_of_ours_and_leads_nowhere_else(client, two, junk):
    world.sign_in(client, two[0])
    answers = [
        client.post(reverse("draft_list"), {"decision": "keep", "draft": junk}),
        client.post(reverse("case_names"), {"next": junk}),
        client.post(reverse("language"), {"language": "en", "next": junk}),
    ]
    assert [one.status_code for one in answers] == [404, 302, 302]
    assert not [one for one in answers if "elsewhere" in one.get("Location", "")]


def test_no_sentence_lies_in_a_cookie(client, two):
    answer = world.sign_in(client, two[0]).post(reverse("account_logout"))
    assert answer.status_code == 302
    assert "messages" not in answer.cookies
