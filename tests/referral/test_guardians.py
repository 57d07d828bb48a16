"""A guardian by appointment (rules of practice 20, 21): two people, one document, and an end that takes everything at once."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.gates.standing import gates_of
from referral.actions.guardians import confirm_guardian, end_guardian, enter_guardian
from referral.actions.signatures import ask_signature
from referral.actions.statuses import change_status
from referral.models import (
    Case,
    CaseUserGrant,
    Consent,
    ConsentItem,
    Evidence,
    GateSignature,
    Guardianship,
    Journey,
    MoveNotAllowed,
    Notice,
    Referral,
    Task,
)
from referral.stages import GateKind
from tests import world
from tests.referral import guardians, placed, sharing
from tests.referral.test_row_security import refused, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(20)]


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT"))


@pytest.fixture
def case(worker):
    return sharing.opened(worker, child=True, age_band="9-17")


@pytest.fixture
def office():
    """A guardians' office with an account."""
    here = world.organisation("Guardians", "IT", "guardianship", services=["guardianship"])
    return world.member(here, Role.GUARDIAN)


def page(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def posted(second, **changed):
    data = guardians.document(dated_on=timezone.localdate().isoformat(), **changed)
    return data | {"confirmer": str(second.user_id)}


def taken_over(office, worker, case):
    """The office has its own case on the child's journey."""
    sharing.agree(worker, case, office.organisation)
    asked = sharing.sent(worker, case, office.organisation, kind="guardian")
    with world.acting(office):
        return accept(referral=Referral.objects.get(pk=asked.pk), contact_name="A. Invented")


def test_one_enters_and_a_second_confirms(client, worker, case):
    second = world.member(worker.organisation, Role.SUPERVISOR)
    shown = world.sign_in(client, worker).post(
        page("guardian_new", case), posted(second), follow=True
    )
    assert guardians.NAME in shown.text
    assert "Nobody has been appointed yet" in shown.text
    with world.acting(worker):
        appointment = Guardianship.objects.get()

    own = client.post(page("guardian_confirm", case, appointment.pk))
    assert own.status_code == 409
    world.sign_in(client, second)
    assert "I compared the document" in client.get(page("case_guardian", case)).text
    assert client.post(page("guardian_confirm", case, appointment.pk)).status_code == 302
    # The look of the second person is over.
    assert client.get(page("case_guardian", case)).status_code == 404
    assert (
        "An appointed guardian decides"
        in world.sign_in(client, worker).get(page("case_guardian", case)).text
    )
    with world.acting(worker):
        assert not Task.objects.filter(kind="guardian_confirm", done_at=None).exists()


def test_a_document_is_needed(client, worker, case):
    second = world.member(worker.organisation, Role.SUPERVISOR)
    answer = world.sign_in(client, worker).post(
        page("guardian_new", case), posted(second, number="", seen_by="")
    )

    assert answer.status_code == 422
    assert guardians.NAME in answer.text
    with world.acting(worker):
        assert not Guardianship.objects.exists()


def test_an_adult_has_no_guardian(client, worker):
    adult = sharing.opened(worker)

    assert world.sign_in(client, worker).get(page("case_guardian", adult)).status_code == 404
    with pytest.raises(MoveNotAllowed, match="An adult decides alone"):
        guardians.entered(worker, adult)


def test_nobody_confirms_the_own_entry_even_in_the_database(worker, case):
    appointment, _second = guardians.entered(worker, case)

    with world.acting(worker):
        with pytest.raises(MoveNotAllowed, match="A second person"):
            confirm_guardian(case, appointment)
        said = refused(
            "UPDATE referral_guardianship SET confirmed_at = now(), confirmed_by_id = %s",
            worker.user_id,
        )
    assert "a second person confirms" in said


def test_a_guardian_neither_appoints_nor_reads_appointments(worker, case):
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    guardians.appointed(worker, case)

    with world.acting(guardian):
        assert rows("SELECT 1 FROM referral_guardianship") == []
        said = refused(
            "INSERT INTO referral_guardianship (id, case_id, kind, dated_on, entered_by_id, entered_at, end_reason,"
            " name, contact, number, issuer, seen_by) VALUES (gen_random_uuid(), %s, 'court', now(), %s, now(), '',"
            " '', '', '', '', '')",
            case.pk,
            guardian.user_id,
        )
    assert "a guardian does not appoint" in said


def test_without_an_appointment_the_database_takes_no_word_of_a_guardian(worker, case):
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    with world.acting(guardian):
        said = refused(
            "INSERT INTO referral_gatesignature (id, journey_id, kind, organisation_id, side, role, by_id, outcome, level,"
            " second, signed_at) VALUES (gen_random_uuid(), %s, 'G1', %s, 'destination', 'guardian', %s, 'passed', '', false, now())",
            case.journey_id,
            guardian.organisation_id,
            guardian.user_id,
        )
    assert "no guardian was appointed" in said
    with world.acting(worker):
        said = refused(
            "INSERT INTO referral_consent (id, case_id, given_by, assent, how, language, interpreter, text_version, explained,"
            " understood, copy_given, conditions, witness, by_id, given_at)"
            " VALUES (gen_random_uuid(), %s, 'guardian', 'yes', 'spoken', 'sq', 'none', '', '{}', true, 'no', '', '', %s, now())",
            case.pk,
            worker.user_id,
        )
    assert "no guardian was appointed" in said


def test_a_guardian_without_an_appointment_is_told_why_nothing_is_signed(client, worker, case):
    appointment, second = guardians.entered(worker, case)
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    gate = page("gate_sign", case, "G1")
    wish = {"outcome": "blocked", "kind": "conversation", "text": "Canary wish"}

    early = world.sign_in(client, guardian).post(gate, wish)

    assert early.status_code == 409
    assert "A guardian signs once the authority’s appointment was entered" in early.text
    assert "Canary wish" in early.text
    with world.acting(worker):
        assert not GateSignature.objects.exists()
        assert not Evidence.objects.filter(gate="G1").exists()
    with world.acting(second):
        confirm_guardian(case, appointment)
    assert client.post(gate, wish).status_code == 302


def test_a_suspected_guardian_is_shut_out_at_once_without_a_word(client, worker, case, office):
    appointment = guardians.appointed(worker, case, organisation=office.organisation)
    own = taken_over(office, worker, case)
    world.sign_in(client, office)
    assert client.get(page("case_overview", case)).status_code == 200
    with world.acting(office):
        before = Notice.objects.count()

    with world.acting(worker):
        end_guardian(case, appointment, reason="suspected")

    assert client.get(page("case_overview", case)).status_code == 404
    assert client.get(page("case_part", case, "identity")).status_code == 404
    assert client.get(reverse("inbox")).status_code == 200
    with world.acting(office):
        assert not CaseUserGrant.objects.filter(content_object=own.pk).exists()
        for model in (Case, Referral, Journey):
            assert not model.objects.exists()
        assert Notice.objects.count() <= before
    with world.acting(worker):
        assert Task.objects.filter(kind="new_guardian", done_at=None).count() == 1


def test_the_office_does_not_let_the_suspected_guardian_in_again(worker, case, office):
    appointment = guardians.appointed(worker, case, organisation=office.organisation)
    own = taken_over(office, worker, case)
    head = world.member(office.organisation, Role.SUPERVISOR)
    with world.acting(worker):
        end_guardian(case, appointment, reason="suspected")

    with world.acting(head):
        rows("SELECT assign(%s, %s, NULL, NULL, NULL, 'assigned')", own.pk, office.user_id)
    with world.acting(office):
        assert not Case.objects.exists()

    guardians.appointed(worker, case, organisation=office.organisation)
    with world.acting(office):
        assert Case.objects.exists()


def test_what_a_suspected_guardian_agreed_to_shares_nothing_new(worker, case):
    partner = world.member(world.organisation("Qendra Drita", "AL"))
    appointment = guardians.appointed(worker, case)
    sharing.agree(worker, case, partner.organisation)
    waiting = sharing.sent(worker, case, partner.organisation)

    with world.acting(worker):
        end_guardian(case, appointment, reason="suspected")
        assert not ConsentItem.objects.filter(agreed=True, withdrawn_at=None).exists()
        assert Referral.objects.get(pk=waiting.pk).status == "withdrawn"


def test_signatures_of_a_suspected_guardian_never_counted(worker, case):
    guardian = placed.assigned(case, worker, Role.GUARDIAN)
    appointment = guardians.appointed(worker, case)
    with world.acting(guardian):
        GateSignature(
            journey=case.journey,
            kind="G1",
            organisation_id=guardian.organisation_id,
            side=case.side,
            role="guardian",
            by_id=guardian.user_id,
            outcome="passed",
        ).save(force_insert=True)
    with world.acting(worker):
        assert gates_of(Journey.objects.get())[GateKind.G1].is_through
        end_guardian(case, appointment, reason="suspected")
        assert not gates_of(Journey.objects.get())[GateKind.G1].is_through


def test_an_ended_appointment_stays_as_it_was(worker, case):
    appointment = guardians.appointed(worker, case)
    with world.acting(worker):
        end_guardian(case, appointment, reason="authority")
        with pytest.raises(MoveNotAllowed, match="ended already"):
            end_guardian(case, appointment, reason="replaced")
        said = refused(
            "UPDATE referral_guardianship SET ended_at = NULL, ended_by_id = NULL, end_reason = ''"
        )
    assert "confirmed once and ended once" in said


@pytest.mark.rule(21)
def test_the_formal_interview_waits_and_protection_does_not(worker, case):
    with world.acting(worker):
        change_status(case=case, status="protection")
        with pytest.raises(MoveNotAllowed, match="waits for the guardian"):
            change_status(case=case, status="formal_pending")
    guardians.appointed(worker, case)
    with world.acting(worker):
        change_status(case=case, status="formal_pending")
        assert case.status == "formal_pending"


@pytest.mark.rule(21)
def test_provisional_care_shares_nothing_abroad_even_in_the_database(worker, case):
    partner = world.organisation("Qendra Drita", "AL")
    with world.acting(worker):
        consent = Consent.objects.create(
            case=case, given_by="public_body", assent="yes", how="spoken", by_id=worker.user_id
        )
        with pytest.raises(IntegrityError, match="waits for the guardian"):
            ConsentItem.objects.create(
                case=case,
                consent=consent,
                purpose="B3",
                receiver=partner,
                data_class="summary",
                agreed=True,
            )


def test_asking_a_colleague_closes_nothing_that_another_request_opened(worker, case):
    second = world.member(worker.organisation, Role.SUPERVISOR)
    with world.acting(worker):
        ask_signature(case, user=second.user_id, classes=["risk"])
        enter_guardian(case, confirmer=second.user_id, **guardians.document())
        looks = CaseUserGrant.objects.get(user=second.user_id, classes__isnull=False)

    assert set(looks.classes) == {"risk", "summary", "evidence"}
