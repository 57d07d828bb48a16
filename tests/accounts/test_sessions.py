import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "violet kettle umbrella 9"
POLL = {"HTTP_X_DESK_POLL": "1"}


@pytest.fixture
def caseworker(clock):
    User.objects.update(knows_leave_quickly=True)
    return world.member(world.organisation())


def signed_in(caseworker, client=None):
    client = client or Client()
    given = {"email": caseworker.user.email, "password": world.PASSWORD}
    assert client.post(reverse("sign_in"), given).status_code == 302
    return client


def is_in(client, **headers):
    return client.get(reverse("account"), **headers).status_code == 200


@pytest.mark.asvs("7.3.1")
def test_fifteen_idle_minutes_end_a_session(caseworker, clock):
    client = signed_in(caseworker)
    clock.shift(14 * 60)
    assert is_in(client)
    clock.shift(14 * 60)
    assert is_in(client)
    clock.shift(15 * 60)

    assert not is_in(client)
    assert "nothing happened for a while" in client.get(reverse("sign_in")).content.decode()


def test_what_the_page_asks_by_itself_is_no_activity(caseworker, clock):
    client = signed_in(caseworker)
    for _minute in range(14):
        clock.shift(60)
        assert is_in(client, **POLL)
    clock.shift(60)

    assert client.get(reverse("account"), **POLL).status_code == 401
    assert not is_in(client)


@pytest.mark.asvs("7.3.2")
def test_eight_hours_end_a_busy_session(caseworker, clock):
    client = signed_in(caseworker)
    for _round in range(47):
        clock.shift(10 * 60)
        assert is_in(client)
    clock.shift(10 * 60)

    assert not is_in(client)


@pytest.mark.asvs("7.2.4")
def test_the_session_changes_its_key_at_sign_in(caseworker):
    client = Client()
    client.get(reverse("sign_in"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key

    signed_in(caseworker, client)

    assert client.cookies["sessionid"].value != session.session_key


@pytest.mark.asvs("7.4.3")
def test_a_new_password_ends_other_sessions(caseworker):
    here, elsewhere = signed_in(caseworker), signed_in(caseworker)
    given = {"password": world.PASSWORD, "new_password": NEW}

    assert here.post(reverse("password_change"), given).status_code == 302

    assert is_in(here)
    assert not is_in(elsewhere)


def test_signing_out_everywhere_else(caseworker):
    here, elsewhere = signed_in(caseworker), signed_in(caseworker)
    assert here.get(reverse("session_list")).content.decode().count("Since ") == 2

    here.post(reverse("session_list"))

    assert is_in(here)
    assert not is_in(elsewhere)


@pytest.mark.asvs("14.3.2")
def test_signed_in_answers_are_not_stored_and_cookies_are_guarded(caseworker):
    client = signed_in(caseworker)
    cookie = client.cookies["sessionid"]

    assert client.get(reverse("account"))["Cache-Control"] == "no-store"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_production_cookies_are_secure(settings):
    """The names with __Host- are refused by browsers unless they are Secure and for one host."""
    from pathlib import Path  # noqa: PLC0415 -- read here only

    text = (Path(settings.BASE_DIR) / "config" / "settings.py").read_text()
    assert "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True" in text


@pytest.mark.asvs("7.4.2")
def test_a_disabled_person_is_out_at_the_next_request(caseworker):
    client = signed_in(caseworker)
    User.objects.filter(pk=caseworker.user_id).update(is_active=False)

    assert not is_in(client)


@pytest.mark.parametrize("step", ["new password", "other role"])
def test_a_session_with_a_new_key_can_still_be_ended_from_elsewhere(caseworker, step):
    far = signed_in(caseworker)
    key = far.session.session_key
    if step == "new password":
        far.post(reverse("password_change"), {"password": world.PASSWORD, "new_password": NEW})
    else:
        other = world.member(world.organisation(), "supervisor", caseworker.user)
        far.post(reverse("membership_switch"), {"membership": other.pk})
    assert far.cookies["sessionid"].value != key
    assert is_in(far)

    given = {"email": caseworker.user.email}
    given["password"] = NEW if step == "new password" else world.PASSWORD
    here = Client()
    here.post(reverse("sign_in"), given)
    here.post(reverse("session_list"))

    assert is_in(here)
    assert not is_in(far)
