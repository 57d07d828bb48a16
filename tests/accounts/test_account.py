import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from audit.models import AuditEntry
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

CHOICES = {
    "name": "Elena Marino",
    "language": "fr",
    "time_zone": "Europe/Tirane",
    "appearance": "dark",
    "notice_mail": "at_once",
}


@pytest.fixture
def caseworker(client):
    caseworker = world.member(world.organisation("Casa Verde"))
    world.sign_in(client, caseworker)
    return caseworker


def test_choices_are_kept_and_followed(client, caseworker):
    response = client.post(reverse("account"), CHOICES)

    assert response.status_code == 302
    assert response.cookies["django_language"].value == "fr"
    user = User.objects.get(pk=caseworker.user_id)
    assert {name: getattr(user, name) for name in CHOICES} == CHOICES
    assert not user.keys_on
    client.cookies.pop("django_language")
    page = client.get(reverse("account")).content.decode()
    assert '<html lang="fr"' in page
    assert 'data-bs-theme="dark"' in page


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"language": "xx"}, {"time_zone": "Moon/Base"}, {"appearance": "loud"}]
)
def test_a_wrong_choice_is_refused_with_what_was_typed(client, caseworker, wrong):
    response = client.post(reverse("account"), {**CHOICES, "name": "Typed Before", **wrong})

    assert response.status_code == 422
    assert ("Typed Before" in response.content.decode()) == ("name" not in wrong)
    assert User.objects.get(pk=caseworker.user_id).time_zone == "Europe/Rome"


@pytest.mark.asvs("15.3.3")
def test_fields_that_the_page_does_not_offer_are_not_taken(client, caseworker):
    client.post(reverse("account"), {**CHOICES, "email": "other@example.org", "is_superuser": "1"})

    user = User.objects.get(pk=caseworker.user_id)
    assert user.email == caseworker.user.email
    assert not user.is_superuser


def test_switching_shows_the_other_organisation_and_role(client, caseworker):
    other = world.member(world.organisation("Maison Claire"), Role.SUPERVISOR, caseworker.user)
    page = client.get(reverse("membership_switch")).content.decode()
    assert "Casa Verde" in page
    assert "Maison Claire" in page

    response = client.post(reverse("membership_switch"), {"membership": other.pk})

    assert response.url == "/"
    frame = client.get(reverse("account")).content.decode()
    assert "Maison Claire" in frame
    assert "Supervisor" in frame
    assert "Casa Verde" not in frame


@pytest.mark.parametrize("whose", ["somebody_else", "ended", "nonsense", "nothing"])
def test_only_own_active_memberships_can_be_chosen(client, caseworker, whose):
    ended = world.member(world.organisation(), Role.SUPERVISOR, caseworker.user)
    ended.ended_at = ended.began_at
    ended.save()
    chosen = {
        "somebody_else": world.member(world.organisation()).pk,
        "ended": ended.pk,
        "nonsense": "nonsense",
        "nothing": "",
    }[whose]

    assert client.post(reverse("membership_switch"), {"membership": chosen}).status_code == 404


def test_what_was_changed_is_written_down(client, caseworker):
    client.post(reverse("account"), CHOICES)

    with world.acting(caseworker):
        entry = AuditEntry.objects.get(action="account.changed")
    assert entry.actor == str(caseworker.pk)
    assert "Elena" not in str(entry.detail)


def test_the_page_of_an_operator_counts_and_shows_no_case(client):
    caseworker = world.member(world.organisation("Casa Verde"))
    case = world.contact(caseworker)
    with world.acting(caseworker):
        reference = case.journey.reference
    operator = world.member(world.organisation("Hosting", kind="operator"), Role.OPERATOR)
    world.sign_in(client, operator)

    page = client.get(reverse("operator_home")).content.decode()

    assert "sees no case" in page
    assert "Casa Verde" not in page
    assert reference not in page


def test_only_an_operator_sees_that_page(client, caseworker):
    assert client.get(reverse("operator_home")).status_code == 403


def test_a_superuser_without_a_membership_opens_nothing():
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", name="Root"))

    for page in ("person_list", "operator_home", "organisation_profile", "team_list"):
        assert client.get(reverse(page)).status_code == 403
