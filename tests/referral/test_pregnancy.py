"""Pregnancy steers, with consent (rules of practice 25)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.gates.signatures import sign_gate
from referral.actions.gates.standing import gates_of
from referral.actions.pregnancies import write_pregnancy
from referral.actions.risks import sign_risk
from referral.gates.state import State
from referral.matching import ranked, wanted_for
from referral.models import MoveNotAllowed, Pregnancy, Summary, Task, Travel, TravelLimit
from referral.packages import compose
from referral.stages import GateKind
from tests import world
from tests.referral import placed, proving, returning, sharing
from tests.referral.test_row_security import refused, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(25)]

DUE = date(2027, 3, 1)
AGREED = {"steers_travel": True, "steers_search": True}


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def case(worker):
    return sharing.opened(worker, age_band="18-20", gender="Feminine")


@pytest.fixture
def nurse(worker, case):
    return placed.assigned(case, worker, Role.HEALTH)


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def said(nurse, case, **answers):
    values = {"due_on": DUE.isoformat(), "multiple": "no", **AGREED, **answers}
    with world.acting(nurse):
        return write_pregnancy(returning.own_case(nurse, case.journey.reference), **values)


# With consent, and without a reason


def test_colleagues_read_a_day_and_no_reason(client, worker, case, nurse):
    placed.at_stage(worker, case, 4)
    world.sign_in(client, nurse)
    sent = {
        "week": "30",
        "multiple": "no",
        "steers_travel": "yes",
        "steers_search": "no",
        "record_in_hand": "yes",
    }
    shown = client.post(page("case_pregnancy", case), sent, follow=True).text
    assert "The carrier’s rule" in shown

    world.sign_in(client, worker)
    shown = client.get(page("case_travel", case)).text
    assert "Travel not after" in shown
    for name in ("case_travel", "case_overview", "case_gates", "case_plan"):
        shown = client.get(page(name, case)).text.lower()
        assert "pregnan" not in shown
        assert "due date" not in shown
    with world.acting(worker):
        assert not Pregnancy.objects.exists()


def test_a_case_manager_writes_it_down_later_and_reads_none_of_it(client, worker, case, nurse):
    """On a page that looks the same where nothing was ever said."""
    placed.at_stage(worker, case, 3)
    world.sign_in(client, worker)
    unsaid = shown_without_marks(client, case)
    said(nurse, case, steers_search=False)
    assert shown_without_marks(client, case) == unsaid

    client.post(
        page("case_pregnancy", case),
        {
            "week": "20",
            "multiple": "no",
            "steers_travel": "no",
            "steers_search": "yes",
            "record_in_hand": "yes",
        },
    )

    with world.acting(worker):
        assert not Pregnancy.objects.exists()
        assert Summary.objects.get(case=case).safety_flags == ["pregnant"]
        latest = TravelLimit.objects.filter(case=case).order_by("-set_at")[:2]
        assert [limit.not_after for limit in latest] == [None, None]
    with world.acting(nurse):
        newest = Pregnancy.objects.latest("written_at")
        assert (newest.week, newest.by_id) == ("20", worker.user_id)


def shown_without_marks(client, case):
    """The page and its card of the record, without what differs each time."""
    shown = (
        client.get(page("case_pregnancy", case)).text + client.get(page("case_record", case)).text
    )
    return re.sub(r'(value|nonce|id)="[^"]{30,}"', "", shown)


def test_only_who_works_on_the_whole_case_tells(client, worker, case):
    placed.at_stage(worker, case, 3)
    assert "Pregnancy: what" in world.sign_in(client, worker).get(page("case_record", case)).text
    colleague = world.member(worker.organisation)
    assert world.sign_in(client, colleague).get(page("case_pregnancy", case)).status_code == 404
    with world.acting(colleague):
        assert "row-level security" in refused(LIMIT, case.pk)
    signer = placed.assigned(case, worker, Role.CASE_MANAGER, classes=["summary"])
    with world.acting(signer):
        assert "row-level security" in refused(LIMIT, case.pk)


def test_without_agreement_nothing_steers(worker, case, nurse):
    said(nurse, case, steers_travel=False, steers_search=False)
    with world.acting(worker):
        assert not TravelLimit.objects.exists()
        assert Summary.objects.get(case=case).safety_flags == []


def test_what_it_steered_ends_when_it_no_longer_applies(worker, case, nurse):
    placed.at_stage(worker, case, 4)
    said(nurse, case)
    assert g8(worker, case, day=DUE).state == State.BLOCKED
    with world.acting(worker):
        assert Summary.objects.get(case=case).safety_flags == ["pregnant"]

    said(nurse, case, due_on="", multiple="", over=True, steers_travel=False, steers_search=False)

    assert g8(worker, case, day=DUE).state == State.NOT_STARTED
    with world.acting(worker):
        assert Summary.objects.get(case=case).safety_flags == []


def test_nothing_is_ticked_beforehand_and_a_week_is_asked_for(client, case, nurse):
    world.sign_in(client, nurse)
    assert "checked" not in client.get(page("case_pregnancy", case)).text.split("</form>")[-2]
    empty = client.post(page("case_pregnancy", case), {})
    assert empty.status_code == 422
    assert "Enter the weeks or the due date" in empty.text
    far = client.post(page("case_pregnancy", case), {"due_on": "2031-01-01", "multiple": "no"})
    assert "Check the year" in far.text


# The gate


def g8(member, case, day=None):
    with world.acting(member):
        own = returning.own_case(member, case.journey.reference)
        return gates_of(own.journey, own, day=day)[GateKind.G8]


def on_day(worker, case, day):
    with world.acting(worker):
        own = returning.own_case(worker, case.journey.reference)
        own.journey.__class__.objects.filter(pk=own.journey_id).update(travel_on=day)


def sign(worker, case, kind):
    with world.acting(worker):
        own = returning.own_case(worker, case.journey.reference)
        return sign_gate(own, "G8", outcome="passed", evidence={"kind": kind})


ASKED = {
    85: {"own_statement", "certificate", "carrier"},
    84: {"certificate", "carrier"},
    63: {"certificate", "carrier"},
    62: {"carrier"},
}


def test_the_day_of_travel_decides_what_is_asked(worker, case, nurse):
    placed.at_stage(worker, case, 4)
    said(nurse, case)
    for days_before, kinds in ASKED.items():
        on_day(worker, case, DUE - timedelta(days=days_before))
        passes = set()
        for kind in ("own_statement", "certificate", "carrier"):
            try:
                sign(worker, case, kind)
                passes.add(kind)
            except MoveNotAllowed:
                continue
        assert passes == kinds, days_before


def test_a_later_day_asks_again(worker, case, nurse):
    placed.at_stage(worker, case, 4)
    said(nurse, case)
    on_day(worker, case, DUE - timedelta(days=100))
    sign(worker, case, "own_statement")

    assert g8(worker, case, day=timezone.localdate()).state == State.PASSED
    assert g8(worker, case, day=DUE - timedelta(days=84)).state == State.WAITING
    late = g8(worker, case, day=DUE - timedelta(days=27))
    assert late.state == State.BLOCKED
    assert "Travel not after" in late.sentence
    assert "pregnan" not in late.sentence.lower()


def test_the_planned_carrier_counts(worker, case, nurse):
    placed.at_stage(worker, case, 4)
    said(nurse, case)
    day = DUE - timedelta(days=60)
    assert g8(worker, case, day=day).state == State.BLOCKED  # the stricter one, by ship
    for means, state in (
        ("air", State.WAITING),
        ("sea", State.BLOCKED),
        ("road", State.NOT_STARTED),
    ):
        with world.acting(worker):
            Travel.objects.update_or_create(case=case, defaults={"means": means})
        assert g8(worker, case, day=day).state == state


def test_health_runs_beside_the_risk_and_never_after_it(client, worker, case, nurse):
    placed.at_stage(worker, case, 4)
    world.sign_in(client, nurse)
    assert client.get(page("gate_sign", case, "G8")).status_code == 200
    sign(worker, case, "own_statement")

    with world.acting(worker):
        own = returning.own_case(worker, case.journey.reference)
        states = gates_of(own.journey, own)
    assert states[GateKind.G3].state == State.NOT_STARTED
    assert states[GateKind.G8].state == State.PASSED
    with world.acting(worker):
        proving.matrix(own, "extreme")
        sign_risk(own, text="Canary words.")
        assert gates_of(own.journey, own)[GateKind.G8].state == State.PASSED


# The record, the search, the plan


def test_the_record_goes_in_the_own_hands_and_into_no_package(worker, case, nurse):
    receiver = world.organisation("Qendra Drita", "AL")
    said(nurse, case, record_in_hand=False)
    with world.acting(nurse):
        own = returning.own_case(nurse, case.journey.reference)
        task = Task.objects.get(case=case)
        assert "pregnan" not in task.get_kind_display().lower()
        parts = compose(own, receiver=receiver, kind="transfer", classes=["summary", "health"])
    assert DUE.isoformat() not in str([part.content for part in parts])

    said(nurse, case, record_in_hand=True)
    with world.acting(nurse):
        assert not Task.objects.filter(case=case, done_at=None).exists()


def test_the_search_looks_for_places_that_take_newborns(client, worker, case, nurse):
    takes = world.organisation("Betulla", "IT", takes=["women", "pregnant"])
    other = world.organisation("Rovere", "IT", takes=["women"], services=["housing", "legal"])
    world.sign_in(client, worker)
    address = page("refer", case)
    assert other.name in client.get(address).text

    said(nurse, case)

    shown = client.get(address).text
    assert takes.name in shown
    assert other.name not in shown
    wide = client.get(address, {"asked_births": "1"}).text
    assert other.name in wide
    wanted = wanted_for({"gender": "Feminine", "safety_flags": ["pregnant"]}, [])
    assert ranked([other, takes], wanted) == [takes, other]


def test_birth_and_registration_are_suggested_for_the_plan(client, worker, case, nurse):
    placed.at_stage(worker, case, 3)
    world.sign_in(client, worker)
    assert "Suggested goals" not in client.get(page("case_plan", case)).text
    said(nurse, case)
    assert "Suggested goals" in client.get(page("case_plan", case)).text
    shown = client.get(page("goal_new", case), {"suggest": "registration"}).text
    assert "registered with the civil registry" in shown


# As the application role


LIMIT = (
    "INSERT INTO referral_travellimit (id, case_id, carrier, not_after, set_at)"
    " VALUES (gen_random_uuid(), %s, 'air', NULL, now())"
)


def test_only_who_writes_about_health_sets_or_ends_the_day(worker, case, nurse):
    placed.at_stage(worker, case, 4)
    said(nurse, case)
    helper = placed.assigned(case, worker, Role.SERVICE_WORKER)
    with world.acting(helper):
        assert "row-level security" in refused(LIMIT, case.pk)
    with world.acting(worker):
        for attack in ("UPDATE referral_travellimit SET not_after = NULL",):
            assert "permission denied" in refused(attack)
        assert "permission denied" in refused("DELETE FROM referral_pregnancy")
        assert rows("SELECT count(*) FROM referral_pregnancy") == [(0,)]
        assert rows("SELECT count(*) FROM referral_travellimit") == [(2,)]
    stranger = world.member(world.organisation("Elsewhere", "FR"), Role.HEALTH)
    with world.acting(stranger):
        assert rows("SELECT count(*) FROM referral_travellimit") == [(0,)]
        assert "row-level security" in refused(LIMIT, case.pk)
