import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

pytestmark = pytest.mark.django_db(transaction=True)

PUBLIC = [
    "accessibility",
    "privacy",
    "help",
    "help_online_safety",
    "keyboard",
    "language",
    "appearance",
    "styleguide",
]
SIGNED_IN = ["welcome_leave_quickly", "more"]


@pytest.fixture
def user():
    return get_user_model().objects.create_user(
        "ann@desk.example", "a long enough one", name="Ann Brown"
    )


def assert_has_the_frame(html):
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert html.index('class="skip" href="#main"') < html.index("<header")
    assert 'id="main"' in html
    assert "data-leave " in html
    assert 'data-exit="https://' in html
    assert not re.search(r"<[^>]+ (style|on[a-z]+)=", html)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_visitor_reads(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert_has_the_frame(answer.text)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_with_an_account(client, user, name):
    assert client.get(reverse(name)).status_code == 302

    client.force_login(user)
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert_has_the_frame(answer.text)


def test_what_does_not_exist_keeps_the_frame_and_the_secret(client):
    answer = client.get("/nothing/TRM-7K4Q-2-not-here/")

    assert answer.status_code == 404
    assert_has_the_frame(answer.text)
    assert "7K4Q" not in answer.text.replace("next", "")


def test_every_page_is_marked_as_invented(client, settings):
    settings.DESK_DEMO = True
    assert "are invented" in client.get(reverse("help")).text

    settings.DESK_DEMO = False
    assert "are invented" not in client.get(reverse("help")).text


def test_the_language_is_kept_on_the_account(client, user):
    client.force_login(user)

    answer = client.post(reverse("language"), {"language": "fr", "next": reverse("help")})

    assert answer.url == reverse("help")
    assert 'lang="fr"' in client.get(reverse("help")).text
    user.refresh_from_db()
    assert user.language == "fr"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", ""])
def test_choosing_a_language_stays_on_this_site(client, onward):
    assert client.post(reverse("language"), {"language": "fr", "next": onward}).url == "/"


def test_a_language_that_is_not_complete_is_not_offered(client):
    client.post(reverse("language"), {"language": "ar", "next": "/"})

    assert 'lang="en"' in client.get(reverse("help")).text


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_light_or_dark_is_kept_on_the_account(client, user, mode):
    client.force_login(user)

    client.post(reverse("appearance"), {"appearance": mode})

    user.refresh_from_db()
    assert user.appearance == mode
    assert f'data-bs-theme="{mode}"' in client.get(reverse("help")).text


def test_single_letters_can_be_switched_off(client, user):
    client.force_login(user)

    client.post(reverse("keyboard_letters"), {"keys_on": "no"})

    assert 'data-keys="off"' in client.get(reverse("help")).text


def test_the_welcome_is_shown_once(client, user):
    client.force_login(user)

    client.post(reverse("welcome_leave_quickly"), {"next": reverse("help")})

    user.refresh_from_db()
    assert user.knows_leave_quickly
