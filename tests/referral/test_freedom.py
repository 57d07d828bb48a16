"""The person's freedom: refusal, leaving alone, other countries, coming in from anywhere (rules of practice 1 to 7)."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from referral.actions.answers import accept
from referral.actions.arrivals import arrive
from referral.actions.closing import confirm_closing, propose_closing
from referral.actions.gates.standing import gates_of
from referral.actions.referrals import Ask, send
from referral.actions.returns import approve_return, leave_alone, may_ask
from referral.actions.statuses import change_status, choose_outlook
from referral.actions.travel import depart
from referral.gates.state import THROUGH, State
from referral.models import Case, Journey, JourneyEvent, Leg, MoveNotAllowed, Referral, Task, Visit
from referral.stages import (
    PERSONS_OWN,
    CaseStatus,
    GateKind,
    Outcome,
    Outlook,
    ReferralKind,
    Side,
)
from tests import world
from tests.referral import returning, sharing
from tests.referral.test_contact_new import answers

pytestmark = pytest.mark.django_db(transaction=True)


def of(member):
    with world.acting(member) as actor:
        found = Case.objects.visible_to(actor).select_related("journey", "organisation", "lead")
        return found.get()


@pytest.fixture
def alone():
    """Milan, with nobody abroad."""
    milan, _tirana = sharing.two_sides()
    case = sharing.filled(milan)
    boss = world.member(milan.organisation, "supervisor")
    return returning.Two(milan, boss, None, case.journey.reference)


# Rule 1


@pytest.mark.rule(1)
def test_consent_is_not_the_price_of_going_home(alone):
    """Nobody abroad, no data abroad, no plan: explained, and the person goes home all the same."""
    returning.ask_to_return(alone)
    returning.plan(alone)
    for kind in ("G4", "G5", "G9"):
        with pytest.raises(MoveNotAllowed, match="explain"):
            returning.sign(alone.milan, alone.reference, kind, Outcome.INFORMED_REFUSAL)
        returning.sign(alone.milan, alone.reference, kind, Outcome.INFORMED_REFUSAL, explained=True)
    returning.sign(alone.milan, alone.reference, GateKind.G3, level="low")
    for kind in ("G1", "G2", "G6", "G7", "G11"):
        returning.sign(alone.milan, alone.reference, kind)
    # Health: the person's own statement, by the case manager, without a certificate.
    returning.sign(alone.milan, alone.reference, "G8")
    returning.asked_for_approval(alone)
    with world.acting(alone.boss):
        approve_return(returning.own_case(alone.boss, alone.reference))
    with world.acting(alone.milan):
        depart(alone.case)
        assert arrive(alone.case)
        assert alone.case.status == CaseStatus.ARRIVED


# Rule 2


@pytest.mark.rule(2)
def test_who_leaves_alone_keeps_referral_reception_and_visits():
    two = returning.both_sides()
    with world.acting(two.milan):
        leave_alone(two.case)
        assert not JourneyEvent.objects.filter(kind="departed").exists()
    shelter = world.member(world.organisation("Far shelter", "AL"))
    sharing.agree(two.milan, two.case, shelter.organisation)
    assert sharing.sent(two.milan, two.case, shelter.organisation)
    with world.acting(two.tirana):
        assert arrive(two.there)
        assert Visit.objects.filter(case=two.there).count() == 4
    with world.acting(two.milan):
        arrive(two.case)
        assert two.case.status == CaseStatus.ARRIVED


@pytest.mark.rule(2)
def test_the_door_of_the_receiving_side_shows_the_button(client):
    two = returning.both_sides()
    with world.acting(two.milan):
        leave_alone(two.case)
    world.sign_in(client, two.tirana)
    assert "The person is here" in client.get(reverse("case_travel", args=[two.reference])).text
    answer = client.post(reverse("journey_arrive", args=[two.reference]))
    assert answer.status_code == 302
    world.sign_in(client, two.milan)
    assert "Note the arrival" in client.get(reverse("case_travel", args=[two.reference])).text


# Rule 4


@pytest.mark.rule(4)
def test_the_persons_own_decisions_are_nobodys_task():
    """An urgent return leaves gates open: bodies owe theirs by a day, the person owes nothing."""
    two = returning.both_sides()
    returning.ask_to_return(two, "urgent_dying")
    returning.plan(two, greeter="A. Invented")
    returning.pass_gates(two, but=("G2", "G4", "G7", "G8", "G9"))
    returning.asked_for_approval(two)
    with world.acting(two.boss):
        approve_return(returning.own_case(two.boss, two.reference))
    with world.acting(two.milan):
        depart(two.case)
        owed = set(Task.objects.exclude(gate="").values_list("gate", flat=True))
    assert owed >= {"G7", "G8", "G9"}
    assert not owed & {str(kind) for kind in PERSONS_OWN}


@pytest.mark.rule(4)
@pytest.mark.parametrize("outlook", Outlook)
def test_every_choice_is_one_click_and_can_be_taken_back(client, alone, outlook):
    world.sign_in(client, alone.milan)
    url = reverse("case_status", args=[alone.reference])
    for chosen in (outlook, Outlook.UNDECIDED):
        version = of(alone.milan).version
        client.post(url, {"status": "new", "outlook": chosen, "version": version})
        assert of(alone.milan).journey.outlook == chosen
    with world.acting(alone.milan):
        assert not Task.objects.exclude(kind="guardian").exists()


# Another country


def abroad(alone, country, name="Foyer"):
    return world.member(world.organisation(name, country))


def asked_there(alone, there):
    sharing.agree(alone.milan, alone.case, there.organisation)
    sent = sharing.sent(alone.milan, alone.case, there.organisation)
    with world.acting(there):
        return accept(referral=Referral.objects.get(pk=sent.pk), contact_name="Desk")


@pytest.mark.rule(5)
def test_a_third_country_needs_its_own_consent_and_gets_its_own_lane(client, alone):
    there, tirana = abroad(alone, "FR"), abroad(alone, "AL", "Qendra")
    asked_there(alone, tirana)
    with world.acting(alone.milan):
        choose_outlook(case=alone.case, outlook=Outlook.THIRD)
    with world.acting(alone.milan), pytest.raises(MoveNotAllowed, match="did not agree"):
        send(
            case=alone.case,
            receiver=there.organisation,
            ask=Ask(kind=ReferralKind.TRANSFER),
            classes={"summary"},
        )

    case = asked_there(alone, there)

    assert case.side == Side.THIRD
    with world.acting(there):
        assert Leg.objects.filter(country="FR", side=Side.THIRD, held_to=None).exists()
    world.sign_in(client, alone.milan)
    page = client.get(reverse("case_overview", args=[alone.reference]))
    track = page.context["track"]
    assert [(lane.country, lane.lane) for lane in track.lanes] == [
        ("IT", "a"),
        ("AL", "b"),
        ("FR", "c"),
    ]
    assert "Next: a third country, when the person decides." in page.text


@pytest.mark.rule(8)
def test_the_origin_learns_nothing_of_a_referral_to_a_third_country(alone):
    there = abroad(alone, "FR")
    with world.acting(alone.milan):
        choose_outlook(case=alone.case, outlook=Outlook.THIRD)
    asked_there(alone, there)
    coordinator = world.member(world.organisation("C", "AL"), "national_coordinator")
    with world.acting(coordinator):
        assert not Journey.objects.exists()


def test_a_third_country_has_no_word_in_a_return(alone):
    """Its level of risk, and its acceptance, are not those of the country of origin."""
    there, tirana = abroad(alone, "FR"), abroad(alone, "AL", "Qendra")
    asked_there(alone, there)
    asked_there(alone, tirana)
    returning.sign(alone.milan, alone.reference, GateKind.G3, level="low")
    returning.sign(there, alone.reference, GateKind.G3, level="extreme")
    with world.acting(alone.milan):
        state = gates_of(alone.case.journey, alone.case)[GateKind.G3]
        assert state.state == State.WAITING
    returning.sign(tirana, alone.reference, GateKind.G3, level="low")
    with world.acting(alone.milan):
        assert gates_of(alone.case.journey, alone.case)[GateKind.G3].state in THROUGH


@pytest.mark.rule(5)
def test_a_journey_to_a_third_country_passes_the_same_gates_without_the_origin(client, alone):
    """Who receives there accepts, gives the level and meets the person. The origin side has no word in it."""
    there, tirana = abroad(alone, "FR"), abroad(alone, "AL", "Qendra")
    asked_there(alone, tirana)
    world.sign_in(client, alone.milan)
    wish = {
        "told": ["stay", "asylum", "reflection", "third", "return"],
        "wished_on": timezone.localdate(),
        "to": "third",
        "idempotency_key": uuid4(),
    }
    at = reverse("return_request", args=[alone.reference])
    assert client.post(at, wish | {"kind": "urgent_dying"}).status_code == 409
    assert client.post(at, wish | {"kind": "return_request"}).status_code == 302
    assert of(alone.milan).journey.outlook == Outlook.THIRD
    asked_there(alone, there)
    gates_page = client.get(reverse("case_gates", args=[alone.reference])).text
    assert "To a third country" in gates_page
    assert "Gates before a journey that we organise" in gates_page

    returning.plan(alone)
    returning.sign(alone.milan, alone.reference, GateKind.G3, level="low")
    returning.sign(tirana, alone.reference, GateKind.G3, level="extreme")
    with world.acting(alone.milan):
        assert gates_of(alone.case.journey, alone.case)[GateKind.G3].state == State.WAITING
    returning.sign(there, alone.reference, GateKind.G3, level="low")
    for kind in ("G1", "G2", "G6", "G7", "G8", "G9", "G11"):
        returning.sign(alone.milan, alone.reference, kind)
    returning.asked_for_approval(alone)
    with world.acting(alone.boss):
        approve_return(returning.own_case(alone.boss, alone.reference))
    with world.acting(alone.milan):
        depart(alone.case)
        with pytest.raises(MoveNotAllowed, match="at the other end"):
            arrive(alone.case)
    with world.acting(tirana), pytest.raises(MoveNotAllowed, match="at the other end"):
        arrive(returning.own_case(tirana, alone.reference))
    with world.acting(there):
        assert arrive(returning.own_case(there, alone.reference))
    page = client.get(reverse("case_overview", args=[alone.reference]))
    last = page.context["track"].stages[-1]
    assert {lane: node.label for lane, node in last.nodes.items() if node.label} == {
        "c": "Follow-up"
    }
    assert "Arrived in the third country." in page.text


def test_back_to_a_country_of_residence_is_a_return(alone):
    """No citizen there; nobody of the country of origin was asked."""
    there = abroad(alone, "FR")
    returning.ask_to_return(alone)
    assert asked_there(alone, there).side == Side.ORIGIN


@pytest.mark.rule(15)
def test_an_unsafe_return_offers_the_other_ways(client):
    two = returning.both_sides()
    returning.ask_to_return(two)
    returning.sign(two.milan, two.reference, GateKind.G3, level="low")
    returning.sign(two.tirana, two.reference, GateKind.G3, level="extreme")
    world.sign_in(client, two.milan)
    page = client.get(reverse("gate_detail", args=[two.reference, "G3"])).text
    for way in (
        "A permit to stay",
        "Asylum",
        "Another region of the own country",
        "A third country",
    ):
        assert way in page
    returning.plan(two)
    with world.acting(two.boss), pytest.raises(MoveNotAllowed):
        approve_return(returning.own_case(two.milan, two.reference))


# Coming in from anywhere


def test_formal_identification_declined_and_assistance_goes_on(alone):
    with world.acting(alone.milan):
        change_status(case=alone.case, status=CaseStatus.DECLINED_FORMAL)
    shelter = world.organisation("Shelter", "IT")
    sharing.agree(alone.milan, alone.case, shelter)
    assert sharing.sent(alone.milan, alone.case, shelter, kind="service")
    with world.acting(alone.milan):
        for status in (CaseStatus.REFLECTION, CaseStatus.PLAN_ACTIVE, CaseStatus.OPTIONS):
            change_status(case=alone.case, status=status)
        assert may_ask(alone.case)


def test_who_presents_at_home_begins_without_a_sender(client):
    """In Tirana, after exploitation abroad: no sender, no gates; the plan can be written and visits are offered."""
    tirana = world.member(world.organisation("Qendra Drita", "AL"))
    world.sign_in(client, tirana)
    client.post(reverse("contact_new"), answers(back="on"))
    case = of(tirana)
    assert (case.side, case.journey.found_in, case.opened_from) == (Side.ORIGIN, "AL", None)
    with world.acting(tirana):
        assert Leg.objects.get().side == Side.ORIGIN
        assert not may_ask(case)
        change_status(case=case, status=CaseStatus.REINTEGRATION)
        assert Visit.objects.filter(case=case).count() == 4
    reference = case.journey.reference
    for page in ("case_overview", "case_visits", "case_plan", "goal_new", "case_gates"):
        assert client.get(reverse(page, args=[reference])).status_code == 200, page
    page = client.get(reverse("case_gates", args=[reference])).text
    assert "Follow-up visits" in page
    assert "Record a wish to return" not in page
    boss = world.member(tirana.organisation, "supervisor")
    with world.acting(tirana):
        propose_closing(of(tirana), status="closed_self_reliant", colleague=boss.user_id)
    with world.acting(boss):
        confirm_closing(returning.own_case(boss, reference))


def test_who_is_found_here_stands_where_it_happened(client):
    milan = world.member(world.organisation("Casa Verde", "IT"))
    world.sign_in(client, milan)
    client.post(reverse("contact_new"), answers())
    assert of(milan).side == Side.DESTINATION


# Paper


@pytest.mark.rule(6)
def test_no_card_before_the_question_and_no_reference_on_it(client):
    milan = world.member(world.organisation("Casa Verde", "IT"))
    world.sign_in(client, milan)
    client.post(reverse("contact_new"), answers())
    reference = of(milan).journey.reference
    url = reverse("contact_saved", args=[reference])
    asked = client.get(url).text
    assert "Is it safe for this person to carry paper?" in asked
    assert "Print card" not in asked
    said = client.get(url, {"paper": "yes"}).text
    card = said[said.index('id="card"') :]
    card = card[: card.index("</section>")]
    assert "Print card" in said
    assert reference not in card
