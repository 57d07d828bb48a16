import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Invitation, Membership, Organisation, User
from accounts.roles import GIVEN_BY_ADMINISTRATOR, Role
from audit.models import AuditEntry
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "violet kettle umbrella 9"
JOINING = {"name": "Nina Costa", "language": "en", "new_password": PASSWORD}


def invite(client, email="nina@example.org", role=Role.CASE_MANAGER):
    """The link that is shown once; there is no mail server here."""
    response = client.post(reverse("invitation_new"), {"email": email, "role": role})
    assert response.status_code == 200
    return re.search(r'value="http://testserver(/invitation/[^"]+)"', response.content.decode())[1]


def open_link(client, link):
    return client.get(link, follow=True)


def join(client, link, **answers):
    open_link(client, link)
    return client.post(reverse("invitation_join"), {**JOINING, **answers})


def test_the_invited_person_joins_and_is_signed_in(as_admin, casa_verde):
    link, visitor = invite(as_admin), Client()
    assert "Casa Verde" in open_link(visitor, link).content.decode()

    response = join(visitor, link)

    assert response.status_code == 302
    membership = Membership.objects.get(user__email="nina@example.org")
    assert (membership.organisation, membership.role) == (casa_verde, Role.CASE_MANAGER)
    assert membership.user.check_password(PASSWORD)
    assert visitor.get(reverse("account")).status_code == 200


@pytest.mark.asvs("6.4.1")
def test_only_a_digest_is_kept(as_admin):
    token = invite(as_admin).split("/")[2]

    stored = Invitation.objects.values().get()
    assert len(token) >= 43
    assert token not in str(stored)


@pytest.mark.asvs("6.4.1")
def test_used_expired_withdrawn_and_unknown_look_the_same(as_admin, clock, bare):
    used, withdrawn = invite(as_admin, "a@example.org"), invite(as_admin, "b@example.org")
    join(Client(), used)
    taken_back = Invitation.objects.get(email="b@example.org")
    as_admin.post(reverse("invitation_withdraw", args=[taken_back.pk]))
    expired = invite(as_admin, "c@example.org")
    clock.shift(72 * 3600 + 1)

    links = [used, withdrawn, expired, "/invitation/" + "x" * 43 + "/"]
    answers = [open_link(Client(), link) for link in links]
    answers += [join(Client(), link) for link in links]

    assert {answer.status_code for answer in answers} == {404}
    assert len({bare(answer) for answer in answers}) == 1
    assert User.objects.count() == 2


def test_bad_answers_keep_the_others_and_the_link(as_admin):
    link = invite(as_admin)

    response = join(Client(), link, new_password="ninacosta123")

    assert response.status_code == 422
    assert "Nina Costa" in response.content.decode()
    assert join(Client(), link, new_password="casaverde2026").status_code == 422
    assert join(Client(), link).status_code == 302


def test_a_link_opens_nobodys_account(as_admin):
    """The administrator sees the link; it must not set the password of an account elsewhere."""
    elsewhere = world.member(world.organisation("Maison Claire")).user
    link = invite(as_admin, elsewhere.email)

    assert join(Client(), link).status_code == 200
    assert join(as_admin, link).status_code == 200

    elsewhere.refresh_from_db()
    assert elsewhere.check_password(world.PASSWORD)
    assert elsewhere.memberships.count() == 1


def test_who_has_an_account_joins_signed_in(as_admin, client, casa_verde):
    caseworker = world.member(world.organisation("Maison Claire"))
    link = invite(as_admin, caseworker.user.email, Role.LAWYER)
    visitor = world.sign_in(Client(), caseworker)
    assert "Join" in open_link(visitor, link).content.decode()

    assert visitor.post(reverse("invitation_join")).url == reverse("membership_switch")

    joined = caseworker.user.memberships.get(organisation=casa_verde)
    assert joined.role == Role.LAWYER
    assert open_link(visitor, link).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in GIVEN_BY_ADMINISTRATOR])
def test_roles_that_are_not_an_administrators_to_give(as_admin, role):
    given = {"email": "nina@example.org", "role": role}

    response = as_admin.post(reverse("invitation_new"), given)

    assert response.status_code == 422
    assert "nina@example.org" in response.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.SUPERVISOR, Role.NATIONAL_COORDINATOR])
def test_nobody_but_an_administrator_invites(client, casa_verde, role):
    world.sign_in(client, world.member(casa_verde, role))

    for name in ("invitation_new", "person_list", "organisation_profile"):
        assert client.get(reverse(name)).status_code == 403


def test_another_organisations_invitation_cannot_be_withdrawn(as_admin):
    invite(as_admin)
    stranger = world.sign_in(Client(), world.member(world.organisation(), Role.ORGANISATION_ADMIN))
    made = Invitation.objects.get()

    assert stranger.post(reverse("invitation_withdraw", args=[made.pk])).status_code == 404
    assert "nina@example.org" not in stranger.get(reverse("person_list")).content.decode()
    assert Invitation.objects.open().exists()


def test_with_a_mail_server_the_link_travels_by_mail_only(as_admin, settings, outbox):
    settings.EMAIL_HOST = "mail.example.org"

    response = as_admin.post(
        reverse("invitation_new"), {"email": "nina@example.org", "role": Role.HEALTH}, follow=True
    )

    message = outbox(1)[0]
    assert "/invitation/" in message.body
    assert "/invitation/" not in response.content.decode()
    assert "Casa Verde" not in message.subject + message.body


def test_the_audit_entry_names_nobody(as_admin, admin):
    invite(as_admin)

    with world.acting(admin):
        entry = AuditEntry.objects.get(action="invitation.made")
    assert entry.actor == str(admin.pk)
    assert "nina" not in str((entry.target, entry.detail))


def add_organisation(capsys, **given):
    options = {"name": "Qendra Drita", "country": "al", "kind": "ngo", "email": "a@example.org"}
    call_command("add_organisation", **{**options, **given})
    return re.search(r"/invitation/\S+", capsys.readouterr().out)[0]


def test_the_command_makes_an_organisation_and_its_first_invitation(capsys):
    link = add_organisation(capsys, services=["housing"], city="Tirana")

    organisation = Organisation.objects.get()
    assert (organisation.country, organisation.slug) == ("AL", "qendra-drita")
    assert join(Client(), link).status_code == 302
    assert Membership.objects.get().role == Role.ORGANISATION_ADMIN


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ({"kind": "coordination"}, Role.NATIONAL_COORDINATOR),
        ({"kind": "operator"}, Role.OPERATOR),
        ({"kind": "ngo", "role": "national_coordinator"}, Role.NATIONAL_COORDINATOR),
    ],
)
def test_the_command_gives_the_roles_that_nobody_else_can(capsys, given, role):
    add_organisation(capsys, **given)

    assert Invitation.objects.get().role == role


@pytest.mark.parametrize(
    "given",
    [{"country": "XX"}, {"email": "nobody"}, {"represents": "AL"}, {"country": ""}, {"email": ""}],
)
def test_the_command_refuses_and_makes_nothing(capsys, given):
    with pytest.raises(CommandError):
        add_organisation(capsys, **given)

    assert not Organisation.objects.exists()


def test_a_partner_without_account_is_invited_later(capsys):
    call_command("add_organisation", name="Far", country="al", kind="ngo", without_account=True)
    partner = Organisation.objects.get()
    assert (partner.has_account, partner.accepts_referrals) == (False, True)
    assert not Invitation.objects.exists()
    capsys.readouterr()

    call_command("invite_organisation", slug=partner.slug, email="a@example.org")
    link = re.search(r"/invitation/\S+", capsys.readouterr().out)[0]
    assert join(Client(), link).status_code == 302

    partner.refresh_from_db()
    assert partner.has_account
    with pytest.raises(CommandError):
        call_command("invite_organisation", slug=partner.slug, email="b@example.org")


def test_two_of_one_name_get_two_addresses(capsys):
    add_organisation(capsys)
    add_organisation(capsys, email="b@example.org")

    slugs = Organisation.objects.values_list("slug", flat=True)
    assert set(slugs) == {"qendra-drita", "qendra-drita-2"}


def test_the_token_leaves_the_address_at_once(as_admin, caplog):
    link = invite(as_admin)
    visitor = Client()

    assert visitor.get(link).url == reverse("invitation_join")
    join(visitor, link, new_password="short")

    assert link not in caplog.text
    assert link not in visitor.get(reverse("invitation_join")).content.decode()
