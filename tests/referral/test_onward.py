"""Who accepted refers on with a new consent of its own, never with the one that brought the person."""

from uuid import uuid4

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.consents import withdraw_consent
from referral.actions.gates.signatures import sign_gate
from referral.actions.holding import end_leg
from referral.actions.referrals import let_first_sender_know
from referral.models import (
    Case,
    GateSignature,
    Journey,
    JourneyEvent,
    Leg,
    Message,
    MoveNotAllowed,
    Package,
    PackagePart,
    Referral,
)
from tests import testing_database, world
from tests.referral import sharing
from tests.referral.test_packages import insert_part
from tests.referral.test_row_security import rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(10)]
KNOWN = ["summary", "services", "risk", "identity"]


@pytest.fixture
def chain():
    """(first sender, receiver, the receiver's own case, the consent that brought the person, who is asked next)."""
    worker, partner = sharing.two_sides()
    first = sharing.filled(worker)
    consent = sharing.agree(worker, first, partner.organisation)
    referral = sharing.sent(worker, first, partner.organisation)
    with world.acting(partner):
        accept(referral=referral, contact_name="Arta")
        own = Case.objects.select_related("journey", "organisation", "summary").get()
    return worker, partner, own, consent, world.member(world.organisation("Third", "AL"))


def test_the_consent_that_brought_the_person_sends_nobody_on(chain):
    worker, partner, own, consent, third = chain
    with pytest.raises(MoveNotAllowed, match="did not agree"):
        sharing.sent(partner, own, third.organisation, KNOWN)
    with world.acting(partner):
        onward = Referral.objects.create(
            journey=own.journey,
            sender=partner.organisation,
            receiver=third.organisation,
            kind="service",
            side=own.side,
            stage=own.stage,
            drafted_by=partner.user,
        )
        package = Package.objects.create(
            referral=onward, sender=partner.organisation, purpose="B2", consent_id=consent.pk
        )
        with pytest.raises(Error, match="no consent covers this part"), transaction.atomic():
            insert_part(package, onward, "identity", "identified")
    with world.acting(third):
        assert not PackagePart.objects.exists()


def test_with_a_new_consent_it_goes_and_the_first_sender_reads_nothing_of_it(chain):
    worker, partner, own, _consent, third = chain
    sharing.agree(partner, own, third.organisation, KNOWN)
    onward = sharing.sent(partner, own, third.organisation, KNOWN, kind="service")

    with world.acting(third):
        accept(referral=Referral.objects.get(), contact_name="Desk")
    with world.acting(partner):
        assert Referral.objects.count() == 2
    with world.acting(worker):
        assert not Referral.objects.filter(pk=onward.pk).exists()
        for model in (Package, PackagePart, Message):
            assert not model.objects.filter(referral=onward.pk).exists()


def passed(chain, kind="service", country="", **ask):
    """The receiver passes the person on, and the third organisation accepts. Its case."""
    _worker, partner, own, _consent, third = chain
    sharing.agree(partner, own, third.organisation, KNOWN)
    onward = sharing.sent(partner, own, third.organisation, KNOWN, kind=kind, **ask)
    with world.acting(third):
        there = accept(referral=Referral.objects.get(pk=onward.pk), contact_name="Desk")
        GateSignature.objects.create(
            journey_id=own.journey_id,
            kind="G8",
            organisation=third.organisation,
            side=there.side,
            role=Role.CASE_MANAGER,
            by=third.user,
            outcome="passed",
        )
    return onward, there


def seen_of(member, third, onward):
    """What this membership reads of the third organisation: (events, legs, signatures)."""
    with world.acting(member):
        events = JourneyEvent.objects.filter(referral=onward.pk).count()
        events += JourneyEvent.objects.filter(
            organisation=third.organisation, referral=None
        ).count()
        legs = Leg.objects.filter(organisation=third.organisation).count()
        return events, legs, GateSignature.objects.filter(organisation=third.organisation).count()


def shown(client, member, page, case):
    where = reverse(page, args=[case.journey.reference])
    return world.sign_in(client, member).get(where).content.decode()


def sibling(chain):
    """A service that the first sender asked itself."""
    worker, _partner, _own, _consent, _third = chain
    helper = world.member(world.organisation("Sibling", "IT"))
    with world.acting(worker):
        case = Case.objects.select_related("journey", "organisation", "summary").get()
    sharing.agree(worker, case, helper.organisation)
    asked = sharing.sent(worker, case, helper.organisation, kind="service")
    with world.acting(helper):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
    return helper


def office(country):
    found = world.organisation("Office", country, "coordination")
    return world.member(found, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def arrived(chain):
    """The person is in the country of the receiver: before that, who holds the person must know who takes over."""
    worker, _partner, own, _consent, third = chain
    with world.acting(worker):
        Journey.objects.filter(pk=own.journey_id).update(arrived_at=timezone.now())
    third.organisation.country = "GR"
    third.organisation.save()
    own.journey.arrived_at = timezone.now()
    return chain


def test_without_a_yes_it_stays_between_those_who_are_asked(client, arrived):
    worker, partner, own, _consent, third = arrived
    helper = sibling(arrived)
    offices = {country: office(country) for country in ("IT", "AL", "GR")}
    onward, _there = passed(arrived, kind="transfer")

    for inside in (partner, third, offices["GR"], offices["AL"]):
        events, legs, signatures = seen_of(inside, third, onward)
        assert events
        assert (legs, signatures) == (1, 2)  # G5 by accepting, and G8
    for outside in (worker, helper, offices["IT"]):
        assert seen_of(outside, third, onward) == (0, 0, 0)
    for page in ("case_overview", "case_history"):
        assert "Greece" not in shown(client, worker, page, own)
        assert "Third" not in shown(client, worker, page, own)
    said = shown(client, worker, "case_overview", own)
    assert "Qendra Drita" in said  # what is the first sender's own business stays


def test_with_a_yes_the_first_sender_reads_that_it_was_made_and_what_became_of_it(client, arrived):
    worker, partner, own, _consent, third = arrived
    onward, _there = passed(arrived, first_sender_may_know=True)

    events, legs, signatures = seen_of(worker, third, onward)
    assert (events, legs, signatures) == (2, 0, 1)
    assert "A service in Greece" in shown(client, worker, "case_overview", own)
    with world.acting(partner):
        let_first_sender_know(case=own, referral=onward, may_know=False)
    assert seen_of(worker, third, onward) == (0, 0, 0)


def test_a_yes_further_on_does_not_tell_who_passed_on_before(arrived):
    worker, partner, _own, _consent, third = arrived
    _onward, there = passed(arrived)
    fourth = world.member(world.organisation("Fourth", "GR"))
    with world.acting(third):
        there = Case.objects.select_related("journey", "organisation", "summary").get(pk=there.pk)
    sharing.agree(third, there, fourth.organisation, ["summary"])
    further = sharing.sent(
        third, there, fourth.organisation, ["summary"], kind="service", first_sender_may_know=True
    )

    def reads(member):
        with world.acting(member):
            return JourneyEvent.objects.filter(referral=further.pk).exists()

    assert reads(partner)
    assert reads(third)
    assert not reads(worker)


def test_nobody_but_who_passes_on_says_whether_the_first_sender_may_know(arrived):
    worker, _partner, _own, _consent, third = arrived
    onward, _there = passed(arrived)
    for other in (worker, third):
        with world.acting(other), pytest.raises(Error) if other == third else transaction.atomic():
            changed = Referral.objects.filter(pk=onward.pk).update(first_sender_may_know=True)
            assert not changed
    assert seen_of(worker, third, onward) == (0, 0, 0)


def test_the_journey_stays_open_while_somebody_unknown_holds_it(arrived):
    worker, partner, own, _consent, _third = arrived
    passed(arrived, kind="transfer")
    for member in (partner, worker):
        with world.acting(member) as actor:
            case = Case.objects.select_related("journey").get(organisation=actor.organisation)
            end_leg(case, timezone.now())
    with world.acting(worker):
        assert Journey.objects.get(pk=own.journey_id).status != "closed"


def test_before_the_arrival_who_hands_over_knows_to_whom(client, chain):
    _worker, partner, own, _consent, third = chain
    third.organisation.country = "GR"
    third.organisation.save()
    sharing.agree(partner, own, third.organisation, KNOWN)
    with pytest.raises(MoveNotAllowed, match="must know who takes over"):
        sharing.sent(partner, own, third.organisation, KNOWN)
    onward = sharing.sent(partner, own, third.organisation, KNOWN, first_sender_may_know=True)
    with world.acting(partner), pytest.raises(MoveNotAllowed, match="must know who takes over"):
        let_first_sender_know(case=own, referral=onward, may_know=False)


def test_who_is_unknown_to_a_holder_signs_no_gate(chain):
    _onward, there = passed(chain)
    third = chain[-1]
    with world.acting(third):
        case = Case.objects.select_related("journey", "organisation").get(pk=there.pk)
        evidence = {"kind": "conversation", "text": "said"}
        with pytest.raises(MoveNotAllowed, match="referred the person to you"):
            sign_gate(case, "G1", outcome="passed", evidence=evidence)


def test_the_form_asks_the_question_with_no_as_its_answer(client, arrived):
    worker, partner, own, _consent, third = arrived
    sharing.agree(partner, own, third.organisation, KNOWN)
    client = world.sign_in(client, partner)
    where = reverse("refer", args=[own.journey.reference])
    page = client.get(where, {"receiver": third.organisation.pk}).content.decode()
    assert "A third country: not where the person was met" in page
    assert "May Casa Verde know of this referral?" in page
    answers = {
        "receiver": third.organisation.pk,
        "shown_for": third.organisation.pk,
        "kind": "service",
        "services": ["housing"],
        "urgency": "normal",
        "classes": ["summary"],
        "do": "send",
        "idempotency_key": uuid4(),
    }
    assert client.post(where, answers | {"first_sender": "no"}).status_code == 302
    with world.acting(partner):
        onward = Referral.objects.get(receiver=third.organisation)
        assert onward.first_sender_may_know is False
    sent = reverse("referral_sent", args=[own.journey.reference, onward.pk])
    assert "reads nothing of this referral" in client.get(sent).content.decode()

    again = reverse("referral_knows", args=[onward.pk])
    assert client.get(again).status_code == 200
    key = {"idempotency_key": uuid4()}
    assert client.post(again, {"first_sender": "perhaps"} | key).status_code == 422
    assert client.post(again, {"first_sender": "yes"} | key).status_code == 302
    assert "may see that this referral was made" in client.get(sent).content.decode()
    assert "Casa Verde referred the person here" in shown(client, partner, "case_consent", own)
    assert "may see that this referral was made" in shown(client, partner, "case_referrals", own)
    # Of a case that did not come by referral nobody is asked.
    assert world.sign_in(client, worker).get(again).status_code == 404
    page = shown(client, worker, "refer", own)
    assert "know of this referral" not in page


def recalled(chain):
    worker, _partner, _own, consent, _third = chain
    with world.acting(worker):
        case = Case.objects.get()
        withdraw_consent(case=case, consent=consent, data_class="identity")


@pytest.mark.parametrize("may_know", [True, False])
def test_that_it_was_passed_on_is_answered_where_the_person_lets_the_sender_know(
    client, arrived, may_know
):
    worker, partner, own, _consent, _third = arrived
    passed(arrived, first_sender_may_know=may_know)
    recalled(arrived)
    with world.acting(partner):
        brought = Referral.objects.get(pk=own.opened_from)
    where = reverse("recall_answer", args=[brought.pk])
    page = world.sign_in(client, partner).get(where).content.decode()
    assert ("passed on with a new consent" in page) is may_know
    said = client.post(where, {"identity": "passed_on", "idempotency_key": uuid4()})
    assert said.status_code == (302 if may_know else 422)
    with world.acting(worker):
        answered = Message.objects.filter(kind="receipt", recall="passed_on").exists()
        assert answered is may_know
    with world.acting(partner):  # what is in work stays, also at the third organisation
        assert not Message.objects.filter(referral__sender=partner.organisation, kind="recall")


def test_what_was_destroyed_is_asked_back_where_it_went(client, arrived):
    _worker, partner, own, _consent, third = arrived
    onward, _there = passed(arrived)
    recalled(arrived)
    with world.acting(partner):
        Case.objects.filter(pk=own.pk).update(stage=6, status="closed", closed_at=timezone.now())
    where = reverse("recall_answer", args=[own.opened_from])
    page = world.sign_in(client, partner).get(where).content.decode()
    assert "you passed it on to Third" in page
    said = client.post(where, {"identity": "deleted", "idempotency_key": uuid4()})
    assert said.status_code == 302
    with world.acting(third):
        asked = Message.objects.filter(referral=onward.pk, kind="recall")
        assert list(asked.values_list("data_class", flat=True)) == ["identity"]


def test_who_watches_unconfirmed_care_reads_of_it_where_it_is_told(arrived):
    """The coordinators of the first sender's country see its own journey, and not who is asked further on."""
    _worker, partner, own, _consent, third = arrived
    offices = {country: office(country) for country in ("IT", "AL", "GR")}
    sharing.agree(partner, own, third.organisation, KNOWN)
    onward = sharing.sent(partner, own, third.organisation, KNOWN)
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "UPDATE referral_referral SET sent_at = now() - interval '2 days' WHERE id = %s",
            [onward.pk],
        )

    def watched(member):
        with world.acting(member):
            return len(rows("SELECT reference FROM unconfirmed_holders()"))

    assert {country: watched(one) for country, one in offices.items()} == {
        "IT": 0,
        "AL": 1,
        "GR": 1,
    }
    with world.acting(partner):
        let_first_sender_know(case=own, referral=onward, may_know=True)
    assert watched(offices["IT"]) == 1
