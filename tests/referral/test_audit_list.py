import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.models import Identity
from tests import world
from tests.referral import sharing

pytestmark = pytest.mark.django_db(transaction=True)


def officer(of):
    return world.member(of, Role.DATA_PROTECTION)


def rows(client, who, query=""):
    return world.sign_in(client, who).get(reverse("audit_list") + query).context["rows"]


def test_the_officer_reads_who_did_what_and_no_content(client):
    milan = world.member(world.organisation())
    case = sharing.filled(milan)
    with world.acting(milan):
        assert Identity.objects.get(case=case).name_said
    who = officer(milan.organisation)

    found = rows(client, who)
    page = client.get(reverse("audit_list")).content.decode()

    assert ("read.identity", str(case.pk)) in {(row["action"], row["target"]) for row in found}
    assert milan.user.name in page
    assert "anary" not in page


def test_another_organisations_log_is_not_there(client):
    milan = world.member(world.organisation())
    sharing.opened(milan)
    elsewhere = officer(world.organisation("Maison Claire", "FR"))

    assert [row for row in rows(client, elsewhere) if row["action"] == "case.opened"] == []


def test_filters(client):
    milan = world.member(world.organisation())
    sharing.filled(milan)
    who = officer(milan.organisation)

    assert {row["action"] for row in rows(client, who, "?kind=case.")} == {"case.opened"}
    assert rows(client, who, "?kind=case.&since=2099-01-01") == []
    assert len(rows(client, who, f"?kind=case.&who={milan.pk}")) == 1
    assert rows(client, who, "?kind=case.&before=1") == []
    assert rows(client, who, "?kind=nonsense&before=x")


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ORGANISATION_ADMIN, Role.CASE_MANAGER])
def test_nobody_else(client, role):
    who = world.member(world.organisation(), role)

    assert world.sign_in(client, who).get(reverse("audit_list")).status_code == 403
