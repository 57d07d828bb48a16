"""The order of a child's steps (rules of practice 22): in the pages, in the actions and in the database."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.child_order import answer_wish, confirm_step, write_wish
from referral.actions.gates.signatures import sign_gate
from referral.actions.gates.standing import gates_of
from referral.actions.returns import check_urgent, request_return
from referral.child_order import Order, State, Step, states
from referral.models import (
    Case,
    ChildStep,
    ConsentItem,
    ContactCheck,
    ContactWish,
    Evidence,
    GateSignature,
    MoveNotAllowed,
    Referral,
    Summary,
    Task,
)
from referral.stages import GateKind
from tests import world
from tests.referral import children, guardians, placed, sharing
from tests.referral.test_row_security import refused, rows
from tests.testing_database import owner_cursor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(22)]
NOW = timezone.now()
STEPS = [Step.ASSESSMENT, Step.CHECK, Step.CONSENT, Step.FAMILY]
EVIDENCE = {"kind": "determination", "text": "canary"}
DETERMINATION = EVIDENCE | {"issuer": "Invented panel", "dated_on": timezone.localdate()}


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def case(worker):
    found = sharing.opened(worker, child=True, age_band="9-17")
    placed.at_stage(worker, found, 3)
    with world.acting(worker):
        return Case.objects.select_related("journey", "organisation").get(pk=found.pk)


@pytest.fixture
def partner():
    return world.organisation("Qendra Drita", "AL", services=["family", "housing"])


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def order_with(*steps, **more):
    names = dict(zip(STEPS, ["assessed", "checked", "agreed", "family"], strict=True))
    given = {names[step]: NOW for step in steps}
    if Step.CHECK in steps:
        given["contact"] = "supervised"
    return Order(**given | more)


# Pure


@pytest.mark.parametrize(
    ("order", "step", "missing"),
    [
        (order_with(), Step.ASSESSMENT, None),
        (order_with(), Step.CHECK, Step.ASSESSMENT),
        (order_with(Step.ASSESSMENT), Step.CONSENT, Step.CHECK),
        (order_with(Step.CHECK, Step.CONSENT), Step.FAMILY, Step.ASSESSMENT),
        (order_with(*STEPS[:2]), Step.FAMILY, Step.CONSENT),
        (order_with(*STEPS[:3]), Step.DETERMINATION, Step.FAMILY),
        (order_with(*STEPS), Step.DETERMINATION, None),
        (order_with(*STEPS[:2], contact="no_contact"), Step.DETERMINATION, None),
        (order_with(*STEPS[:3], agreed_by="without"), Step.DETERMINATION, None),
        (order_with(Step.CHECK, contact="no_contact"), Step.DETERMINATION, Step.ASSESSMENT),
    ],
)
def test_what_is_missing_before_a_step(order, step, missing):
    assert order.missing_before(step) == missing


def test_only_one_step_is_next_and_left_out_ones_are_named():
    found = states(order_with(*STEPS[:2], contact="no_contact"), None)

    assert [one.state for one in found] == [
        State.DONE,
        State.DONE,
        State.LEFT_OUT,
        State.LEFT_OUT,
        State.NEXT,
    ]


# One after another


@pytest.mark.parametrize("place", range(4))
def test_no_step_comes_before_the_one_before_it(worker, case, partner, place):
    """What is asked, in the action and in SQL, is refused until the steps before stand; then it goes through."""
    attempts = [
        lambda: children.checked(worker, case),
        lambda: children.agreed(worker, case),
        lambda: children.step(worker, case, "family"),
        lambda: determined(worker, case),
    ]
    guardians.appointed(worker, case)
    sharing.agree(worker, case, partner)
    if place:
        children.up_to(worker, case, STEPS[place - 1])
    for later in attempts[place:]:
        with pytest.raises(MoveNotAllowed, match="First"):
            later()
    children.up_to(worker, case, STEPS[place])
    attempts[place]()


def determined(worker, case):
    guardians.appointed(worker, case)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    with world.acting(guardian):
        return sign_gate(case, GateKind.G10, outcome="passed", evidence=dict(DETERMINATION))


def raw_evidence(worker, case):
    row = Evidence(case=case, gate="G10", kind="other", by_id=worker.user_id)
    row.save(force_insert=True)
    return row.pk


def raw_check(worker, case):
    ContactCheck(
        case=case, by_id=worker.user_id, evidence=raw_evidence(worker, case), **children.found()
    ).save(force_insert=True)


def raw_step(worker, case, kind, result):
    ChildStep(
        case=case,
        kind=kind,
        result=result,
        heard="yes",
        by_id=worker.user_id,
        evidence=raw_evidence(worker, case),
    ).save(force_insert=True)


def raw_consent(worker, case):
    consent = children.agreed(worker, case, yes=False)
    ConsentItem(
        case=case, consent=consent, purpose="B4", agreed=True, receiver=worker.organisation
    ).save(force_insert=True)


def raw_referral(worker, case, **fields):
    values = {"kind": "family", "services": []} | fields
    receiver = world.organisation("There", "AL")
    Referral.objects.create(
        journey=case.journey,
        sender=worker.organisation,
        receiver=receiver,
        side=case.side,
        stage=3,
        drafted_by=worker.user,
        **values,
    )


def raw_determination(worker, case):
    """By a panel member, who writes evidence too."""
    GateSignature(
        journey=case.journey,
        kind="G10",
        organisation=worker.organisation,
        side=case.side,
        role=worker.role,
        by=worker.user,
        outcome="passed",
    ).save(force_insert=True)


@pytest.mark.parametrize(
    ("attack", "stands", "said"),
    [
        (raw_check, None, "assessment comes first"),
        (lambda w, c: raw_step(w, c, "decision", "goes_ahead"), Step.ASSESSMENT, "is missing"),
        (lambda w, c: raw_step(w, c, "family", "suitable"), Step.CHECK, "is missing"),
        (raw_consent, Step.ASSESSMENT, "contact comes first"),
        (raw_referral, Step.CHECK, "no visit before"),
        (
            lambda w, c: raw_referral(w, c, kind="service", services=["family"]),
            Step.CHECK,
            "no visit before",
        ),
        (raw_determination, Step.CONSENT, "before the determination"),
    ],
)
def test_the_database_keeps_the_order(worker, case, attack, stands, said):
    if stands:
        children.up_to(worker, case, stands)
    with pytest.raises(Exception, match=said), world.acting(worker):
        attack(worker, case)
    children.up_to(worker, case, STEPS[-1]) if stands is None else after(worker, case, stands)
    with world.acting(worker):
        attack(worker, case)


def after(worker, case, stands):
    """The rest of the steps."""
    for step in STEPS[STEPS.index(stands) + 1 :]:
        {
            Step.CHECK: lambda: children.checked(worker, case),
            Step.CONSENT: lambda: children.agreed(worker, case),
            Step.FAMILY: lambda: children.step(worker, case, "family"),
        }[step]()


def test_the_pages_say_which_step_is_missing_and_who_can_make_it(client, worker, case):
    world.sign_in(client, worker)
    for name, *more in (("contact_check_new",), ("child_step_new", "family")):
        shown = client.get(page(name, case, *more), follow=True)
        assert shown.redirect_chain[-1][0] == page("case_child", case)
        assert "First comes the best-interests assessment" in shown.text
    shown = client.get(page("case_child", case)).text
    assert shown.count("Waits for: Best-interests assessment.") == 4
    assert "Made by: Case manager, Guardian, Best-interests panel." in shown
    gate = client.get(page("gate_detail", case, "G10")).text
    assert "First comes the best-interests assessment" in gate


def test_the_page_offers_only_what_this_colleague_can_open(client, worker, case):
    offered = {}
    for role in (Role.CASE_MANAGER, Role.SUPERVISOR, Role.GUARDIAN, Role.PANEL):
        world.sign_in(client, placed.assigned(case, worker, role))
        shown = client.get(page("case_child", case)).text
        ways = {
            "step": page("child_step_new", case, "assessment"),
            "wish": page("contact_wish_new", case),
        }
        offered[role] = {name for name, url in ways.items() if f'"{url}"' in shown}
        assert all(client.get(ways[name]).status_code == 200 for name in offered[role])

    assert offered == {
        Role.CASE_MANAGER: {"step", "wish"},
        Role.SUPERVISOR: set(),
        Role.GUARDIAN: {"step"},
        Role.PANEL: {"step"},
    }


def test_who_only_looks_at_one_step_writes_none(client, worker, case):
    looks = placed.assigned(
        case, worker, Role.CASE_MANAGER, classes=["summary", "evidence", "risk"]
    )
    world.sign_in(client, looks)
    assessment, wish = page("child_step_new", case, "assessment"), page("contact_wish_new", case)

    shown = client.get(page("case_child", case))

    assert shown.status_code == 200
    assert assessment not in shown.text
    assert wish not in shown.text
    sent = {"words": "Canary", "said_on": timezone.localdate()}
    assert [client.get(one).status_code for one in (assessment, wish)] == [404, 404]
    assert client.post(wish, sent).status_code == 404
    with world.acting(worker):
        assert not ContactWish.objects.exists()


# What the check finds


def test_paid_and_knew_are_two_facts_and_neither_decides(client, worker, case):
    """Each is asked; the one is never reckoned from the other, and every outcome goes with every answer."""
    children.step(worker, case, "assessment")
    world.sign_in(client, worker)
    sent = children.found(kind="contact_check", issuer="A. Invented", dated_on=timezone.localdate())
    for paid, knew, outcome in (
        ("yes", "no", "no_contact"),
        ("no", "yes", "supervised"),
        ("declined", "not_asked", "named_body"),
    ):
        said = sent | {"paid": paid, "knew": knew, "outcome": outcome, "body": "The youth office"}
        assert client.post(page("contact_check_new", case), said).status_code == 302
        with world.acting(worker):
            newest = ContactCheck.objects.order_by("-written_at").first()
        assert (newest.paid, newest.knew, newest.outcome) == (paid, knew, outcome)
    for left_out in ("paid", "knew"):
        kept = client.post(page("contact_check_new", case), sent | {left_out: ""})
        assert kept.status_code == 422
        assert children.CANARY in kept.text
    shown = client.get(page("case_child", case)).text
    assert "Paid for the journey" in shown
    assert "Knew what would happen, or profited" in shown


def test_the_panel_sees_both_facts_and_the_words_are_sealed(client, worker, case):
    children.up_to(worker, case, Step.CHECK)
    panel = placed.assigned(case, worker, Role.PANEL)
    nurse = placed.assigned(case, worker, Role.HEALTH)

    shown = world.sign_in(client, panel).get(page("case_child", case)).text
    assert children.CANARY in shown
    assert "Not asked" in shown
    assert world.sign_in(client, nurse).get(page("case_child", case)).status_code == 403
    with world.acting(nurse):
        assert (
            rows("SELECT 1 FROM referral_contactcheck UNION SELECT 1 FROM referral_childstep") == []
        )
    with world.acting(worker):
        stored = rows("SELECT who_learns, reasons FROM referral_contactcheck")
        assert "permission denied" in refused(
            "UPDATE referral_contactcheck SET outcome = 'supervised'"
        )
    assert b"Canary" not in b"".join(bytes(one) for one in stored[0])


def test_no_contact_stops_what_was_asked_and_tells_who_works_there(worker, case, partner):
    receiver = world.member(partner)
    children.up_to(worker, case, Step.CONSENT)
    sharing.agree(worker, case, partner)
    asked = sharing.sent(worker, case, partner, kind="family")
    with world.acting(receiver):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
    children.checked(worker, case, outcome="no_contact")

    with world.acting(worker):
        assert Referral.objects.get(pk=asked.pk).status == "withdrawn"
        assert "no_family" in Summary.objects.get(case=case).safety_flags
        with pytest.raises(MoveNotAllowed, match="no contact"):
            sharing.send(
                case=case,
                receiver=partner,
                ask=sharing.Ask(kind="family"),
                classes=set(sharing.ORDINARY),
            )
    with world.acting(receiver):
        there = Task.objects.get(kind="no_contact", done_at=None)
        assert rows("SELECT outcome FROM referral_contactcheck") == []
        assert there.case.organisation_id == partner.pk
    for late in (
        lambda: children.step(worker, case, "family"),
        lambda: children.agreed(worker, case),
        lambda: children.step(worker, case, "decision"),
    ):
        with pytest.raises(MoveNotAllowed, match="no contact"):
            late()
    determined(worker, case)


def test_of_two_organisations_the_stricter_check_counts(worker, case, partner):
    there = world.member(partner)
    sharing.agree(worker, case, partner)
    asked = sharing.sent(worker, case, partner)
    with world.acting(there):
        theirs = accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Desk")
        theirs = Case.objects.select_related("journey").get(pk=theirs.pk)
    children.step(worker, case, "assessment")
    children.checked(worker, case, outcome="no_contact")
    children.checked(there, theirs, outcome="supervised")

    assert children.order(worker, case).contact == "no_contact"
    assert children.order(there, theirs).contact == "no_contact"
    assert children.order(world.member(world.organisation()), case) == Order()


def test_a_determination_older_than_the_newest_check_no_longer_counts(worker, case):
    children.up_to(worker, case, Step.FAMILY)
    determined(worker, case)
    assert g10(worker, case).is_through
    children.checked(worker, case, outcome="named_body", body="Youth office")
    assert not g10(worker, case).is_through


def g10(worker, case):
    with world.acting(worker):
        journey = Case.objects.select_related("journey").get(pk=case.pk).journey
        return gates_of(journey)[GateKind.G10]


def test_that_a_return_is_not_in_the_childs_interests_is_said_at_any_time(worker, case):
    guardians.appointed(worker, case)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    with world.acting(guardian):
        sign_gate(case, GateKind.G10, outcome="blocked", evidence=dict(EVIDENCE))
    assert g10(worker, case).state == "blocked"


def test_the_way_may_go_on_without_the_family(worker, case):
    children.up_to(worker, case, Step.CHECK)
    children.step(worker, case, "decision", "without")
    with pytest.raises(MoveNotAllowed):
        children.step(worker, case, "family")
    determined(worker, case)


def test_a_withdrawn_consent_stops_the_visit(worker, case, partner):
    children.up_to(worker, case, Step.CONSENT)
    sharing.agree(worker, case, partner)
    children.agreed(worker, case, yes=False)

    with pytest.raises(MoveNotAllowed, match="First the guardian and the child agree"):
        sharing.sent(worker, case, partner, kind="family")


@pytest.mark.rule(21)
def test_what_is_urgent_waits_for_no_step(worker, case):
    """Shelter, health and the notice to child protection, before any of the five steps."""
    near = world.organisation("Shelter", "IT", services=["housing", "health", "family"])
    sharing.agree(worker, case, near)

    asked = sharing.sent(
        worker, case, near, kind="service", services=["housing", "health", "family"]
    )

    assert asked.status == "sent"


def test_the_page_of_a_referral_says_what_is_missing(client, worker, case, partner):
    sharing.agree(worker, case, partner)
    world.sign_in(client, worker)
    sent = {
        "receiver": partner.pk,
        "country": "AL",
        "shown_for": partner.pk,
        "kind": "service",
        "services": ["family"],
        "urgency": "normal",
        "classes": ["summary"],
        "do": "send",
    }
    answer = client.post(page("refer", case), sent)

    assert answer.status_code == 409
    assert "First comes the best-interests assessment" in answer.text
    adult = sharing.opened(worker)
    sharing.agree(worker, adult, partner)
    with world.acting(worker):
        assert client.get(page("refer", adult), {"receiver": partner.pk}).status_code == 200
    assert "with a visit" not in client.get(page("refer", adult), {"receiver": partner.pk}).text
    assert client.get(page("case_child", adult)).status_code == 404


# Two people


def test_a_step_counts_once_a_second_person_has_confirmed_it(client, worker, case):
    children.up_to(worker, case, Step.CHECK)
    step = children.step(worker, case, "decision", confirmed=False)
    with world.acting(worker):
        asked = Task.objects.get(kind="child_step")
        with pytest.raises(MoveNotAllowed, match="second person"):
            confirm_step(case, step)
        own = "UPDATE referral_childstep SET confirmed_at = now(), confirmed_by_id = %s"
        assert "second person" in refused(own, worker.user_id)
        assert "permission denied" in refused("UPDATE referral_childstep SET result = 'without'")
    assert children.order(worker, case).agreed is None
    second = asked.assigned_to.memberships.get()
    world.sign_in(client, second)
    assert "Confirm a step for a child" in client.get(reverse("signature_list")).text
    assert "I compared it with the document" in client.get(page("case_child", case)).text
    answer = client.post(page("child_step_confirm", case, step.pk), {"answer": "yes"})
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert client.get(page("case_child", case)).status_code == 404
    assert children.order(worker, case).agreed_by == "goes_ahead"
    with world.acting(worker), pytest.raises(MoveNotAllowed, match="You wrote"):
        confirm_step(case, step)


def test_a_step_that_does_not_fit_its_document_goes_back(client, worker, case):
    children.up_to(worker, case, Step.CHECK)
    step = children.step(worker, case, "decision", confirmed=False)
    with world.acting(worker):
        second = Task.objects.get(kind="child_step").assigned_to.memberships.get()
    world.sign_in(client, second).post(
        page("child_step_confirm", case, step.pk), {"answer": "back"}
    )

    assert children.order(worker, case).agreed is None
    with world.acting(worker):
        assert not Task.objects.filter(kind="child_step", done_at=None).exists()
    children.step(worker, case, "decision")
    assert children.order(worker, case).agreed_by == "goes_ahead"


def test_a_confirmation_looks_at_the_order_again(worker, case):
    """Written in its turn, confirmed after the check was made anew with “no contact”: it does not count."""
    children.up_to(worker, case, Step.CHECK)
    step = children.step(worker, case, "decision", confirmed=False)
    children.checked(worker, case, outcome="no_contact")
    second = placed.assigned(case, worker, Role.SUPERVISOR)
    with world.acting(second):
        with pytest.raises(MoveNotAllowed, match="no contact"):
            confirm_step(case, step)
        said = refused(
            "UPDATE referral_childstep SET confirmed_at = now(), confirmed_by_id = %s",
            second.user_id,
        )
    assert "is missing" in said


# What a child asks for


def test_a_child_asks_and_the_panel_answers(client, worker, case):
    panel = world.member(worker.organisation, Role.PANEL)
    world.sign_in(client, worker)
    sent = {"words": "Canary dua ta shoh nënën", "said_on": timezone.localdate()}
    assert client.post(page("contact_wish_new", case), sent).status_code == 422
    client.post(page("contact_wish_new", case), sent | {"panel": panel.user_id})
    with world.acting(worker):
        wish = ContactWish.objects.get()
        assert b"Canary" not in bytes(rows("SELECT words FROM referral_contactwish")[0][0])
    url = page("contact_wish_answer", case, wish.pk)

    world.sign_in(client, panel)
    assert url in client.get(reverse("panel_list")).text
    assert "Canary dua" in client.get(url).text
    early = client.post(url, {"answer": "yes", "told": "Canary po"})
    assert (early.status_code, "Canary po" in early.text) == (409, True)
    children.up_to(worker, case, Step.CHECK)
    assert client.post(url, {"answer": "yes", "told": "Canary po"}).status_code == 302
    assert client.get(url).status_code == 404
    assert url not in client.get(reverse("panel_list")).text
    assert "Canary po" in world.sign_in(client, worker).get(page("case_child", case)).text
    with world.acting(worker):
        assert not Task.objects.filter(kind="child_wish", done_at=None).exists()
        with pytest.raises(MoveNotAllowed, match="meanwhile"):
            answer_wish(case, wish, answer="no", told="x", panel="Panel of Milan")


def test_a_wish_is_neither_answered_by_one_alone_nor_changed_nor_lost(worker, case):
    """Without a panel at this desk the lead takes it there, and names the panel that decided."""
    with world.acting(worker):
        wish = write_wish(case, words="Canary", said_on=timezone.localdate())
        assert Task.objects.get(kind="child_wish").assigned_to_id == worker.user_id
        with pytest.raises(MoveNotAllowed, match="which panel"):
            answer_wish(case, wish, answer="no", told="Canary")
        mine = "UPDATE referral_contactwish SET answer = 'no', told = 'x', answered_at = now(), answered_by_id = %s"
        assert "the panel answers" in refused(mine, worker.user_id)
        for attack in (
            "UPDATE referral_contactwish SET words = ''",
            "DELETE FROM referral_contactwish",
        ):
            assert "permission denied" in refused(attack)
    for other in (Role.SERVICE_WORKER, Role.HEALTH, Role.LAWYER):
        with world.acting(placed.assigned(case, worker, other)):
            assert rows("SELECT 1 FROM referral_contactwish") == []
    supervisor = placed.assigned(case, worker, Role.SUPERVISOR)
    with world.acting(supervisor):
        assert "the panel answers" in refused(mine, supervisor.user_id)
    with world.acting(worker):
        answer_wish(case, wish, answer="later", told="Canary", panel="Panel of Milan, today")
        assert ContactWish.objects.get().answered_by_id == worker.user_id


# A child's urgent return


@pytest.mark.rule(3)
def test_a_child_returns_urgently_only_by_a_decision_that_two_saw(worker, case):
    def ask():
        with world.acting(worker):
            request_return(own(worker, case), kind="urgent_dying", wished_on=timezone.localdate())

    with pytest.raises(MoveNotAllowed, match="decision of child protection"):
        ask()
    step = children.step(worker, case, "urgent", "return_now", confirmed=False)
    with pytest.raises(MoveNotAllowed, match="decision of child protection"):
        ask()
    raw = Evidence(case=case, gate="G1", kind="urgent_dying", by_id=worker.user_id)
    with pytest.raises(IntegrityError, match="decision of child protection"), world.acting(worker):
        raw.save(force_insert=True)
    second = placed.assigned(case, worker, Role.SUPERVISOR)
    with world.acting(second):
        confirm_step(case, step)
    ask()
    too_old = "UPDATE referral_childstep SET confirmed_at = now() - interval '8 days'"
    with owner_cursor() as cursor:
        cursor.execute(too_old)
    with world.acting(second):
        said = refused("UPDATE referral_case SET status = 'return_approved'")
        with pytest.raises(MoveNotAllowed, match="decision of child protection"):
            check_urgent(own(second, case))
    assert "decision of child protection" in said


def own(member, case):
    return Case.objects.select_related("journey", "organisation").get(pk=case.pk)


@pytest.mark.rule(3)
def test_a_guardian_does_not_speak_for_child_protection(client, worker, case):
    guardians.appointed(worker, case)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    url = page("child_step_new", case, "urgent")

    assert world.sign_in(client, guardian).get(url).status_code == 404
    with pytest.raises(IntegrityError, match="guardian does not write"), world.acting(guardian):
        raw_step(guardian, case, "urgent", "return_now")
    assert world.sign_in(client, worker).get(url).status_code == 200
    with world.acting(worker):
        form = client.get(page("return_request", case)).text
    assert "A close relative is dying" not in form
    children.step(worker, case, "urgent", "return_now")
    assert "A close relative is dying" in client.get(page("return_request", case)).text
