"""A new contact in nine answers: what is kept, for whom, and what is not."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEntry
from directory.models import ContactKind
from referral.models import (
    Account,
    Case,
    Consent,
    ConsentItem,
    Draft,
    ProtectionRecord,
    RefusedContact,
    Summary,
    Task,
    TaskKind,
)
from tests import world
from tests.directory import rows

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canary Canarina"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def desk(client, worker):
    return world.sign_in(client, worker)


def answers(**changed):
    today = timezone.localdate()
    nine = {
        "danger": "no",
        "met_at": "outreach",
        "met_on_0": today.day,
        "met_on_1": today.month,
        "met_on_2": today.year,
        "age_band": "30-38",
        "gender": "Feminine",
        "nationality": "AL",
        "noticed": ["debt", "unpaid"],
        "agreed": "yes",
        "idempotency_key": str(uuid4()),
    }
    return nine | changed


def send(desk, **changed):
    return desk.post(reverse("contact_new"), answers(**changed))


def test_the_page_asks_for_no_name_and_fills_in_today(desk):
    page = desk.get(reverse("contact_new"))

    assert page.status_code == 200
    assert "name_said" not in page.text
    assert f'value="{timezone.localdate().year}"' in page.text


def test_nine_answers_open_a_case_with_the_agreement(desk, worker):
    page = send(desk)

    with world.acting(worker):
        case = Case.objects.get()
        assert page.url == reverse("contact_saved", args=[case.journey.reference])
        assert Account.objects.get(case=case).noticed == ["debt", "unpaid"]
        consent = Consent.objects.get(case=case)
        assert (consent.given_by, consent.assent) == ("person", "not_needed")
        assert ConsentItem.objects.get(case=case).purpose == "B1"
        assert not Task.objects.exists()
        assert not case.journey.child


def test_language_and_interpreter_follow_from_the_nationality(desk, worker):
    send(desk)

    with world.acting(worker):
        summary = Summary.objects.get()
        assert summary.languages == ["sq"]
        assert summary.interpreter == "needed"


def test_a_language_that_cannot_be_known_is_asked(desk):
    page = send(desk, nationality="unknown")

    assert page.status_code == 422
    assert "id_language_error" in page.text


def test_a_missing_answer_keeps_the_others(desk, worker):
    page = send(desk, noticed=[], note=CANARY)

    assert page.status_code == 422
    assert CANARY in page.text
    with world.acting(worker):
        assert not Case.objects.exists()


def test_sent_twice_opens_one_case(desk, worker):
    key = str(uuid4())

    first, second = send(desk, idempotency_key=key), send(desk, idempotency_key=key)

    assert first.url == second.url
    with world.acting(worker):
        assert Case.objects.count() == 1


@pytest.mark.rule(21)
def test_a_child_gets_a_journey_of_a_child_and_a_task_for_a_guardian(desk, worker):
    send(desk, age_band="9-17", danger="yes")

    with world.acting(worker):
        case = Case.objects.get()
        assert case.journey.child
        consent = Consent.objects.get(case=case)
        assert (consent.given_by, consent.assent) == ("public_body", "yes")
        task = Task.objects.get()
        assert (task.kind, task.due_on) == (TaskKind.GUARDIAN, timezone.localdate())


@pytest.mark.rule(19)
def test_the_no_of_an_adult_out_of_danger_leaves_a_count_only(desk, worker):
    page = send(desk, agreed="no", note=CANARY)

    assert page.url == reverse("contact_refused")
    assert desk.get(page.url).status_code == 200
    with world.acting(worker):
        assert RefusedContact.objects.count() == 1
        assert not Case.objects.exists()
        assert not Draft.objects.exists()
        assert not ProtectionRecord.objects.exists()
        assert [e.detail for e in AuditEntry.objects.filter(action="contact.refused")] == [{}]


@pytest.mark.parametrize(
    "who", [{"age_band": "9-17"}, {"age_band": "unknown"}, {"danger": "unsure"}]
)
@pytest.mark.rule(19)
def test_the_no_of_somebody_to_protect_keeps_the_minimum(desk, worker, who):
    asked = send(desk, agreed="no", **who)
    page = send(desk, agreed="no", place="Harbour", told="Youth office", **who)

    assert asked.status_code == 422
    assert "id_told_error" in asked.text
    assert page.url == reverse("contact_protected")
    with world.acting(worker):
        minimum = ProtectionRecord.objects.get()
        assert (minimum.place, minimum.told) == ("Harbour", "Youth office")
        assert minimum.noticed == "debt,unpaid"
        assert not Case.objects.exists()
        assert not RefusedContact.objects.exists()


@pytest.mark.rule(19)
def test_could_not_ask_is_kept_for_author_and_supervisor(client, desk, worker):
    page = send(desk, agreed="not_asked")
    supervisor = world.member(worker.organisation, Role.SUPERVISOR)
    colleague = world.member(worker.organisation)

    assert page.url == reverse("draft_list")
    with world.acting(worker):
        draft = Draft.objects.get()
        assert draft.could_not_ask
        assert timezone.now() + timedelta(hours=71) < draft.expires_at
    assert str(draft.pk) in world.sign_in(client, supervisor).get(reverse("draft_list")).text
    assert str(draft.pk) not in world.sign_in(client, colleague).get(reverse("draft_list")).text
    assert client.get(reverse("contact_draft", args=[draft.pk])).status_code == 404


def test_a_draft_goes_on_where_it_was_left_and_ends_with_the_case(desk, worker):
    desk.post(
        reverse("contact_new"),
        {"later": "1", "met_at": "border", "met_on_2": "2025", "note": CANARY},
    )
    with world.acting(worker):
        draft = Draft.objects.get()
    again = desk.get(reverse("contact_draft", args=[draft.pk]))
    done = desk.post(reverse("contact_draft", args=[draft.pk]), answers())

    assert CANARY in again.text
    assert '<option value="border" selected>' in again.text
    assert 'value="2025"' in again.text
    assert done.status_code == 302
    with world.acting(worker):
        assert Case.objects.count() == 1
        assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.FIRST_CONTACT, 200),
        (Role.CASE_MANAGER, 200),
        (Role.SUPERVISOR, 403),
        (Role.NATIONAL_COORDINATOR, 403),
        (Role.CONSULAR, 403),
        (Role.POLICE, 403),
        (Role.ORGANISATION_ADMIN, 403),
    ],
)
def test_who_may_record_a_contact(client, role, status):
    world.sign_in(client, world.member(world.organisation(), role))

    assert client.get(reverse("contact_new")).status_code == status


def test_a_first_contact_saves_too(client):
    worker = world.member(world.organisation(), Role.FIRST_CONTACT)

    page = send(world.sign_in(client, worker), age_band="child")

    assert page.status_code == 302
    with world.acting(worker):
        assert Case.objects.count() == 1


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(reverse("contact_new")).status_code == 302


def test_the_card_is_offered_only_after_the_question_and_without_the_reference(desk, worker):
    address = send(desk).url
    reference = address.split("/")[2]

    before, after = desk.get(address), desk.get(address, {"paper": "yes"})

    assert "handcard" not in before.text
    card = after.text.split("handcard")[1].split("</div>")[0]
    assert reference in after.text
    assert reference not in card


@pytest.fixture
def south(client):
    """A desk in a place without rows of the seed: `numbers_there` are its only ones."""
    return world.sign_in(client, world.member(world.organisation(country="AQ")))


def numbers_there(verified_on=None):
    rows.contact("AQ", ContactKind.EMERGENCY, name="", serves="any", phone_local="901")
    rows.contact("AQ", ContactKind.TRAFFICKING, phone_local="555 01", verified_on=verified_on)
    rows.contact("AQ", ContactKind.CHILD, phone_local="555 02")
    rows.contact("AQ", ContactKind.CHILD, phone_local="555 03", is_wrong=True)


def test_in_danger_the_numbers_of_the_country_stand_on_the_page(south):
    numbers_there()

    page = south.get(reverse("contact_new")).text

    assert "Numbers in Antarctica" in page
    assert 'href="tel:901"' in page
    assert page.index("555 01") < page.index("555 02")
    assert "555 03" not in page
    assert page.count("Ring before you give this number to anyone") == 2
    assert "the emergency number you know" not in page


def test_without_a_number_it_asks_for_the_one_that_is_known(south):
    page = south.get(reverse("contact_new")).text

    assert "Ring the emergency number you know in this place" in page


def test_after_danger_the_emergency_number_is_named_once_more(south):
    numbers_there()

    page = south.get(send(south, danger="yes").url).text

    assert "Emergency number in Antarctica: 901." in page


@pytest.mark.parametrize(("days", "printed"), [(None, False), (1, True), (300, False)])
def test_the_card_prints_only_a_number_that_somebody_verified(south, days, printed):
    numbers_there(days and timezone.localdate() - timedelta(days))

    card = south.get(send(south).url, {"paper": "yes"}).text

    assert "Card to give" in card
    assert ("555 01" in card) is printed
    assert "555 02" not in card
    assert "hotline" not in card


def test_nothing_typed_reaches_the_log(desk, worker):
    send(desk, note=CANARY)
    send(desk, note=CANARY, agreed="no", age_band="child", place=CANARY, told=CANARY)
    desk.post(reverse("contact_new"), {"later": "1", "note": CANARY})

    with world.acting(worker):
        written = json.dumps(list(AuditEntry.objects.values_list("detail", "target", "action")))
    assert CANARY not in written


def test_without_script_the_emergency_card_opens_and_a_child_is_saved(plain_page, sign_in, worker):
    sign_in(plain_page, worker.user)
    plain_page.goto(reverse("contact_new"))
    card = plain_page.get_by_text("Help comes before this form")
    assert not card.is_visible()

    plain_page.get_by_label("Yes", exact=True).check()
    assert card.is_visible()
    plain_page.get_by_label("How did you meet?").select_option("border")
    plain_page.get_by_label("9 to 17").check()
    assert plain_page.get_by_text("never wait for a guardian").is_visible()
    plain_page.get_by_label("Man or boy", exact=True).check()
    plain_page.get_by_label("Nationality").select_option("UA")
    plain_page.get_by_label("Is under 18 and working").check()
    plain_page.get_by_label("Yes, agreed").check()
    plain_page.get_by_role("button", name="Save contact").click()

    assert plain_page.get_by_role("heading", name="Saved as").is_visible()
    plain_page.get_by_role("link", name="Open the case").click()
    assert plain_page.get_by_role("heading", name="Ask for a guardian").is_visible()
