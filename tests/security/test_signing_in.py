"""Passwords and sessions, where the pages show it and tests/accounts does not say it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import SYSTEM
from tests import testing_database, world

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "  Violet kettle, umbrella; " + "über " * 12 + "9"


def sign_in(email, password):
    return Client().post(reverse("sign_in"), {"email": email, "password": password})


def log(action):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "SELECT organisation, at, actor, target, detail FROM audit_auditentry WHERE action = %s",
            [action],
        )
        return cursor.fetchall()


@pytest.mark.asvs("6.3.2")
def test_no_account_comes_with_the_product():
    assert not User.objects.exists()


@pytest.mark.asvs("6.2.8", "6.2.9", "6.2.2")
def test_a_long_password_is_judged_as_it_was_typed(client):
    member = world.member(world.organisation())
    world.sign_in(client, member)
    given = {"password": world.PASSWORD, "new_password": PASSWORD}
    assert client.post(reverse("password_change"), given).status_code == 302

    email = member.user.email
    for other in (PASSWORD.strip(), PASSWORD.lower(), PASSWORD[:64], PASSWORD + " "):
        assert sign_in(email, other).status_code == 422
    assert sign_in(email, PASSWORD).status_code == 302
    assert sign_in(email, world.PASSWORD).status_code in (422, 429)


@pytest.mark.asvs("6.2.10")
def test_a_password_stays_right_for_years(clock):
    member = world.member(world.organisation())
    assert sign_in(member.user.email, world.PASSWORD).status_code == 302
    clock.shift(3 * 365 * 24 * 3600)
    visitor = Client()

    visitor.post(reverse("sign_in"), {"email": member.user.email, "password": world.PASSWORD})

    assert visitor.get(reverse("account")).status_code == 200


def password_fields(page):
    return re.findall(
        r"<input[^>]*type=\"password\"[^>]*>|<input[^>]*name=\"[^\"]*password[^\"]*\"[^>]*>",
        page.text,
    )


@pytest.mark.asvs("6.2.6", "6.2.7", "6.4.2")
def test_password_fields_hide_and_work_with_password_managers(client):
    pages = [client.get(reverse("sign_in"))]
    world.sign_in(client, world.member(world.organisation()))
    pages.append(client.get(reverse("password_change")))
    fields = [field for page in pages for field in password_fields(page)]

    assert len(fields) == 3
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert not re.search(r"onpaste|oncopy|readonly|autocomplete=\"off\"", field)
    for page in pages:
        assert 'data-show-password="' in page.text
        assert not re.search(r'name="\w*(hint|question|answer)\w*"', page.text)


@pytest.mark.asvs("6.4.6")
def test_an_administrator_starts_a_renewal_and_never_learns_the_password(client, outbox):
    casa = world.organisation()
    admin, colleague = world.member(casa, "organisation_admin"), world.member(casa)
    world.sign_in(client, admin)
    page = client.get(reverse("person_detail", args=[colleague.pk]))
    given = {
        "role": "case_manager",
        "password": PASSWORD,
        "new_password": PASSWORD,
        "user-password": PASSWORD,
    }
    client.post(reverse("person_detail", args=[colleague.pk]), given)
    client.post(reverse("password_forgotten"), {"email": colleague.user.email})

    assert "password" not in page.text.lower().split("<main")[1]
    assert User.objects.get(pk=colleague.user_id).check_password(world.PASSWORD)
    assert [message.to for message in outbox(1)] == [[colleague.user.email]]


@pytest.mark.asvs("7.2.2", "7.2.3")
def test_each_session_has_a_long_random_token_of_its_own():
    member = world.member(world.organisation())
    tokens = set()
    for _time in range(3):
        visitor = Client()
        visitor.post(reverse("sign_in"), {"email": member.user.email, "password": world.PASSWORD})
        tokens.add(visitor.cookies["sessionid"].value)

    assert len(tokens) == 3
    for token in tokens:
        assert re.fullmatch(r"[a-z0-9]{32}", token)  # 165 bits
        assert len(set(token)) > 8


@pytest.mark.asvs("7.4.4")
def test_every_signed_in_page_leads_out(client):
    world.sign_in(client, world.member(world.organisation()))
    for name in ("account", "home", "session_list", "password_change"):
        page = client.get(reverse(name)).text
        assert f'action="{reverse("account_logout")}"' in page.split("<main")[0]
        assert 'data-leave rel="noreferrer"' in page


@pytest.mark.asvs("14.3.1")
def test_leaving_clears_what_the_browser_keeps(client):
    world.sign_in(client, world.member(world.organisation()))

    assert "storage" in client.post(reverse("account_logout"))["Clear-Site-Data"]
    assert '"cache"' in client.post(reverse("session_leave"))["Clear-Site-Data"]


@pytest.mark.asvs("16.3.1", "16.2.1")
def test_signing_in_failing_to_and_leaving_are_written_down(client):
    member = world.member(world.organisation())
    email = member.user.email
    client.post(reverse("sign_in"), {"email": email, "password": "wrong"})
    client.post(reverse("sign_in"), {"email": email.upper(), "password": "wrong"})
    client.post(reverse("sign_in"), {"email": "nobody@example.org", "password": "wrong"})
    client.post(reverse("sign_in"), {"email": email, "password": world.PASSWORD})
    client.post(reverse("account_logout"))

    refused = log("session.refused")
    assert len(refused) == 3
    assert refused[0][3] == refused[1][3] != refused[2][3]
    assert email not in str(refused)
    (began,), (ended,) = log("session.began"), log("session.ended")
    assert str(began[0]) == str(SYSTEM)
    assert began[3] == ended[3] == str(member.user_id)
    assert began[1].utcoffset() is not None
    assert ended[2] == str(member.pk)


def asked_again(answer):
    return answer.status_code == 302 and answer.url.startswith(reverse("password_again"))


@pytest.fixture
def long_since(clock):
    """Signs a member in and works for twenty minutes."""

    def signed_in(member):
        visitor = Client()
        visitor.post(reverse("sign_in"), {"email": member.user.email, "password": world.PASSWORD})
        for _time in range(2):
            clock.shift(10 * 60)
            assert visitor.get(reverse("account")).status_code == 200
        return visitor

    return signed_in


@pytest.mark.asvs("7.5.3")
def test_grave_acts_ask_for_the_password_again(long_since):
    casa = world.organisation()
    admin, colleague = world.member(casa, "organisation_admin"), world.member(casa)
    visitor = long_since(admin)
    grave = reverse("person_disable", args=[colleague.pk])

    for name, given in [
        ("person_detail", [colleague.pk]),
        ("invitation_new", []),
        ("person_disable", [colleague.pk]),
    ]:
        assert asked_again(visitor.get(reverse(name, args=given))), name
    assert asked_again(visitor.post(grave))
    colleague.refresh_from_db()
    assert colleague.ended_at is None

    again = visitor.get(grave).url
    assert visitor.post(again, {"password": "not this one", "next": grave}).status_code == 422
    assert asked_again(visitor.get(grave))
    assert visitor.post(again, {"password": world.PASSWORD, "next": grave}).url == grave
    assert visitor.get(grave).status_code == 200
    assert visitor.post(again, {"password": world.PASSWORD, "next": "//evil.example"}).url == "/"
    assert len(log("session.confirmed")) == 2


@pytest.mark.asvs("7.5.2")
def test_sessions_are_seen_and_ended_by_who_knows_the_password(long_since):
    member = world.member(world.organisation())
    here, elsewhere = long_since(member), Client()
    elsewhere.post(reverse("sign_in"), {"email": member.user.email, "password": world.PASSWORD})
    assert here.get(reverse("session_list")).text.count("Since ") == 2

    assert asked_again(here.post(reverse("session_list")))
    assert elsewhere.get(reverse("account")).status_code == 200

    here.post(reverse("password_again"), {"password": world.PASSWORD})
    here.post(reverse("session_list"))
    assert elsewhere.get(reverse("account")).status_code == 302
    assert here.get(reverse("account")).status_code == 200


@pytest.mark.asvs("6.3.5")
def test_the_owner_is_told_of_many_wrong_passwords_once(outbox):
    member = world.member(world.organisation())
    for email in (member.user.email, "nobody@example.org"):
        for network in range(9):
            given = {"email": email, "password": "not this one"}
            Client().post(reverse("sign_in"), given, REMOTE_ADDR=f"203.{network}.113.7")

    (message,) = outbox(1)
    assert message.to == [member.user.email]
    assert "tried to sign in" in message.subject
    assert member.user.name not in message.subject + message.body


@pytest.mark.asvs("9.2.2")
def test_a_token_of_one_purpose_opens_nothing_else(outbox, client):
    member = world.member(world.organisation())
    client.post(reverse("password_forgotten"), {"email": member.user.email})
    _start, user, token = re.search(
        r"(/account/reset/)([^/]+)/([^/]+)/", outbox(1)[0].body
    ).groups()
    invited = Client()
    admin = world.member(member.organisation, "organisation_admin")
    page = world.sign_in(invited, admin).post(
        reverse("invitation_new"), {"email": "new@example.org", "role": "case_manager"}
    )
    invitation = re.search(r"/invitation/([^/\"]+)/", page.text)[1]

    for address in (
        reverse("invitation", args=[token]),
        reverse("password_reset_link", args=[user, invitation]),
    ):
        assert Client().get(address, follow=True).status_code == 404, address
    assert client.post(reverse("link_open", args=[invitation]), {"code": "1"}).status_code == 404
    assert (
        client.get(reverse("password_reset_link", args=[user, token]), follow=True).status_code
        == 200
    )
