"""A child with a parent who is not suspected, and a birth (rules of practice 24)."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.child_words import parents_word
from referral.actions.gates.signatures import sign_gate
from referral.actions.gates.standing import gates_of
from referral.actions.households import part, together
from referral.actions.parents import write_care
from referral.actions.risks import sign_risk
from referral.consent import basis
from referral.gates.state import State
from referral.models import (
    Case,
    Consent,
    ConsentItem,
    Identity,
    MoveNotAllowed,
    ParentalCare,
    PlanGoal,
    Summary,
    Task,
)
from referral.stages import GateKind, Stage
from tests import world
from tests.referral import children, guardians, proving, sharing
from tests.referral import family as families
from tests.referral.test_row_security import refused, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(24)]

DOCUMENT = {
    "number": "INVENTED 7",
    "issuer": "Court of Nowhere",
    "dated_on": timezone.localdate(),
    "seen_by": "A. Invented",
}
NO_DOUBT = {"doubt": "none"}


@pytest.fixture
def family():
    return families.linked()


def care(family, **found):
    values = {"suspected": "no", **found}
    with world.acting(family.milan):
        return write_care(families.fresh(family.milan, family.child), **values)


def assessed(family, result="go_on"):
    """The step of the child's way: the one record of a best-interests assessment."""
    children.step(family.milan, families.fresh(family.milan, family.child), "assessment", result)


def word(family):
    with world.acting(family.milan):
        return parents_word(family.child.journey_id)


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def sign(family, kind, outcome="passed", **evidence):
    with world.acting(family.milan):
        case = families.fresh(family.milan, family.child)
        words = {"kind": "conversation", "text": "Canary words.", **evidence}
        return sign_gate(case, kind, outcome=outcome, evidence=words)


def state(family, kind):
    with world.acting(family.milan):
        case = families.fresh(family.milan, family.child)
        return gates_of(case.journey, case)[GateKind(kind)].state


COUNTS = [
    ({}, "decides"),
    ({"suspected": "unsure"}, ""),
    ({"suspected": "yes", "basis": "court_order", **DOCUMENT, **NO_DOUBT}, ""),
    ({"basis": "authorisation", **DOCUMENT}, "decides"),
    (NO_DOUBT, "decides"),
    ({"basis": "authorisation", **DOCUMENT, **NO_DOUBT}, "route"),
    (
        {"basis": "court_order", **DOCUMENT, **NO_DOUBT, "doubt": "doubt", "doubt_text": "canary"},
        "decides",
    ),
    ({"basis": "court_order", **DOCUMENT, **NO_DOUBT}, "route"),
]


def test_what_the_word_of_a_parent_counts_for(family):
    """The newest answer, whatever stood before it."""
    assessed(family)
    for found, counts in COUNTS:
        care(family, **found)
        assert word(family) == counts, found


@pytest.mark.rule(22)
def test_the_assessment_is_recorded_once_for_both_rules(client, family):
    """That of the child's way counts for the parent's short way, and its newest result does."""
    care(family, basis="authorisation", **DOCUMENT, **NO_DOUBT)
    assert word(family) == "decides"
    world.sign_in(client, family.milan)
    before = client.get(page("case_parent", family.child)).text
    assert "Record the assessment" in before
    assert 'name="doubt"' not in before

    assessed(family)
    assert word(family) == "route"
    assert 'name="doubt"' in client.get(page("case_parent", family.child)).text
    assessed(family, "not_now")
    assert word(family) == "decides"


def test_nobody_decides_before_it_was_asked_or_without_the_household(family):
    assert word(family) == ""
    care(family)
    assert word(family) == "decides"
    with world.acting(family.milan):
        part(families.fresh(family.milan, family.child), why="safety")
    assert word(family) == ""


def test_an_appointed_guardian_decides_instead(family):
    care(family, basis="court_order", **DOCUMENT, **NO_DOUBT)
    guardians.appointed(family.milan, family.child)

    assert word(family) == ""
    with pytest.raises(MoveNotAllowed, match="Somebody else signs"):
        sign(family, "G1")


def test_what_was_found_out_before_says_nothing_of_the_parent_who_comes_later():
    family = families.apart()
    care(family, basis="court_order", **DOCUMENT, **NO_DOUBT)
    with world.acting(family.milan):
        families.link(family.mother, family.child, this_is="parent", other_is="child")
    assert word(family) == ""


def test_the_short_way_to_the_best_interests_ends_with_any_suspicion(client, family):
    families.to_return(family)
    care(family)
    assessed(family)
    with pytest.raises(MoveNotAllowed, match="Somebody else signs"):
        sign(family, "G10")
    care(family, basis="authorisation", **DOCUMENT, **NO_DOUBT)
    world.sign_in(client, family.milan)
    assert "First comes" not in client.get(page("gate_detail", family.child, "G10")).text
    families.agreed_by_parent(family, world.organisation("There", "AL"))
    for kind in ("G1", "G4", "G10"):
        sign(family, kind)
        assert state(family, kind) == State.PASSED

    care(family, suspected="unsure")

    for kind in ("G1", "G4", "G10"):
        assert state(family, kind) == State.NOT_STARTED
    with world.acting(family.milan):
        assert Task.objects.filter(kind="guardian", done_at=None).count() == 1


@pytest.mark.rule(16)
def test_a_high_risk_still_goes_to_the_panel(family):
    families.to_return(family)
    assessed(family)
    care(family, basis="authorisation", **DOCUMENT, **NO_DOUBT)
    with world.acting(family.milan):
        case = families.fresh(family.milan, family.child)
        for _time in range(2):
            proving.matrix(case, "high")
            sign_risk(case, text="Canary words.")
    sign(family, "G10")

    assert state(family, "G3") == State.WAITING


def test_for_a_child_the_period_ends_early_only_with_the_authority(family):
    families.to_return(family)
    agreed = {"issuer": "Youth office", "dated_on": timezone.localdate(), "text": "Canary words."}
    sign(family, "G2", outcome="waived", **agreed)
    assert state(family, "G2") == State.WAITING  # nobody decides for the child yet
    care(family)
    with pytest.raises(MoveNotAllowed, match="authority agrees"):
        sign(family, "G2", outcome="waived", text="Canary words.")
    sign(family, "G2", outcome="waived", **agreed)
    assert state(family, "G2") == State.PASSED


def test_the_form_asks_for_the_document_and_the_doubt(client, family):
    assessed(family)
    world.sign_in(client, family.milan)
    address = page("case_parent", family.child)

    empty = client.post(address, {"suspected": "no", "basis": "court_order", "doubt": "doubt"})
    assert empty.status_code == 422
    assert "Write down the doubt" in empty.text
    sent = {"suspected": "no", "basis": "court_order", **DOCUMENT, **NO_DOUBT}
    done = client.post(address, sent, follow=True)
    assert "stand in for a full determination" in done.text
    assert client.get(page("case_parent", family.mother)).status_code == 404


def test_a_parent_agrees_for_the_child_until_suspected(client, family):
    receiver = world.organisation("Qendra Drita", "AL")
    care(family)
    families.agreed_by_parent(family, receiver)
    waiting = sharing.sent(family.milan, family.child, receiver, ["summary", "identity"])

    care(family, suspected="yes")

    with world.acting(family.milan):
        waiting.refresh_from_db()
        assert waiting.status == "withdrawn"
        assert not ConsentItem.objects.filter(agreed=True, withdrawn_at=None).exists()
    with pytest.raises(IntegrityError, match="no parent decides here"):
        families.agreed_by_parent(family, receiver)
    world.sign_in(client, family.milan)
    shown = client.get(page("consent_new", family.child) + "?none=1").text
    assert 'value="parent"' not in shown


def test_only_the_youngest_are_not_asked(family):
    care(family)
    with world.acting(family.milan):
        Summary.objects.filter(case=family.child).update(age_band="9-17")
    with pytest.raises(IntegrityError, match="can be asked"):
        families.agreed_by_parent(family, world.organisation("Qendra Drita", "AL"))


INSERT = (
    "INSERT INTO referral_parentalcare (id, case_id, suspected, basis, number, issuer, seen_by, lies_at, doubt, doubt_text, by_id,"
    " written_at) VALUES (gen_random_uuid(), %s, 'no', '', '', '', '', '', '', '', %s, now())"
)


def test_nobody_speaks_of_a_parent_in_another_name_or_role(family):
    supervisor = world.member(family.milan.organisation, Role.SUPERVISOR)
    with world.acting(family.milan):
        for case in family.both:
            rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", case.pk, supervisor.user_id)
        said = [refused(INSERT, family.child.pk, supervisor.user_id)]
        assert "only a child" in refused(INSERT, family.mother.pk, family.milan.user_id)
        care_row = write_care(families.fresh(family.milan, family.child), suspected="yes")
        assert "permission denied" in refused("UPDATE referral_parentalcare SET suspected = 'no'")
        assert care_row.suspected == "yes"
    with world.acting(supervisor):
        said += [refused(INSERT, family.child.pk, supervisor.user_id)]
    assert all("not yours to say" in one for one in said)


def test_a_stranger_learns_no_parents_word(family):
    care(family)
    stranger = world.member(world.organisation("Elsewhere", "FR"))
    with world.acting(stranger):
        assert parents_word(family.child.journey_id) == ""


# A birth


BORN = {
    "place": "Canary hospital",
    "gender": "Feminine",
    "suspected": "no",
}


def born(client, case, **changed):
    today = timezone.localdate()
    day = {"born_0": today.day, "born_1": today.month, "born_2": today.year}
    return client.post(page("birth_new", case), BORN | day | changed, follow=True)


def test_a_birth_opens_the_childs_own_journey(client):
    worker = world.member(world.organisation("Casa Verde", "IT"))
    mother = sharing.filled(worker)
    receiver = world.organisation("Qendra Drita", "AL")
    sharing.agree(worker, mother, receiver)
    world.sign_in(client, worker)

    shown = born(client, mother)

    assert "The child has an own case" in shown.text
    with world.acting(worker):
        child = Case.objects.exclude(pk=mother.pk).select_related("journey", "organisation").get()
        assert child.journey.child
        assert child.stage == Stage.IDENTIFICATION
        assert Identity.objects.get(case=child).birth_place == "Canary hospital"
        assert together(mother).cases == [child]
        assert parents_word(child.journey_id) == "decides"
        assert "civil registry" in PlanGoal.objects.get(case=child).goal
        assert "civil registry" in Task.objects.get(case=child).text
        # What the mother agreed to is hers.
        assert not Consent.objects.filter(case=child).exists()
        assert basis(child, receiver, "B3").agreed == set()
    with pytest.raises(MoveNotAllowed, match="did not agree"):
        sharing.sent(worker, child, receiver, ["summary"])


def test_a_birth_date_keeps_its_precision_and_is_not_in_the_future(client):
    worker = world.member(world.organisation("Casa Verde", "IT"))
    mother = sharing.opened(worker)
    world.sign_in(client, worker)

    assert born(client, mother, born_2=2090).status_code == 422
    born(client, mother, born_0="")

    with world.acting(worker):
        child = Case.objects.exclude(pk=mother.pk).get()
        assert Identity.objects.get(case=child).born == f"{timezone.localdate():%Y-%m}"


@pytest.mark.rule(9)
def test_a_state_that_learns_nothing_of_the_mother_learns_nothing_of_the_child(client):
    worker = world.member(world.organisation("Casa Verde", "IT"))
    mother = sharing.opened(worker, safety_flags=["no_authority_of_origin"])
    world.sign_in(client, worker)
    born(client, mother)
    with world.acting(worker):
        child = Case.objects.exclude(pk=mother.pk).get()
        assert rows("SELECT kept_from(%s, 'AL')", child.pk) == [(True,)]


def test_a_mother_who_may_be_a_danger_does_not_decide(client):
    worker = world.member(world.organisation("Casa Verde", "IT"))
    mother = sharing.opened(worker)
    world.sign_in(client, worker)
    born(client, mother, suspected="unsure")
    with world.acting(worker):
        child = Case.objects.exclude(pk=mother.pk).get()
        assert parents_word(child.journey_id) == ""
        assert Task.objects.filter(case=child, kind="guardian").exists()
        assert ParentalCare.objects.get().suspected == "unsure"
