import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from referral.access import DataClass, letter
from referral.models import Account, Health, Identity, Legal, Risk, Services, Whereabouts
from referral.stages import Side, Stage
from referral.views.rights import CASE_ROLES
from tests import world
from tests.referral.placed import assigned, at_stage, contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


def record(client, membership, case):
    return world.sign_in(client, membership).get(
        reverse("case_record", args=[case.journey.reference])
    )


def test_the_record_shows_codes_and_opens_nothing(client, worker):
    case = contact(worker)
    with world.acting(worker):
        Identity(case=case, name_said="Canary Name", education="LowerSecondaryEducation").save(
            force_insert=True
        )
        before = AuditEntry.objects.filter(action="read.identity").count()

    answer = record(client, worker, case)

    assert answer.status_code == 200
    assert "Canary Name" not in answer.content.decode()
    assert "Words are stored here, closed." in answer.content.decode()
    with world.acting(worker):
        assert AuditEntry.objects.filter(action="read.identity").count() == before


def test_a_class_without_right_is_not_shown_at_all(client, worker):
    case = contact(worker)  # identification: a case manager may not see travel

    page = record(client, worker, case).content.decode()

    assert 'id="part-identity"' in page
    assert 'id="part-travel"' not in page


def test_an_add_only_class_offers_to_add(client, worker):
    case = contact(worker)

    page = record(client, worker, case).content.decode()

    assert "?part=health" in page
    assert reverse("case_part", args=[case.journey.reference, "health"]) not in page


def test_a_masked_class_shows_the_summary_only(client, worker):
    case = contact(worker, safety_flags=["allergy"])
    at_stage(worker, case, Stage.ASSISTANCE)
    helper = assigned(case, worker, Role.SERVICE_WORKER)

    page = record(client, helper, case).content.decode()

    assert 'id="part-health"' in page
    assert "Allergy: ask before giving" in page
    assert "Hidden from your role" in page


def test_a_colleague_without_grant_gets_404(client, worker):
    case = contact(worker)

    assert record(client, world.member(worker.organisation), case).status_code == 404


def test_a_stranger_gets_404(client, worker):
    case = contact(worker)

    assert record(client, world.member(world.organisation("Other")), case).status_code == 404


def test_a_role_without_casework_is_refused(client, worker):
    case = contact(worker)
    administrator = world.member(worker.organisation, Role.ORGANISATION_ADMIN)

    assert record(client, administrator, case).status_code == 403


def test_the_number_of_queries_does_not_grow(client, worker):
    case = contact(worker)
    record(client, worker, case)
    few = queries(client, case)
    with world.acting(worker):
        for model in (Identity, Whereabouts, Account, Risk):
            model(case=case).save(force_insert=True)
    for _number in range(3):
        contact(worker)

    assert queries(client, case) == few


def queries(client, case):
    with CaptureQueriesContext(connection) as taken:
        client.get(reverse("case_record", args=[case.journey.reference]))
    return len(taken)


PLANTED = {
    DataClass.IDENTITY: (Identity, "name_said"),
    DataClass.WHEREABOUTS: (Whereabouts, "address"),
    DataClass.ACCOUNT: (Account, "own_words"),
    DataClass.RISK: (Risk, "safety_plan"),
    DataClass.HEALTH: (Health, "conditions"),
    DataClass.LEGAL: (Legal, "proceedings"),
    DataClass.SERVICES: (Services, "practical"),
}


@pytest.mark.parametrize("role", [role for role in CASE_ROLES if role != Role.FIRST_CONTACT])
def test_words_of_a_class_reach_only_who_may_read_it(client, worker, role):
    """A canary lies in each class. Its own page opens it for readers; all others get 404 or the note form."""
    case = contact(worker)
    plant(worker, case)
    at_stage(worker, case, Stage.ASSISTANCE)
    reader = assigned(case, worker, role)
    world.sign_in(client, reader)

    for data_class in PLANTED:
        given = letter(role, data_class, Side.DESTINATION, Stage.ASSISTANCE)
        url = reverse("case_part", args=[case.journey.reference, data_class.value])
        answer = client.get(url)
        assert answer.status_code == {"A": 302, "M": 404, "-": 404}.get(given, 200)
        seen = f"Canary {data_class.value}" in answer.content.decode()
        assert seen == (given in "RW")

    shown = client.get(reverse("case_record", args=[case.journey.reference])).content.decode()
    assert "Canary" not in shown


def plant(worker, case):
    """At identification a case manager may write or add to each of these."""
    with world.acting(worker):
        for data_class, (model, field) in PLANTED.items():
            words = {field: f"Canary {data_class.value}"}
            model(case=case, **words).save(force_insert=True)
