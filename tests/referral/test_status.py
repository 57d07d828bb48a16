import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.models import Case, Journey, JourneyEvent, Leg
from referral.stages import BY_VERB_ONLY, Stage
from tests import world
from tests.referral.placed import assigned, contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    return contact(worker)


def url(case):
    return reverse("case_status", args=[case.journey.reference])


def now(worker, case):
    with world.acting(worker):
        return Case.objects.select_related("journey").get(pk=case.pk)


def test_a_status_brings_its_stage_and_the_journey_follows(client, worker, case):
    answer = client.post(url(case), {"status": "assessment", "version": "1"})

    assert answer.status_code == 302
    moved = now(worker, case)
    assert (moved.status, moved.stage, moved.version) == ("assessment", Stage.ASSISTANCE, 2)
    assert moved.journey.stage == Stage.ASSISTANCE
    with world.acting(worker):
        event = JourneyEvent.objects.get(kind="stage")
        assert event.stage == Stage.ASSISTANCE


def test_without_a_leg_the_journey_stays(client, worker, case):
    with world.acting(worker):
        Leg.objects.filter(journey=case.journey).update(held_to="2026-01-01T00:00Z")

    page = client.get(url(case))
    client.post(url(case), {"status": "assessment", "outlook": "return", "version": "1"})

    assert "outlook" not in page.context["form"].fields
    moved = now(worker, case)
    assert (moved.stage, moved.journey.stage) == (Stage.ASSISTANCE, Stage.IDENTIFICATION)
    assert moved.journey.outlook == "undecided"


@pytest.mark.parametrize("status", sorted(BY_VERB_ONLY))
def test_a_status_with_a_verb_of_its_own_is_not_chosen_here(client, worker, case, status):
    assert client.post(url(case), {"status": status, "version": "1"}).status_code == 422
    assert now(worker, case).status == "new"


@pytest.mark.rule(5)
@pytest.mark.parametrize("outlook", ["stay", "return"])
def test_the_outlook_is_the_persons_choice(client, worker, case, outlook):
    client.post(url(case), {"status": "new", "outlook": outlook, "version": "1"})

    assert now(worker, case).journey.outlook == outlook
    with world.acting(worker):
        assert JourneyEvent.objects.filter(kind="outlook").count() == 1


@pytest.mark.rule(2)
def test_leaving_on_ones_own_is_no_failure_and_is_told_to_nobody(client, worker, case):
    client.post(url(case), {"status": "left_on_own", "version": "1"})

    with world.acting(worker):
        assert set(JourneyEvent.objects.values_list("kind", flat=True)) == {"opened", "stage"}
        assert Journey.objects.get().status == "active"


def test_a_status_changed_twice_is_shown_side_by_side(client, worker, case):
    client.post(url(case), {"status": "assessment", "version": "1"})

    answer = client.post(url(case), {"status": "options", "version": "1"})

    assert answer.status_code == 409
    assert now(worker, case).status == "assessment"


def test_a_reader_cannot_move_it(client, worker, case):
    world.sign_in(client, assigned(case, worker, Role.FOCAL_POINT))

    assert client.get(url(case)).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_get_404(client, worker, case, who):
    of = worker.organisation if who == "colleague" else world.organisation("Elsewhere")
    world.sign_in(client, world.member(of))

    assert client.get(url(case)).status_code == 404
