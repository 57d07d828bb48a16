"""The list of cases: whose they are, what a row says, filters and pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.contacts import ask_for_guardian
from referral.models import Case, Identity
from referral.views import case_list as view
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canary Canarina"


@pytest.fixture
def worker():
    return world.member(world.organisation())


def opened(worker, **summary):
    """The reference of a new case with a name in it."""
    case = world.contact(worker, **summary)
    with world.acting(worker):
        Identity(case=case, name_said=CANARY).save(force_insert=True)
        return case.journey.reference


def listed(client, membership, **query):
    return world.sign_in(client, membership).get(reverse("case_list"), query)


def references(page):
    return [row.reference for row in page.context["rows"]]


def test_a_row_says_who_where_and_what_next_without_a_name(client, worker):
    reference = opened(worker)

    page = listed(client, worker)

    assert references(page) == [reference]
    assert "Woman, 30 to 38, Albania" in page.text
    assert "Ask what the person needs now" in page.text
    assert CANARY not in page.text


def test_only_cases_open_to_me_are_listed(client, worker):
    opened(worker)
    colleague = world.member(worker.organisation)
    stranger = world.member(world.organisation("Qendra Drita", "AL"))

    assert references(listed(client, colleague)) == []
    assert references(listed(client, stranger)) == []


@pytest.mark.parametrize("role", [Role.POLICE, Role.CONSULAR, Role.NATIONAL_COORDINATOR])
def test_roles_without_cases_have_no_list(client, role):
    assert listed(client, world.member(world.organisation(), role)).status_code == 403


@pytest.mark.rule(26)
def test_names_after_one_unlock_on_my_own_cases_only(client, worker):
    opened(worker)
    lead = world.team(worker.organisation)
    colleague = world.member(worker.organisation, teams=[lead])
    with world.acting(worker), connection.cursor() as cursor:
        case = Case.objects.get()
        cursor.execute(
            "SELECT assign(%s, NULL, %s, NULL, NULL, 'assigned')", [case.pk, lead.group_id]
        )

    world.sign_in(client, worker).post(reverse("case_names"), {"show": "yes"})
    mine = listed(client, worker)
    world.sign_in(client, colleague).post(reverse("case_names"), {"show": "yes"})
    shared = listed(client, colleague)

    assert CANARY in mine.text
    assert len(references(shared)) == 1
    assert CANARY not in shared.text
    with world.acting(worker):
        assert AuditEntry.objects.filter(action="read.identity").count() == 1


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"stage": "1"}, 2),
        ({"stage": "3"}, 0),
        ({"country": "IT"}, 2),
        ({"country": "AL"}, 0),
        ({"status": "new"}, 2),
        ({"due": "week"}, 1),
        ({"due": "late"}, 0),
        ({"due": "none"}, 1),
        ({"stage": "nonsense", "country": "'"}, 2),
    ],
)
def test_filters(client, worker, query, number):
    opened(worker)
    child = world.contact(worker, child=True, age_band="9-17")
    with world.acting(worker):
        ask_for_guardian(child)

    page = listed(client, worker, **query)

    assert len(references(page)) == number


def test_a_filter_has_a_way_off(client, worker):
    page = listed(client, worker, stage="1")

    assert "Stage: Detection and identification" in page.text
    assert "No case matches" in page.text


def test_pages_follow_each_other_without_gap_or_double(client, worker, monkeypatch):
    made = {opened(worker) for _number in range(3)}
    monkeypatch.setattr(view, "PAGE", 2)
    monkeypatch.setattr(view.Case.objects.none().__class__.page_for, "__defaults__", (None, 2))

    first = listed(client, worker)
    second = client.get(reverse("case_list") + first.context["older_url"])

    assert len(references(first)) == 2
    assert set(references(first)) | set(references(second)) == made
    assert not second.context["older_url"]
    filtered = listed(client, worker, status="new")
    third = client.get(reverse("case_list") + filtered.context["older_url"])
    assert references(third) == references(second)


def test_a_broken_cursor_is_the_first_page(client, worker):
    reference = opened(worker)

    assert references(listed(client, worker, before="2026~nothing")) == [reference]


def test_queries_do_not_follow_the_number_of_cases(client, worker):
    opened(worker)
    world.sign_in(client, worker)
    client.get(reverse("case_list"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("case_list"))
    for _number in range(2):
        opened(worker)
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("case_list"))

    assert len(more) == len(few)
