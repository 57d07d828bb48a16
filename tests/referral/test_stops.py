"""The person says no: before boarding, at a stop, at the arrival. And what begins again after a closing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral import due
from referral.actions.answers import accept
from referral.actions.arrivals import arrive
from referral.actions.assigning import assign
from referral.actions.closing import confirm_closing, propose_closing, reopen_case
from referral.actions.gates.standing import gates_of
from referral.actions.referrals import Ask, check
from referral.actions.returns import may_ask, suspend_return
from referral.actions.stops import note_stop, stop_travel
from referral.actions.travel import depart
from referral.gates.state import THROUGH
from referral.models import (
    Case,
    ConsentItem,
    Evidence,
    JourneyEvent,
    Leg,
    MoveNotAllowed,
    Referral,
    Summary,
    Task,
)
from referral.stages import CaseStatus, GateKind, Stage
from tests import world
from tests.referral import returning, sharing
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)


def stop(two, by=None, where="stop_between", keeper="found", text="canary: a friend"):
    with world.acting(by or two.milan):
        case = returning.own_case(by or two.milan, two.reference)
        stop_travel(case, where=where, keeper=keeper, text=text)


def tasks_of(member):
    with world.acting(member):
        found = Task.objects.filter(done_at=None, case__isnull=False)
        return set(found.values_list("kind", flat=True))


# Until boarding


@pytest.mark.rule(2)
@pytest.mark.parametrize("state", ["requested", "approved"])
def test_until_boarding_the_wish_is_taken_back(state):
    if state == "approved":
        two = returning.approved()
    else:
        two = returning.both_sides()
        returning.ask_to_return(two)
    with world.acting(two.milan):
        suspend_return(two.case, reason="person")
        assert two.case.status == CaseStatus.RETURN_SUSPENDED
        assert may_ask(two.case)
        legs = Leg.objects.filter(held_to=None).values_list("organisation", flat=True)
        assert set(legs) == {two.milan.organisation_id, two.tirana.organisation_id}


# On the way


@pytest.mark.rule(2)
def test_a_no_at_a_stop_is_with_both_sides_at_once():
    two = returning.travelling()

    stop(two)

    with world.acting(two.milan):
        case = two.case
        journey = case.journey
        assert (case.status, case.stage) == (CaseStatus.OPTIONS, Stage.ASSISTANCE)
        assert (journey.status, journey.outlook) == ("suspended", "undecided")
        assert (journey.travel_on, journey.arrives_by) == (None, None)
        assert may_ask(case)
        assert gates_of(journey, case)[GateKind.G1].state not in THROUGH
    assert tasks_of(two.milan) >= {"keep_safe", "cancel_bookings"}
    assert "stopped" in tasks_of(two.tirana)
    for member in (two.milan, two.tirana):
        with world.acting(member):
            assert JourneyEvent.objects.filter(kind="stopped").count() == 1
            assert Leg.objects.filter(held_to=None).count() == 2


def test_what_was_said_stays_with_who_wrote_it():
    two = returning.travelling()
    stop(two)
    with world.acting(two.tirana):
        assert not Evidence.objects.filter(kind="stop_between").exists()
    with world.acting(two.milan):
        assert Evidence.objects.get(kind="stop_between").text == "canary: a friend"


@pytest.mark.rule(2)
def test_a_no_at_the_arrival_is_recorded_by_who_is_there(client):
    two = returning.travelling()
    before = two.there.status
    world.sign_in(client, two.tirana)
    answer = client.post(
        reverse("travel_stop", args=[two.reference]),
        {"where": "stop_arrival", "keeper": "us", "text": "canary bed"},
    )
    assert answer.status_code == 302
    assert "keep_safe" in tasks_of(two.tirana)
    assert "cancel_bookings" in tasks_of(two.milan)
    with world.acting(two.tirana):
        assert two.there.status == before
        with pytest.raises(MoveNotAllowed):
            arrive(two.there)

    world.sign_in(client, two.milan)
    page = client.get(reverse("case_travel", args=[two.reference])).text
    assert "Back to the options" in page
    assert "canary bed" not in page
    assert client.post(reverse("stop_note", args=[two.reference])).status_code == 302
    with world.acting(two.milan):
        assert two.case.status == CaseStatus.OPTIONS
        with pytest.raises(MoveNotAllowed):
            note_stop(two.case)


@pytest.mark.rule(30)
def test_nobody_is_alarmed_afterwards():
    two = returning.travelling()
    late = timezone.now() + timedelta(hours=9)
    with as_worker():
        due.run_due(late)
    with world.acting(two.tirana):
        assert Task.objects.filter(kind="missed_arrival", done_at=None).exists()
    stop(two)
    for member in (two.milan, two.tirana):
        with world.acting(member):
            assert not Task.objects.filter(kind="missed_arrival", done_at=None).exists()
    with as_worker():
        assert due.run_due(late)["missed arrivals"] == 0


def test_who_escorts_records_it_without_holding_anything():
    two = returning.approved()
    office = world.member(sharing.return_office(), Role.RETURN_ORGANISER)
    sharing.agree(two.milan, two.case, office.organisation, ["summary", "travel"])
    asked = sharing.sent(two.milan, two.case, office.organisation, ["summary"], kind="return")
    with world.acting(office):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
    with world.acting(two.milan):
        depart(two.case)
    stop(two, by=office, keeper="us")
    assert "keep_safe" in tasks_of(office)
    assert two.journey.status == "suspended"


def arrived(two):
    with world.acting(two.tirana):
        arrive(two.there)


@pytest.mark.parametrize("second", ["stop", "arrive"])
def test_one_of_two_has_its_effect(second):
    two = returning.travelling()
    stop(two, by=two.tirana, keeper="us")
    with pytest.raises(MoveNotAllowed):
        {"stop": stop, "arrive": arrived}[second](two)
    with world.acting(two.milan):
        assert JourneyEvent.objects.filter(kind__in=["stopped", "arrived"]).count() == 1


def test_the_door_is_for_who_works_on_the_journey(client):
    two = returning.travelling()
    nurse = world.member(two.milan.organisation, Role.HEALTH)
    with world.acting(two.milan):
        assign(two.case.pk, user=nurse.user_id)
    stranger = world.member(world.organisation("Dar Amal", "MA"))
    colleague = world.member(two.milan.organisation)
    for who in (nurse, stranger, colleague, two.boss):
        with world.acting(who), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT stop_travel(%s, NULL)", [two.case.pk])
    with world.acting(two.milan), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT stop_travel(%s, %s)", [two.case.pk, stranger.organisation_id])
    world.sign_in(client, two.milan)
    empty = client.post(reverse("travel_stop", args=[two.reference]), {"where": "stop_between"})
    assert empty.status_code == 422


# Opened again


def closed_after_return():
    """Back in Tirana; both sides have closed."""
    two = returning.travelling()
    with world.acting(two.tirana):
        arrive(two.there)
    with world.acting(two.milan):
        arrive(two.case)
    second = world.member(two.tirana.organisation, Role.SUPERVISOR)
    for member, other in ((two.milan, two.boss), (two.tirana, second)):
        with world.acting(member):
            case = returning.own_case(member, two.reference)
            propose_closing(case, status="closed_completed", colleague=other.user_id)
        with world.acting(other):
            confirm_closing(returning.own_case(other, two.reference))
    return two


def reopen(two, by, reason="reopened_exploited"):
    with world.acting(by):
        reopen_case(returning.own_case(by, two.reference), reason=reason)


def high_alerts(member):
    with world.acting(member):
        return Task.objects.filter(kind="high_alert").count()


@pytest.mark.parametrize("finder", ["milan", "tirana"])
def test_exploited_again_alerts_both_sides(finder):
    two = closed_after_return()
    here = getattr(two, finder)
    there = two.tirana if finder == "milan" else two.milan

    reopen(two, here)

    assert high_alerts(there) == 1
    assert "screen_again" in tasks_of(here)
    with world.acting(here):
        case = returning.own_case(here, two.reference)
        assert Summary.objects.get(case=case).risk_level == "high"
        assert Evidence.objects.filter(kind="reopened_exploited").count() == 1
    with world.acting(there):
        assert not Evidence.objects.filter(kind="reopened_exploited").exists()
        assert not Task.objects.filter(kind="screen_again").exists()


@pytest.mark.parametrize("reason", ["reopened_contact", "reopened_other"])
def test_other_reasons_alarm_nobody(reason):
    two = closed_after_return()
    reopen(two, two.milan, reason)
    assert high_alerts(two.tirana) == 0
    assert "screen_again" not in tasks_of(two.milan)


@pytest.mark.rule(8)
def test_who_never_got_a_package_gets_no_alert():
    milan, tirana = sharing.two_sides()
    case = sharing.filled(milan)
    boss = world.member(milan.organisation, Role.SUPERVISOR)
    with world.acting(milan):
        propose_closing(case, status="closed_completed", colleague=boss.user_id)
    with world.acting(boss):
        confirm_closing(Case.objects.select_related("journey", "organisation").get())
    two = returning.Two(milan, boss, tirana, case.journey.reference)
    reopen(two, milan)
    assert high_alerts(tirana) == 0


@pytest.mark.rule(9)
def test_the_own_state_is_not_alerted_while_it_is_kept_out():
    two = closed_after_return()
    with world.acting(two.milan):
        case = two.case
    reopen(two, two.milan, "reopened_contact")
    with world.acting(two.milan):
        Summary.objects.filter(case=case).update(safety_flags=["no_authority_of_origin"])
        propose_closing(two.case, status="closed_completed", colleague=two.boss.user_id)
    with world.acting(two.boss):
        confirm_closing(returning.own_case(two.boss, two.reference))
    reopen(two, two.milan)
    assert high_alerts(two.tirana) == 0


@pytest.mark.rule(10)
def test_earlier_consents_and_signatures_do_not_revive():
    two = closed_after_return()
    reopen(two, two.milan)
    with world.acting(two.milan):
        case = two.case
        assert not ConsentItem.objects.filter(case=case, agreed=True, withdrawn_at=None).exists()
        states = gates_of(case.journey, case)
        assert [
            kind
            for kind in (GateKind.G1, GateKind.G2, GateKind.G3, GateKind.G4, GateKind.G5)
            if states[kind].state in THROUGH
        ] == []
        with pytest.raises(MoveNotAllowed, match="did not agree"):
            check(case, two.tirana.organisation, Ask(kind="transfer"), {"summary"})


def test_nobody_else_begins_again():
    two = closed_after_return()
    reopen(two, two.milan)
    for who in (two.tirana, world.member(two.milan.organisation), two.boss):
        with world.acting(who), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT begin_again(%s, 'exploited')", [two.case.pk])
