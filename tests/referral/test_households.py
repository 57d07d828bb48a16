"""Households (rules of practice 24): one day of travel, nobody without the others, files and consents apart."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.arrivals import arrive
from referral.actions.households import link, part, together
from referral.actions.returns import suspend_return
from referral.actions.stops import stop_travel
from referral.actions.travel import depart, plan_travel
from referral.models import (
    CaseUserGrant,
    Household,
    HouseholdMember,
    Identity,
    Journey,
    MoveNotAllowed,
    Task,
    Travel,
)
from referral.next_step import next_step
from tests import world
from tests.referral import family as families
from tests.referral import placed
from tests.referral.test_row_security import refused, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(24)]


@pytest.fixture
def family():
    return families.linked()


def page(name, case):
    return reverse(name, args=[case.journey.reference])


def write_plan(case, **values):
    def write(row):
        for name, value in values.items():
            setattr(row, name, value)

    return plan_travel(case, Travel.objects.filter(case=case).first(), write)


# Linking


def test_two_are_linked_and_travel_on_the_day_that_one_of_them_has(client):
    family = families.apart()
    families.to_return(family)
    now = timezone.now()
    with world.acting(family.milan):
        mother = families.fresh(family.milan, family.mother)
        write_plan(mother, leaves_at=now, arrives_at=now + timedelta(hours=5))

    world.sign_in(client, family.milan)
    sent = client.post(
        page("household_link", family.mother),
        {"other": family.child.journey.reference, "this_is": "parent", "other_is": "child"},
        follow=True,
    )

    assert "Linked. They travel on one day" in sent.text
    assert families.days(family) == {timezone.localtime(now).date()}
    shown = client.get(page("case_overview", family.mother)).text
    assert family.child.journey.reference in shown
    with world.acting(family.milan):
        audit = rows("SELECT target FROM audit_auditentry WHERE action = 'household.linked'")
    assert {target for (target,) in audit} == {str(one.pk) for one in family.both}


def test_two_different_days_are_not_made_one_silently():
    family = families.apart()
    families.to_return(family)
    with world.acting(family.milan):
        for number, case in enumerate(family.both):
            leaves = timezone.now() + timedelta(days=number)
            write_plan(families.fresh(family.milan, case), leaves_at=leaves)
        with pytest.raises(MoveNotAllowed, match="different days"):
            link(family.mother, family.child, this_is="parent", other_is="child")


def test_only_who_works_on_both_links_them(client):
    family = families.apart()
    colleague = families.colleague(family, family.mother)
    address = page("household_link", family.mother)
    sent = {"other": family.child.journey.reference, "this_is": "parent", "other_is": "child"}
    world.sign_in(client, colleague)

    closed = client.post(address, sent)
    unknown = client.post(address, sent | {"other": "TRM-222-222-2"})

    assert closed.status_code == unknown.status_code == 422
    assert "is open to you" in closed.text
    with world.acting(colleague):
        said = refused(
            "SELECT link_household(gen_random_uuid(), %s, %s, 'parent', 'child')",
            family.mother.pk,
            family.child.pk,
        )
    assert "not two cases of yours" in said


def test_no_other_role_links_or_parts(family):
    for role in (Role.SUPERVISOR, Role.HEALTH):
        colleague = placed.assigned(family.mother, family.milan, role)
        with world.acting(family.milan):
            rows(
                "SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')",
                family.child.pk,
                colleague.user_id,
            )
        with world.acting(colleague):
            assert "not a case of yours" in refused(
                "SELECT leave_household(%s, 'mistake')", family.mother.pk
            )
            assert "not two cases" in refused(
                "SELECT link_household(gen_random_uuid(), %s, %s, 'parent', 'child')",
                family.mother.pk,
                family.child.pk,
            )


def test_a_third_one_comes_in_and_nobody_is_in_two_households(family):
    other = families.linked(family.milan)
    with world.acting(family.milan):
        with pytest.raises(MoveNotAllowed, match="travel with others already"):
            link(family.mother, other.mother, this_is="sibling", other_is="sibling")
        with pytest.raises(MoveNotAllowed, match="linked already"):
            link(family.child, family.mother, this_is="child", other_is="parent")
        part(other.child, why="mistake")
        link(family.mother, other.mother, this_is="parent", other_is="sibling")
        assert len(together(family.child).cases) == 2


# One day


def test_the_day_is_set_once_for_all(client, family):
    families.to_return(family)
    world.sign_in(client, family.milan)
    leaves = timezone.localtime() + timedelta(days=9)
    sent = {
        "leaves_at": leaves.strftime("%Y-%m-%dT%H:%M"),
        "arrives_at": (leaves + timedelta(hours=4)).strftime("%Y-%m-%dT%H:%M"),
    }

    look = client.post(page("household_day", family.child), sent | {"do": "look"})
    assert look.status_code == 200
    assert "Still open: G1, G2" in look.text
    assert families.days(family) == {None}

    done = client.post(page("household_day", family.child), sent, follow=True)
    assert "set for all" in done.text
    assert families.days(family) == {leaves.date()}


def test_the_plan_of_one_does_not_move_the_day(client, family):
    families.to_return(family)
    day = families.day_set(family, days=3)
    world.sign_in(client, family.milan)

    shown = client.get(page("case_travel", family.mother)).text
    assert 'name="leaves_at"' not in shown
    sent = {"leaves_at": "2030-01-01T10:00", "escort": "family", "version": 0}
    client.post(page("case_travel", family.mother), sent)

    assert families.days(family) == {day}
    with world.acting(family.milan):
        travel = Travel.objects.get(case=family.mother)
        assert (travel.escort, timezone.localtime(travel.leaves_at).date()) == ("family", day)


def test_the_part_of_the_record_leads_to_the_one_place(client, family):
    families.to_return(family)
    world.sign_in(client, family.milan)
    address = reverse("case_part", args=[family.mother.journey.reference, "travel"])

    for answer in (client.get(address), client.post(address, {"leaves_at": "2030-01-01T10:00"})):
        assert answer.url == page("case_travel", family.mother)


def test_the_database_knows_one_day_a_household(family):
    families.to_return(family)
    families.day_set(family, days=3)

    with pytest.raises(IntegrityError, match="one day"), world.acting(family.milan):
        Journey.objects.filter(pk=family.child.journey_id).update(travel_on="2030-01-01")


# Together, or apart with a reason


def test_all_depart_with_one_tap():
    family = families.approved()
    with world.acting(family.milan):
        depart(families.fresh(family.milan, family.child))
    with world.acting(family.milan):
        assert set(Journey.objects.values_list("status", flat=True)) == {"in_transit"}


@pytest.mark.rule(2)
def test_one_who_stops_stops_nobody_else_and_somebody_looks_who_is_with_the_others():
    """Each decides alone. A child may be on the way without its escort, so it rings at once."""
    family = families.approved()
    milan = family.milan
    with world.acting(milan):
        depart(families.fresh(milan, family.mother))
    with world.acting(milan):
        stopping = families.fresh(milan, family.mother)
        stop_travel(stopping, where="stop_between", keeper="us", text="canary: wants to stay")

    with world.acting(milan):
        mother, child = (families.fresh(milan, one) for one in family.both)
        assert mother.journey.status == "suspended"
        assert child.journey.status == "in_transit"
        [rings] = Task.objects.filter(kind="companion", done_at=None)
        assert (rings.case_id, rings.due_on) == (child.pk, timezone.localdate())
        step = next_step(
            child, child.journey, [], [rings], timezone.localdate(), user=milan.user_id
        )
        assert "who is with this person" in step.label
        assert arrive(child)


def test_nobody_departs_while_one_may_not():
    family = families.approved()
    with world.acting(family.milan):
        suspend_return(families.fresh(family.milan, family.child), reason="practical")
    with world.acting(family.milan), pytest.raises(MoveNotAllowed, match="without the others"):
        depart(families.fresh(family.milan, family.mother))
    with world.acting(family.milan):
        assert "in_transit" not in Journey.objects.values_list("status", flat=True)


def test_who_does_not_work_on_all_does_not_let_one_depart():
    family = families.approved()
    colleague = families.colleague(family, family.mother)
    with world.acting(colleague), pytest.raises(MoveNotAllowed, match="not open to you"):
        depart(families.fresh(colleague, family.mother))


def test_the_database_lets_nobody_depart_alone():
    family = families.approved()
    with pytest.raises(IntegrityError, match="without the others"), world.acting(family.milan):
        Journey.objects.filter(pk=family.mother.journey_id).update(status="in_transit")


def test_after_parting_with_a_reason_each_goes_alone(client):
    family = families.approved()
    world.sign_in(client, family.milan)
    address = page("household_part", family.child)

    assert client.post(address, {}).status_code == 422
    assert "travels apart" in client.post(address, {"why": "person"}, follow=True).text

    with world.acting(family.milan):
        assert not together(family.mother)
        assert set(HouseholdMember.objects.values_list("why", flat=True)) == {"person"}
        depart(families.fresh(family.milan, family.mother))
    with world.acting(family.milan):
        assert Journey.objects.get(pk=family.child.journey_id).status == "active"


# A link opens nothing


def test_a_link_is_seen_only_by_who_works_on_both(client, family):
    families.to_return(family)
    colleague = families.colleague(family, family.mother)
    with world.acting(colleague):
        assert not HouseholdMember.objects.exists()
        assert not Household.objects.exists()
        found = together(family.mother)
    assert (found.cases, found.others) == ([], True)
    world.sign_in(client, colleague)
    hidden = family.child.journey.reference

    for name in ("case_overview", "case_household", "case_travel", "case_gates", "case_history"):
        shown = client.get(page(name, family.mother)).text
        assert hidden not in shown
        assert "Brother or sister" not in shown
    assert "Ask the lead worker" in client.get(page("case_household", family.mother)).text
    for name in ("household_part", "household_day", "case_overview"):
        case = family.child if name == "case_overview" else family.mother
        assert client.get(page(name, case)).status_code == 404
    for address in (reverse("case_list"), reverse("home"), f"{reverse('search')}?q={hidden}"):
        assert page("case_overview", family.child) not in client.get(address).text


def test_a_look_for_a_signature_shows_no_link(family):
    second = world.member(family.milan.organisation, Role.SUPERVISOR)
    until = timezone.now() + timedelta(days=1)
    with world.acting(family.milan):
        for case in family.both:
            rows(
                "SELECT assign(%s, %s, NULL, ARRAY['summary', 'evidence'], %s, 'signature')",
                case.pk,
                second.user_id,
                until,
            )
    with world.acting(second):
        assert not HouseholdMember.objects.exists()
        assert together(family.mother).cases == []


def test_linking_opens_no_file_and_moves_no_consent(family):
    colleague = families.colleague(family, family.mother)
    with world.acting(family.milan):
        Identity(case=family.child, name_said="Canary child").save(force_insert=True)
    with world.acting(colleague):
        assert not CaseUserGrant.objects.filter(
            content_object=family.child.pk, user=colleague.user
        ).exists()
        assert not Identity.objects.exists()
        assert rows("SELECT count(*) FROM referral_consent") == [(0,)]


def test_who_works_on_one_of_them_alone_moves_nobody(family):
    colleague = families.colleague(family, family.mother)
    with world.acting(colleague):
        assert rows("SELECT leave_household(%s, 'mistake')", family.mother.pk) == [("open",)]
        assert rows(
            "SELECT set_household_day(%s, '2030-01-01', now(), NULL)", family.mother.pk
        ) == [("open",)]
    assert families.days(family) == {None}


def test_no_other_role_reads_who_belongs_together():
    tables = ["household", "householdmember", "parentalcare", "pregnancy", "travellimit"]
    found = rows(
        "SELECT r, t FROM unnest(%s) t, unnest(ARRAY['trm_worker', 'trm_stats']) r"
        " WHERE has_table_privilege(r, 'referral_' || t, 'SELECT')",
        tables,
    )
    assert found == []


ATTACKS = [
    "INSERT INTO referral_household (id, organisation_id, made_at)"
    " VALUES (gen_random_uuid(), gen_random_uuid(), now())",
    "UPDATE referral_household SET travel_on = NULL",
    "UPDATE referral_householdmember SET left_at = now()",
    "DELETE FROM referral_householdmember",
    "SELECT desk_private.household_of(gen_random_uuid())",
]


def test_nobody_writes_past_the_doors(family):
    with world.acting(family.milan):
        assert [one for one in ATTACKS if "permission denied" not in refused(one)] == []


def test_the_doors_open_nothing_to_a_stranger(family):
    stranger = world.member(world.organisation("Elsewhere", "FR"))
    with world.acting(stranger):
        assert rows("SELECT * FROM travels_with(%s)", family.mother.pk) == []
        assert rows("SELECT household_seen(%s, %s)", family.mother.pk, family.child.pk) == [
            (False,)
        ]
        assert "not a case of yours" in refused(
            "SELECT set_household_day(%s, now()::date, now(), NULL)", family.mother.pk
        )
    with transaction.atomic(), connection.cursor() as cursor:  # nobody acts
        cursor.execute("SELECT * FROM travels_with(%s)", [family.mother.pk])
        assert cursor.fetchall() == []


def test_the_other_side_learns_no_link(family):
    """The household is ours: the partner abroad sees a journey, as before."""
    partner = world.member(world.organisation("Qendra Drita", "AL"))
    with world.acting(partner):
        assert rows("SELECT count(*) FROM referral_householdmember") == [(0,)]


def test_two_who_link_at_once_make_one_household():
    """Two colleagues press the button in the same moment: one of them is told, nobody is in two households."""
    family = families.apart()
    other = placed.assigned(family.mother, family.milan, Role.CASE_MANAGER)
    with world.acting(family.milan):
        rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", family.child.pk, other.user_id)
    ready = threading.Barrier(2)

    def press(member, cases):
        try:
            ready.wait(10)
            with world.acting(member):
                link(*cases, this_is="sibling", other_is="sibling")
            return "linked"
        except MoveNotAllowed:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        presses = [(family.milan, family.both), (other, family.both[::-1])]
        found = sorted(pool.map(lambda one: press(*one), presses))

    assert found == ["linked", "told"]
    with world.acting(family.milan):
        assert Household.objects.count() == 1
        assert HouseholdMember.objects.count() == 2
