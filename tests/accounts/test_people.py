import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.actions.people import cases_held_by, hand_over
from accounts.models import Membership, Team
from accounts.roles import Role
from audit.models import AuditEntry
from referral.models import Case
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def caseworker(casa_verde):
    return world.member(casa_verde)


@pytest.fixture
def colleague(casa_verde):
    return world.member(casa_verde, Role.FIRST_CONTACT)


def sees(membership, case):
    with world.acting(membership) as actor:
        return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def change(client, membership, **answers):
    return client.post(reverse("person_detail", args=[membership.pk]), answers)


def disable(client, membership, **answers):
    given = {"confirmed": "yes", **answers}
    return client.post(reverse("person_disable", args=[membership.pk]), given)


def test_the_list_shows_colleagues_and_nobody_else(as_admin, caseworker):
    stranger = world.member(world.organisation("Maison Claire"))

    page = as_admin.get(reverse("person_list")).content.decode()

    assert caseworker.user.name in page
    assert stranger.user.name not in page


def test_the_list_asks_as_often_for_one_as_for_many(
    as_admin, casa_verde, django_assert_max_num_queries
):
    as_admin.get(reverse("person_list"))
    for _ in range(8):
        world.member(casa_verde)
    with django_assert_max_num_queries(20):
        as_admin.get(reverse("person_list"))


def test_a_new_role_is_a_new_membership_and_the_old_one_stays_in_history(as_admin, caseworker):
    response = change(as_admin, caseworker, role=Role.LAWYER)

    assert response.status_code == 302
    former, now = caseworker.user.memberships.order_by("began_at")
    assert (former.pk, former.role, former.ended_at is None) == (
        caseworker.pk,
        Role.CASE_MANAGER,
        False,
    )
    assert (now.role, now.ended_at) == (Role.LAWYER, None)
    assert "Case manager" in as_admin.get(response.url).content.decode()
    assert change(as_admin, caseworker, role=Role.HEALTH).status_code == 404


@pytest.mark.asvs("7.4.5")
def test_a_new_role_ends_sessions(as_admin, caseworker):
    theirs = Client()
    theirs.post(reverse("sign_in"), {"email": caseworker.user.email, "password": world.PASSWORD})
    assert theirs.get(reverse("account")).status_code == 200

    change(as_admin, caseworker, role=Role.LAWYER)

    assert theirs.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("role", [Role.NATIONAL_COORDINATOR, Role.OPERATOR, "nonsense", ""])
def test_roles_that_are_not_given_here(as_admin, caseworker, role):
    assert change(as_admin, caseworker, role=role).status_code == 422
    assert Membership.objects.active().get(user=caseworker.user).role == Role.CASE_MANAGER


def test_nobody_changes_their_own_role(as_admin, admin):
    assert change(as_admin, admin, role=Role.CASE_MANAGER).status_code == 403
    assert disable(as_admin, admin).status_code == 403
    assert as_admin.get(reverse("person_disable", args=[admin.pk])).status_code == 403


def test_a_coordinator_is_not_made_or_unmade_by_an_administrator(as_admin, casa_verde):
    coordinator = world.member(casa_verde, Role.NATIONAL_COORDINATOR)

    assert change(as_admin, coordinator, role=Role.CASE_MANAGER).status_code == 403


@pytest.mark.parametrize("page", ["person_detail", "person_disable"])
def test_strangers_do_not_exist(as_admin, page):
    stranger = world.member(world.organisation("Maison Claire"))

    assert as_admin.get(reverse(page, args=[stranger.pk])).status_code == 404
    assert as_admin.post(reverse(page, args=[stranger.pk])).status_code == 404
    assert Membership.objects.active().filter(pk=stranger.pk).exists()


class TestDisabling:
    def test_lists_references_without_opening_them(self, as_admin, admin, caseworker):
        case = world.contact(caseworker)
        with world.acting(caseworker):
            reference = case.journey.reference

        page = as_admin.get(reverse("person_disable", args=[caseworker.pk])).content.decode()

        assert reference in page
        assert not sees(admin, case)

    def test_asks_for_a_successor(self, as_admin, caseworker, colleague):
        case = world.contact(caseworker)

        assert disable(as_admin, caseworker).status_code == 422

        assert Membership.objects.active().filter(pk=caseworker.pk).exists()
        assert sees(caseworker, case)

    def test_hands_over_and_ends_everything(self, as_admin, admin, caseworker, colleague):
        case = world.contact(caseworker)
        theirs = Client()
        theirs.post(
            reverse("sign_in"), {"email": caseworker.user.email, "password": world.PASSWORD}
        )

        assert disable(as_admin, caseworker, successor=colleague.pk).status_code == 302

        assert sees(colleague, case)
        assert not sees(admin, case)
        assert theirs.get(reverse("account")).status_code == 302
        caseworker.refresh_from_db()
        assert caseworker.ended_at
        with world.acting(admin):
            handed = AuditEntry.objects.get(action="case.handed_over")
        assert handed.detail["to"] == str(colleague.user_id)

    @pytest.mark.asvs("8.3.2")
    def test_the_next_request_has_no_role(self, as_admin, caseworker):
        theirs = world.sign_in(Client(), caseworker)
        disable(as_admin, caseworker)

        assert theirs.get(reverse("person_list")).status_code in (302, 403)
        assert "no organisation" in theirs.get(reverse("account")).content.decode()

    @pytest.mark.parametrize("who", ["administrator", "leaver", "stranger", "ended"])
    def test_who_cannot_take_over(self, as_admin, admin, caseworker, casa_verde, who):
        case = world.contact(caseworker)
        ended = world.member(casa_verde)
        ended.ended_at = ended.began_at
        ended.save()
        successor = {
            "administrator": admin,
            "leaver": caseworker,
            "stranger": world.member(world.organisation("Maison Claire")),
            "ended": ended,
        }[who]

        assert disable(as_admin, caseworker, successor=successor.pk).status_code == 422
        assert sees(caseworker, case)

    def test_an_administrator_with_a_second_role_cannot_take_over(
        self, as_admin, admin, caseworker, casa_verde
    ):
        case = world.contact(caseworker)
        second = world.member(casa_verde, Role.CASE_MANAGER, user=admin.user)

        assert disable(as_admin, caseworker, successor=second.pk).status_code == 422
        assert not sees(second, case)

    def test_other_organisations_of_the_person_stay(self, as_admin, caseworker):
        elsewhere = world.member(world.organisation("Maison Claire"), user=caseworker.user)

        disable(as_admin, caseworker)

        elsewhere.refresh_from_db()
        assert elsewhere.ended_at is None

    def test_the_database_answers_nobody_else(self, caseworker, colleague):
        world.contact(caseworker)
        with world.acting(colleague):
            assert cases_held_by(caseworker.user) == []
        with world.acting(colleague), pytest.raises(ProgrammingError), transaction.atomic():
            hand_over(caseworker.user, colleague.user)


class TestNothingOpensACase:
    """Whatever an administrator does with roles and teams, no case becomes visible."""

    def test_a_role(self, as_admin, caseworker, colleague):
        case = world.contact(caseworker)
        change(as_admin, colleague, role=Role.SUPERVISOR)
        supervisor = Membership.objects.active().get(user=colleague.user)
        change(as_admin, supervisor, role=Role.CASE_MANAGER)

        assert not sees(Membership.objects.active().get(user=colleague.user), case)

    def test_a_team_that_has_cases(self, as_admin, admin, caseworker, colleague, casa_verde):
        case, team = shared_with_a_team(caseworker, casa_verde)
        given = {"name": "Day team", "members": [caseworker.pk, colleague.pk]}

        response = as_admin.post(reverse("team_detail", args=[team.pk]), given)

        assert response.status_code == 422
        assert not sees(colleague, case)

    def test_a_supervisor_adds_others_but_not_herself(self, caseworker, colleague, casa_verde):
        case, team = shared_with_a_team(caseworker, casa_verde)
        supervisor = world.member(casa_verde, Role.SUPERVISOR)
        client = world.sign_in(Client(), supervisor)
        address = reverse("team_detail", args=[team.pk])

        both = {"name": "Day team", "members": [caseworker.pk, colleague.pk]}
        assert client.post(address, both).status_code == 302
        assert sees(colleague, case)

        herself = {"name": "Day team", "members": [caseworker.pk, supervisor.pk]}
        assert client.post(address, herself).status_code == 422
        assert not sees(supervisor, case)


def shared_with_a_team(caseworker, organisation):
    case, team = world.contact(caseworker), world.team(organisation)
    caseworker.teams.add(team)
    with world.acting(caseworker), connection.cursor() as cursor:
        cursor.execute("SELECT assign(%s, NULL, %s, NULL, NULL, 'team')", [case.pk, team.group_id])
    return case, team


class TestTeams:
    def test_a_new_team_starts_with_members(self, as_admin, caseworker):
        given = {"name": "Night team", "members": [caseworker.pk]}

        assert as_admin.post(reverse("team_new"), given).status_code == 302

        team = Team.objects.get(name="Night team")
        assert list(team.members.all()) == [caseworker]
        assert "Night team" in as_admin.get(reverse("team_list")).content.decode()

    def test_a_name_twice_is_refused(self, as_admin, casa_verde):
        world.team(casa_verde, "Night team")

        response = as_admin.post(reverse("team_new"), {"name": "Night team"})

        assert response.status_code == 422
        assert "exists already" in response.content.decode()

    def test_renaming_and_taking_out(self, as_admin, caseworker, casa_verde):
        team = world.team(casa_verde)
        caseworker.teams.add(team)

        as_admin.post(reverse("team_detail", args=[team.pk]), {"name": "Evening team"})

        team.refresh_from_db()
        assert team.name == "Evening team"
        assert not team.members.exists()

    def test_another_organisations_team(self, as_admin):
        team = world.team(world.organisation("Maison Claire"))

        assert as_admin.get(reverse("team_detail", args=[team.pk])).status_code == 404

    def test_a_stranger_cannot_be_a_member(self, as_admin):
        stranger = world.member(world.organisation("Maison Claire"))

        given = {"name": "Night team", "members": [stranger.pk]}
        assert as_admin.post(reverse("team_new"), given).status_code == 422
