"""New cases after the course only; open ones never close; a supervisor may extend."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.invitations import invite, join_as_known
from accounts.models import Membership
from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.contacts import keep_contact
from referral.beginning import may_begin
from referral.models import MoveNotAllowed
from tests import world
from training.actions.clear import ExtensionRefused, clear, extend
from training.models import Extension

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house():
    return world.organisation()


@pytest.fixture
def worker(house):
    return world.member(house, cleared_until=None)


@pytest.fixture
def lead(house):
    return world.member(house, Role.SUPERVISOR)


def until(membership, days):
    Membership.objects.filter(pk=membership.pk).update(
        cleared_until=timezone.localdate() + days * DAY if days is not None else None
    )
    membership.refresh_from_db()


@pytest.mark.parametrize(("days", "may"), [(None, False), (-1, False), (0, True), (40, True)])
def test_the_last_day_counts(worker, days, may):
    until(worker, days)

    with world.acting(worker):
        assert may_begin() is may


def test_a_contact_does_not_begin_and_the_way_is_shown(client, worker):
    page = world.sign_in(client, worker).get(reverse("contact_new"))

    assert page.status_code == 403
    text = page.content.decode()
    assert reverse("course_detail", args=["data-protection"]) in text
    assert "Help does not wait for a course." in text


def test_an_import_does_not_begin(client, worker):
    assert world.sign_in(client, worker).get(reverse("people_import")).status_code == 403


def test_the_action_refuses_too(worker):
    with pytest.raises(MoveNotAllowed), world.acting(worker):
        keep_contact(key=None, answers={}, child=False)


def test_an_open_case_opens_after_the_course_is_over(client, worker):
    until(worker, 3)
    case = world.contact(worker)
    with world.acting(worker):
        reference = case.journey.reference
    until(worker, -1)
    signed_in = world.sign_in(client, worker)

    assert signed_in.get(reverse("case_overview", args=[reference])).status_code == 200
    assert signed_in.get(reverse("contact_new")).status_code == 403


def test_switched_off_nobody_is_asked(client, worker, settings):
    settings.TRAINING_REQUIRED = False

    assert world.sign_in(client, worker).get(reverse("contact_new")).status_code == 200


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (40, ""),
        (31, ""),
        (30, "Your course on data protection ends on"),
        (0, "Your course on data protection ends on"),
        (-1, "Your course on data protection ended on"),
        (None, "New cases begin after the course on data protection"),
    ],
)
def test_home_warns_from_thirty_days_before(client, worker, days, said):
    until(worker, days)

    page = world.sign_in(client, worker).get(reverse("home")).content.decode()

    assert said in page
    assert bool(said) is ("To the course on data protection" in page)


def test_a_supervisor_extends_and_it_is_written_down(client, worker, lead):
    supervisor = world.sign_in(client, lead)
    wanted = timezone.localdate() + 10 * DAY
    address = reverse("clearance_extend", args=[worker.pk])

    supervisor.post(address, {"until": wanted.isoformat(), "why": "urgent"})

    worker.refresh_from_db()
    assert worker.cleared_until == wanted
    assert Extension.objects.get().by == lead.user
    with world.acting(lead):
        assert AuditEntry.objects.filter(action="clearance.extended").count() == 1


@pytest.mark.parametrize("days", [-1, 31])
def test_a_day_that_does_not_fit_is_refused_with_words(client, worker, lead, days):
    supervisor = world.sign_in(client, lead)
    day = (timezone.localdate() + days * DAY).isoformat()

    answer = supervisor.post(
        reverse("clearance_extend", args=[worker.pk]), {"until": day, "why": "urgent"}
    )

    assert answer.status_code == 422
    assert "Choose a day between today and 30 days from now." in answer.content.decode()
    worker.refresh_from_db()
    assert worker.cleared_until is None


def test_nobody_extends_for_themselves_or_elsewhere(client, worker, lead):
    supervisor = world.sign_in(client, lead)
    elsewhere = world.member(world.organisation(), cleared_until=None)
    day = timezone.localdate() + DAY

    for membership in (lead, elsewhere):
        assert supervisor.get(reverse("clearance_extend", args=[membership.pk])).status_code == 404
        with pytest.raises(ExtensionRefused), world.acting(lead):
            extend(membership, until=day, why="urgent")


@pytest.mark.parametrize("days", [-1, 31])
def test_the_action_knows_the_limit(worker, lead, days):
    with pytest.raises(ExtensionRefused), world.acting(lead):
        extend(worker, until=timezone.localdate() + days * DAY, why="urgent")


def test_an_extension_never_shortens(worker, lead):
    until(worker, 20)

    with pytest.raises(ExtensionRefused), world.acting(lead):
        extend(worker, until=timezone.localdate() + 5 * DAY, why="urgent")


def test_passing_never_shortens(worker):
    until(worker, 400)

    with world.acting(worker):
        clear(worker.user, timezone.localdate() + 365 * DAY)

    worker.refresh_from_db()
    assert (worker.cleared_until - timezone.localdate()).days == 400


def test_the_administrator_looks_and_does_not_extend(client, house, worker):
    admin = world.sign_in(client, world.member(house, Role.ORGANISATION_ADMIN))

    page = admin.get(reverse("training_team")).content.decode()

    assert worker.user.name in page
    assert "not passed yet" in page
    assert reverse("clearance_extend", args=[worker.pk]) not in page
    assert admin.get(reverse("clearance_extend", args=[worker.pk])).status_code == 403


def test_who_has_passed_elsewhere_joins_as_passed(worker):
    until(worker, 50)
    second = world.organisation()
    _made, token = invite(second, email=worker.user.email, role=Role.CASE_MANAGER)

    joined = join_as_known(token, worker.user)

    assert joined.cleared_until == worker.cleared_until
