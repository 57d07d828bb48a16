import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from referral.models import Case, CaseUserGrant
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def milan():
    return world.member(world.organisation())


@pytest.fixture
def boss(milan):
    return world.member(milan.organisation, Role.SUPERVISOR)


def rows(client, who, query=""):
    return world.sign_in(client, who).get(reverse("caseload") + query).context["rows"]


def test_a_supervisor_sees_reference_stage_lead_and_days_and_no_content(client, milan, boss):
    case = sharing.filled(milan)

    (row,) = rows(client, boss)
    page = client.get(reverse("caseload")).content.decode()

    assert row["reference"] == case.journey.reference
    assert (row["stage"], row["lead"], row["days"]) == (1, milan.user.name, 0)
    assert "anary" not in page
    assert client.get(reverse("case_overview", args=[row["reference"]])).status_code == 404


def test_on_a_phone_the_days_are_seen_and_the_stage_stands_below(browser, sign_in, milan, boss):
    sharing.filled(milan)
    page = browser(width=390)
    sign_in(page, boss.user)

    page.goto(reverse("caseload"))

    table = page.get_by_role("group", name="Table of cases")
    assert table.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    assert table.get_by_role("columnheader", name="Days").is_visible()
    assert table.get_by_text("Detection and identification").locator("visible=true").count() == 1


def test_another_organisation_sees_nothing_of_it(client, milan):
    sharing.opened(milan)
    elsewhere = world.member(world.organisation("Maison Claire", "FR"), Role.SUPERVISOR)

    assert rows(client, elsewhere) == []


def test_opening_a_case_to_a_colleague_and_taking_it_back(client, milan, boss):
    case = sharing.opened(milan)
    colleague = world.member(milan.organisation)
    page = reverse("case_assign", args=[case.pk])
    world.sign_in(client, boss)

    client.post(page, {"to": f"user:{colleague.user_id}"})
    with world.acting(colleague) as actor:
        assert Case.objects.visible_to(actor).exists()
    client.post(page, {"take": f"user:{colleague.user_id}"})
    with world.acting(colleague) as actor:
        assert not Case.objects.visible_to(actor).exists()


def test_a_team_can_have_a_case(client, milan, boss):
    case = sharing.opened(milan)
    team = world.team(milan.organisation)
    colleague = world.member(milan.organisation, teams=[team])
    world.sign_in(client, boss)

    client.post(reverse("case_assign", args=[case.pk]), {"to": f"team:{team.group_id}"})

    with world.acting(colleague) as actor:
        assert Case.objects.visible_to(actor).exists()


def test_never_to_oneself(client, milan, boss):
    case = sharing.opened(milan)
    page = reverse("case_assign", args=[case.pk])

    answer = world.sign_in(client, boss).post(page, {"to": f"user:{boss.user_id}"})

    assert answer.status_code == 422
    with world.acting(boss):
        assert not CaseUserGrant.objects.filter(user=boss.user).exists()


def test_a_case_is_never_left_with_nobody(client, milan, boss):
    case = sharing.opened(milan)
    page = reverse("case_assign", args=[case.pk])

    answer = world.sign_in(client, boss).post(page, {"take": f"user:{milan.user_id}"})

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("role", "status"), [(Role.CASE_MANAGER, 403), (Role.ORGANISATION_ADMIN, 403)]
)
def test_only_supervisors(client, milan, role, status):
    case = sharing.opened(milan)
    world.sign_in(client, world.member(milan.organisation, role))

    assert client.get(reverse("caseload")).status_code == status
    assert client.get(reverse("case_assign", args=[case.pk])).status_code == status


def test_a_supervisor_elsewhere_gets_404(client, milan):
    case = sharing.opened(milan)
    elsewhere = world.member(world.organisation("Maison Claire", "FR"), Role.SUPERVISOR)

    page = world.sign_in(client, elsewhere).get(reverse("case_assign", args=[case.pk]))

    assert page.status_code == 404


def test_filters_and_constant_queries(client, milan, boss):
    sharing.opened(milan)
    colleague = world.member(milan.organisation)
    world.sign_in(client, boss)
    client.get(reverse("caseload"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("caseload"))
    sharing.opened(colleague)
    sharing.opened(colleague)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("caseload"))

    assert len(one) == len(three)
    assert len(rows(client, boss, f"?lead={colleague.user_id}")) == 2
    assert rows(client, boss, "?stage=3") == []
