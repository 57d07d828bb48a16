"""What was typed and not sent: kept, sealed, met again by its author alone, and ended by sending."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.assigning import unassign
from referral.actions.unsent import read_unsent
from referral.due import run_due
from referral.models import Draft, Identity, Note, UnsentForm
from tests import world
from tests.pages.world.cases import give
from tests.referral import sharing
from tests.referral.test_worker import as_role, as_worker

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canarina said this"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker):
    case = world.contact(worker)
    with world.acting(worker):
        assert case.journey.reference
    return case


@pytest.fixture
def desk(client, worker):
    return world.sign_in(client, worker)


def note_at(case):
    return reverse("case_note_new", args=[case.journey.reference])


def typed(key=None, **answers):
    return {
        "data_class": "services",
        "text": CANARY,
        "idempotency_key": str(key or uuid4()),
        **answers,
    }


def keep(desk, at, answers, how="auto"):
    return desk.post(at, answers | {"save_draft": how})


def test_the_script_saves_and_says_when(desk, case):
    answer = keep(desk, note_at(case), typed())

    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Draft saved ")


def test_coming_back_offers_the_draft_and_shows_nothing_of_it(desk, case):
    keep(desk, note_at(case), typed())

    page = desk.get(note_at(case))

    assert "Continue with your draft" in page.text
    assert "Start again" in page.text
    assert CANARY not in page.text


def test_continuing_shows_what_was_typed(desk, case):
    keep(desk, note_at(case), typed())

    page = desk.get(note_at(case), {"draft": "continue"})

    assert CANARY in page.text
    assert 'value="services"' in page.text


def test_starting_again_deletes_the_draft_and_its_key(desk, worker, case):
    keep(desk, note_at(case), typed())
    assert keys_of_drafts() == 1

    desk.post(note_at(case), {"start_again": "1"})

    assert "Continue with your draft" not in desk.get(note_at(case)).text
    assert drafts_of(worker) == 0
    assert keys_of_drafts() == 0


def drafts_of(membership):
    with world.acting(membership):
        return UnsentForm.objects.count()


def keys_of_drafts():
    """The application cannot read keys: the owner counts them."""
    with as_role("trm_owner"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referral_casekey WHERE data_class = 'unsent'")
        return cursor.fetchone()[0]


def test_without_script_a_button_keeps_it_on_the_same_page(desk, case):
    answer = desk.post(note_at(case), typed() | {"save_draft": "1"}, follow=True)

    assert "Draft saved" in answer.text
    assert CANARY in answer.text


def test_sending_ends_the_draft(desk, worker, case):
    key = uuid4()
    keep(desk, note_at(case), typed(key))

    desk.post(note_at(case), typed(key))

    assert drafts_of(worker) == 0
    with world.acting(worker):
        assert Note.objects.count() == 1


def test_a_save_that_comes_after_the_sending_keeps_nothing(desk, worker, case):
    key = uuid4()
    desk.post(note_at(case), typed(key))

    late = keep(desk, note_at(case), typed(key))

    assert late.json() == {"said": ""}
    assert drafts_of(worker) == 0


def test_answers_that_do_not_fit_leave_the_draft(desk, worker, case):
    key = uuid4()
    keep(desk, note_at(case), typed(key))

    assert desk.post(note_at(case), typed(key, text="")).status_code == 422
    assert drafts_of(worker) == 1


def test_saving_again_is_still_one_draft(desk, worker, case):
    key = uuid4()
    for text in ("one", "two", "three"):
        keep(desk, note_at(case), typed(key, text=text))

    assert drafts_of(worker) == 1
    assert "three" in desk.get(note_at(case), {"draft": "continue"}).text


def test_another_tab_does_not_write_over_it(desk, case):
    keep(desk, note_at(case), typed())

    other = keep(desk, note_at(case), typed(text="other tab"))

    assert other.status_code == 409
    assert CANARY in desk.get(note_at(case), {"draft": "continue"}).text


def test_a_draft_too_long_is_refused_in_words(desk, worker, case):
    answer = keep(desk, note_at(case), typed(text="x" * 300_000))

    assert answer.status_code == 413
    assert "too long" in answer.json()["said"]
    assert drafts_of(worker) == 0


def test_it_lies_sealed(desk, worker, case):
    keep(desk, note_at(case), typed())

    with world.acting(worker), connection.cursor() as cursor:
        cursor.execute("SELECT content FROM referral_unsentform")
        assert CANARY.encode() not in bytes(cursor.fetchone()[0])


def test_nobody_else_meets_it(desk, worker, case):
    """Not a colleague on the same case, not the supervisor, not the same person in another role."""
    keep(desk, note_at(case), typed())
    colleague, lead = (
        world.member(worker.organisation),
        world.member(worker.organisation, Role.SUPERVISOR),
    )
    other_door = world.member(worker.organisation, Role.SUPERVISOR, user=worker.user)
    with world.acting(worker):
        for one in (colleague, lead):
            give(case, one)

    for one in (colleague, lead, other_door):
        page = world.sign_in(Client(), one).get(note_at(case))
        assert "your draft" not in page.text
        assert drafts_of(one) == 0


def test_a_closed_case_closes_its_drafts(desk, worker, case):
    keep(desk, note_at(case), typed())
    with world.acting(worker):
        give(case, world.member(worker.organisation))
    with world.acting(world.member(worker.organisation, Role.SUPERVISOR)):
        unassign(case.pk, user=worker.user_id)

    assert drafts_of(worker) == 0
    assert desk.get(note_at(case)).status_code == 404
    assert keep(desk, note_at(case), typed()).status_code == 404


def test_a_strangers_address_keeps_nothing(client, worker, case):
    stranger = world.member(world.organisation("Maison Claire", "FR"))
    world.sign_in(client, stranger)

    assert keep(client, note_at(case), typed()).status_code == 404
    assert drafts_of(stranger) == 0


def test_the_database_takes_no_draft_in_anothers_name(worker, case):
    other = world.member(worker.organisation)
    with world.acting(worker), pytest.raises(DatabaseError), transaction.atomic():
        UnsentForm.objects.create(
            organisation=worker.organisation,
            author=other.user,
            role=worker.role,
            address="/x/",
            key=uuid4(),
            expires_at=timezone.now(),
        )


def test_after_72_hours_the_worker_ends_it_unread(desk, worker, case):
    keep(desk, note_at(case), typed())
    with world.acting(worker):
        UnsentForm.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "your draft" not in desk.get(note_at(case)).text

    with as_worker():
        assert run_due()["drafts ended"] == 1
    assert keys_of_drafts() == 0


def test_the_worker_ends_none_that_has_time(desk, worker, case):
    keep(desk, note_at(case), typed())

    with as_worker():
        assert run_due(timezone.now() + timedelta(days=9))["drafts ended"] == 0
    assert drafts_of(worker) == 1


def test_home_leads_back(desk, case):
    keep(desk, note_at(case), typed())

    page = desk.get(reverse("home"))

    assert "A form you did not send" in page.text
    assert CANARY not in page.text


def test_a_referral_goes_on_with_its_choices(desk, worker, case):
    partner = world.organisation("Centro Vicino", "IT")
    at = reverse("refer", args=[case.journey.reference])
    key = {"idempotency_key": str(uuid4())}
    choices = {"receiver": str(partner.pk), "urgency": "urgent", "starts_on": "2027-01-05"}
    keep(desk, at, key | choices)

    assert "Continue with your draft" in desk.get(at).text
    page = desk.get(at, {"draft": "continue"})

    assert page.status_code == 200
    assert 'value="2027-01-05"' in page.text
    assert re.search(rf'value="{partner.pk}"[^>]*(selected|checked)', page.text)


def test_what_is_asked_in_the_address_stays(desk, case):
    """A consent names its receivers there."""
    partner = world.organisation("Centro Vicino", "IT")
    at = reverse("consent_new", args=[case.journey.reference]) + f"?receiver={partner.pk}"
    answer = keep(desk, at, {"understood": "on", "idempotency_key": str(uuid4())}, how="1")

    assert f"receiver={partner.pk}" in answer.url
    assert "draft=continue" in answer.url
    assert "Centro Vicino" in desk.get(answer.url).text


# The record changed meanwhile


def test_a_draft_of_an_old_version_meets_the_conflict(desk, worker, case):
    at = reverse("case_part", args=[case.journey.reference, "identity"])
    desk.post(at, {"name_said": "Anna", "version": "0", "idempotency_key": str(uuid4())})
    keep(desk, at, {"name_said": "Anna Maria", "version": "1", "idempotency_key": str(uuid4())})
    with world.acting(worker):
        row = Identity.objects.get(case=case)
        row.name_said, row.version = "Hanna", 2
        row.save()

    page = desk.get(at, {"draft": "continue"})
    assert "Anna Maria" in page.text
    assert 'name="version" value="1"' in page.text

    answer = desk.post(
        at, {"name_said": "Anna Maria", "version": "1", "idempotency_key": str(uuid4())}
    )
    assert answer.status_code == 409
    assert "Hanna" in answer.text
    assert "Anna Maria" in answer.text


# The session ends


def end_of_session(client):
    session = client.session
    session["active_at"] = session["began_at"] = time.time() - 16 * 60
    session.save()


def test_a_form_sent_after_the_end_waits_as_a_draft(client, desk, worker, case):
    end_of_session(desk)

    answer = desk.post(note_at(case), typed())

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign_in"))
    with world.acting(worker):
        assert Note.objects.count() == 0
    assert "kept as a draft" in desk.get(answer.url).text
    world.sign_in(desk, worker)
    assert CANARY in desk.get(note_at(case), {"draft": "continue"}).text


def test_without_a_good_token_the_late_form_keeps_nothing(worker, case):
    browser = world.sign_in(Client(enforce_csrf_checks=True), worker)
    end_of_session(browser)

    assert browser.post(note_at(case), typed()).status_code == 403
    assert drafts_of(worker) == 0


def test_a_visitor_keeps_nothing(client, worker, case):
    assert client.post(note_at(case), typed()).status_code == 302
    assert drafts_of(worker) == 0


def test_asking_for_the_time_is_no_sign_of_life(desk, settings):
    desk.get(reverse("home"))
    session = desk.session
    session["active_at"] = time.time() - 14 * 60
    session.save()

    for _look in range(3):
        left = desk.get(reverse("session_time"), headers={"x-desk-poll": "1"}).json()
    assert left["left"] <= 60
    assert left["longer"]

    assert desk.get(reverse("session_time")).json()["left"] > 14 * 60


def test_typing_is_a_sign_of_life(desk, case):
    session = desk.session
    session["active_at"] = time.time() - 14 * 60
    session.save()

    keep(desk, note_at(case), typed())

    left = desk.get(reverse("session_time"), headers={"x-desk-poll": "1"}).json()["left"]
    assert left > 14 * 60


# Leaving quickly


def test_leaving_keeps_the_draft_and_ends_the_session(desk, worker, case):
    answer = desk.post(reverse("session_leave"), typed() | {"draft_of": note_at(case)})

    assert answer.status_code == 204
    assert "_auth_user_id" not in desk.session
    assert drafts_of(worker) == 1


@pytest.mark.parametrize("at", ["/nowhere/", "/login/", "http://[bad", "/cases/UNKNOWN/notes/new/"])
def test_leaving_ends_the_session_whatever_comes_with_it(desk, worker, at):
    assert desk.post(reverse("session_leave"), typed() | {"draft_of": at}).status_code == 204
    assert "_auth_user_id" not in desk.session


def test_leaving_without_a_token_keeps_nothing_and_ends_the_session(worker, case):
    browser = world.sign_in(Client(enforce_csrf_checks=True), worker)

    assert (
        browser.post(reverse("session_leave"), typed() | {"draft_of": note_at(case)}).status_code
        == 204
    )
    assert "_auth_user_id" not in browser.session
    assert drafts_of(worker) == 0


# A new contact


def contact(key, **answers):
    return {
        "danger": "no",
        "age_band": "9-17",
        "note": CANARY,
        "idempotency_key": str(key),
        **answers,
    }


@pytest.mark.rule(19)
def test_a_contact_being_written_is_a_draft_that_the_supervisor_sees(client, desk, worker):
    key = uuid4()
    for _save in range(3):
        keep(desk, reverse("contact_new"), contact(key))

    with world.acting(worker):
        assert Draft.objects.count() == 1
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)
    assert "9 to 17" in world.sign_in(Client(), supervisor).get(reverse("draft_list")).text


@pytest.mark.rule(19)
def test_no_time_ends_it_and_somebody_is_asked(desk, worker):
    keep(desk, reverse("contact_new"), contact(uuid4()))
    with world.acting(worker):
        Draft.objects.update(expires_at=timezone.now() - timedelta(hours=1))

    with as_worker():
        run_due()

    with world.acting(worker):
        assert Draft.objects.count() == 1
    assert "Decide about a draft" in desk.get(reverse("home")).text


def test_a_contact_goes_on_where_it_was_left_or_another_begins(desk):
    keep(desk, reverse("contact_new"), contact(uuid4()))

    page = desk.get(reverse("contact_new"))

    assert "Continue with your draft" in page.text
    fresh = desk.get(reverse("contact_new"), {"draft": "new"})
    assert CANARY not in fresh.text
    assert "Save contact" in fresh.text


def test_two_contacts_at_once_are_two_drafts(desk, worker):
    for _page in range(2):
        keep(desk, reverse("contact_new"), contact(uuid4()))

    with world.acting(worker):
        assert Draft.objects.count() == 2


def test_finishing_later_is_the_same_draft(desk, worker):
    key = uuid4()
    keep(desk, reverse("contact_new"), contact(key))

    desk.post(reverse("contact_new"), contact(key, later="1"))

    with world.acting(worker):
        assert Draft.objects.count() == 1
    assert "Save contact" in desk.get(reverse("contact_new")).text


def test_forms_of_danger_keep_what_was_typed(desk, worker, case):
    """Emergency access, protection, a link for a partner, passing on without consent."""
    partner = world.organisation("Outside", "AL", has_account=False)
    sharing.agree(worker, case, partner)
    referral = sharing.sent(worker, case, partner, ["summary"], kind="service")
    reference = case.journey.reference
    forms = {
        reverse("emergency_new"): {"text": CANARY},
        reverse("case_protection", args=[reference]): {"reason": "threat"},
        reverse("disclosure_new", args=[reference]): {"words": CANARY},
        reverse("link_new", args=[referral.pk]): {"email": CANARY},
    }
    for at, typed_here in forms.items():
        secret = {"password": "a secret", "idempotency_key": uuid4()}
        answer = keep(desk, at, typed_here | secret)
        assert answer.json()["said"].startswith("Draft saved "), at
        assert "Continue with your draft" in desk.get(at).text
        page = desk.get(at, {"draft": "continue"}).text
        assert CANARY in page or 'value="threat" selected' in page, at
        with world.acting(worker):
            assert "password" not in read_unsent(UnsentForm.objects.get(address=at))
