"""One case at a glance: who may open it, what it shows, and what it never shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.contacts import ask_for_guardian
from referral.models import Identity, JourneyEvent, Note, Task, TaskKind, Whereabouts
from referral.stages import EventKind, Side
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canary Canarina"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def reference(worker):
    """A case with something in each class that could leak."""
    case = world.contact(worker)
    with world.acting(worker):
        Identity(case=case, name_said=CANARY).save(force_insert=True)
        Note(case=case, data_class="account", text=CANARY, by=worker.user).save(force_insert=True)
        return case.journey.reference


def overview(client, membership, reference):
    return world.sign_in(client, membership).get(reverse("case_overview", args=[reference]))


def test_the_worker_sees_journey_next_step_and_guidance(client, worker, reference):
    page = overview(client, worker, reference)

    assert page.status_code == 200
    assert "Next: not decided" in page.text
    assert "Ask what the person needs now" in page.text
    assert "What would you tell a friend about what I just explained?" in page.text
    assert "Woman, 30 to 38, Albania" in page.text
    assert "Gates before return" not in page.text


def test_no_name_and_no_note_stand_on_the_page(client, worker, reference):
    page = overview(client, worker, reference)

    assert CANARY not in page.text
    with world.acting(worker):
        assert not AuditEntry.objects.filter(action="read.identity").exists()


def test_an_unlock_shows_the_name_and_writes_the_look_down(client, worker, reference):
    world.sign_in(client, worker).post(reverse("case_names"), {"show": "yes"})
    shown = overview(client, worker, reference)
    client.post(reverse("case_names"), {"show": "no"})
    hidden = overview(client, worker, reference)

    assert CANARY in shown.text
    assert CANARY not in shown.text.split("</title>")[0]
    assert CANARY not in hidden.text
    with world.acting(worker):
        assert AuditEntry.objects.filter(action="read.identity").count() == 1


def test_an_unlock_ends_with_the_membership(client, worker, reference):
    other = world.member(worker.organisation, Role.FIRST_CONTACT, user=worker.user)
    world.sign_in(client, other).post(reverse("case_names"), {"show": "yes"})

    assert CANARY not in overview(client, worker, reference).text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CASE_MANAGER, 404),
        (Role.SUPERVISOR, 404),
        (Role.NATIONAL_COORDINATOR, 403),
        (Role.ORGANISATION_ADMIN, 403),
        (Role.CONSULAR, 403),
        (Role.POLICE, 403),
        (Role.OPERATOR, 403),
    ],
)
def test_a_colleague_without_a_grant_gets_nothing(client, worker, reference, role, status):
    page = overview(client, world.member(worker.organisation, role), reference)

    assert page.status_code == status
    assert "Woman" not in page.text


def test_a_stranger_gets_what_does_not_exist(client, reference):
    stranger = world.member(world.organisation("Qendra Drita", "AL"))

    assert overview(client, stranger, reference).status_code == 404
    assert overview(client, stranger, "TRM-222-222-2").status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, reference):
    assert client.get(reverse("case_overview", args=[reference])).status_code == 302


def test_safe_contact_stands_on_the_page(client, worker, reference):
    before = overview(client, worker, reference)
    with world.acting(worker):
        case = Identity.objects.get().case
        Whereabouts(case=case, safe_how="Text, no voice", never="Ring the flat").save(
            force_insert=True
        )
    after = overview(client, worker, reference)

    assert "Ask the person before you ring or write" in before.text
    assert "Ring the flat" in after.text


def test_a_task_that_is_due_is_the_next_step(client, worker):
    case = world.contact(worker, child=True, age_band="9-17")
    with world.acting(worker):
        ask_for_guardian(case)
        reference = case.journey.reference

    page = overview(client, worker, reference)

    assert '<h2 id="next-step">Ask for a guardian</h2>' in page.text
    assert "Girl, 9 to 17, Albania" in page.text


def test_queries_do_not_follow_the_number_of_events_and_tasks(client, worker, reference):
    world.sign_in(client, worker)
    address = reverse("case_overview", args=[reference])
    client.get(address)

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with world.acting(worker):
        case = Identity.objects.get().case
        for _number in range(3):
            JourneyEvent.objects.create(
                journey=case.journey,
                kind=EventKind.STAGE,
                stage=2,
                organisation=worker.organisation,
                country="IT",
                side=Side.DESTINATION,
            )
            Task.objects.create(
                organisation=worker.organisation,
                case=case,
                journey=case.journey,
                kind=TaskKind.URGENT_NEED,
                due_on=timezone.localdate(),
            )
    with CaptureQueriesContext(connection) as more:
        client.get(address)

    assert len(more) == len(few)
    assert len(few) <= 28  # where no return is in sight, gates are not asked for
