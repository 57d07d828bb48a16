import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from accounts.throttle import network_of
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "not the password at all"


def try_password(client, email, password, address="203.0.113.7", **more):
    given = {"email": email, "password": password, **more}
    return client.post(reverse("sign_in"), given, REMOTE_ADDR=address)


@pytest.fixture
def caseworker():
    return world.member(world.organisation())


@pytest.mark.asvs("1.2.2")
def test_the_right_password_signs_in_and_explains_leaving_first(client, caseworker):
    User.objects.update(knows_leave_quickly=False)
    response = try_password(client, caseworker.user.email.upper(), world.PASSWORD)

    assert response.status_code == 302
    assert response.url == "/welcome/leave-quickly/?next=%2F"
    assert response.cookies["django_language"].value == "en"
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.asvs("3.7.2")
def test_the_way_back_stays_on_this_site(client, caseworker):
    User.objects.update(knows_leave_quickly=True)

    response = try_password(
        client, caseworker.user.email, world.PASSWORD, next="https://evil.example/"
    )

    assert response.url == "/"


@pytest.mark.parametrize("kind", ["known", "unknown", "disabled"])
@pytest.mark.asvs("6.3.8")
def test_every_refusal_looks_the_same(client, caseworker, kind, bare):
    other = world.member(caseworker.organisation).user
    User.objects.filter(pk=other.pk).update(is_active=False)
    reference = try_password(Client(), caseworker.user.email, WRONG)
    email, password = {
        "known": (caseworker.user.email, WRONG),
        "unknown": ("nobody@example.org", WRONG),
        "disabled": (other.email, world.PASSWORD),
    }[kind]

    response = try_password(client, email, password)

    assert response.status_code == reference.status_code == 422
    assert bare(response) == bare(reference)
    assert email in response.content.decode()


@pytest.mark.asvs("6.3.8")
def test_an_unknown_account_costs_a_hash_too(client, caseworker, monkeypatch):
    """Time is what hashing takes; both ways hash once."""
    hashed = []
    from django.contrib.auth import hashers  # noqa: PLC0415 -- patched here only

    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given)
    )
    try_password(client, caseworker.user.email, WRONG)
    known = len(hashed)
    try_password(client, "nobody@example.org", WRONG)

    assert known == len(hashed) - known == 1


@pytest.mark.asvs("6.3.1")
def test_a_hundred_guesses_judge_twelve_at_most(client, caseworker, clock):
    judged = 0
    for _guess in range(100):
        response = try_password(client, caseworker.user.email, WRONG)
        judged += response.status_code == 422
        clock.shift(6)

    assert 5 <= judged <= 12
    assert response.status_code == 429
    assert "There were too many tries" in response.content.decode()


def test_the_right_password_waits_here_and_works_elsewhere(client, caseworker):
    for _guess in range(6):
        try_password(client, caseworker.user.email, WRONG)

    assert try_password(client, caseworker.user.email, world.PASSWORD).status_code == 429
    elsewhere = try_password(client, caseworker.user.email, world.PASSWORD, address="198.51.100.7")
    assert elsewhere.status_code == 302


def test_the_wait_ends(client, caseworker, clock):
    for _guess in range(100):
        try_password(client, caseworker.user.email, WRONG)
        clock.shift(20)
    clock.shift(15 * 60)

    assert try_password(client, caseworker.user.email, world.PASSWORD).status_code == 302


def test_an_unknown_account_is_slowed_down_the_same_way(client):
    answers = [try_password(client, "nobody@example.org", WRONG).status_code for _ in range(7)]

    assert answers == [422] * 5 + [429] * 2


@pytest.mark.asvs("6.3.1", "2.4.1")
def test_many_accounts_from_one_network_are_slowed_down(client):
    answers = [
        try_password(client, f"a{n}@example.org", WRONG, address=f"203.0.113.{n}").status_code
        for n in range(60)
    ]

    assert answers[:40] == [422] * 40
    assert 429 in answers[40:]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/56"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("nonsense", ""),
    ],
)
def test_networks(address, network):
    assert network_of(address) == network


@pytest.mark.asvs("7.4.1", "7.2.1")
def test_signing_out_needs_a_post_and_ends_the_session(client, caseworker):
    try_password(client, caseworker.user.email, world.PASSWORD)
    cookie = client.cookies["sessionid"].value

    assert client.get(reverse("account_logout")).status_code == 405
    assert client.post(reverse("account_logout")).status_code == 302

    client.cookies["sessionid"] = cookie
    assert client.get(reverse("account")).status_code == 302


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.CONSULAR, "/consular/"),
        (Role.VISA_SECTION, "/consular/"),
        (Role.ORGANISATION_ADMIN, "/people/"),
        (Role.OPERATOR, "/operator/"),
    ],
)
def test_work_begins_where_the_role_works(client, role, page):
    world.sign_in(client, world.member(world.organisation(), role))

    assert client.get("/").url == page


def test_somebody_without_a_membership_lands_on_the_account(client):
    client.force_login(User.objects.create_superuser("operator@example.org", name="Op Erator"))

    assert client.get("/").url == "/account/"
    assert "no organisation" in client.get("/account/").content.decode()


def test_a_visitor_is_led_to_signing_in(client):
    assert client.get("/").url == reverse("sign_in")
