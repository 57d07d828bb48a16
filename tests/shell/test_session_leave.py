import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.urls import reverse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in(client):
    user = get_user_model().objects.create_user(
        "ann@desk.example", "a long enough one", name="Ann B"
    )
    client.force_login(user)
    return client


def test_the_link_ends_the_session_and_goes_to_the_neutral_site(signed_in, settings):
    settings.LEAVE_URL = "https://neutral.example/"

    answer = signed_in.get(reverse("session_leave"))

    assert answer.status_code == 302
    assert answer.url == "https://neutral.example/"
    assert not Session.objects.exists()
    assert "_auth_user_id" not in signed_in.session


def test_the_beacon_needs_no_token(signed_in):
    signed_in.handler.enforce_csrf_checks = True

    answer = signed_in.post(reverse("session_leave"))

    assert answer.status_code == 204
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()


def test_a_visitor_leaves_too(client):
    assert client.get(reverse("session_leave")).status_code == 302


@pytest.mark.parametrize("gesture", ["button", "shift"])
def test_leaving_in_a_browser(page, sign_in, settings, live_server, gesture):
    settings.LEAVE_URL = f"{live_server.url}/health/"
    user = get_user_model().objects.create_user(
        "bob@desk.example", "a long enough one", name="Bob C"
    )
    sign_in(page, user)
    page.goto("/help/")

    with page.expect_request(lambda request: request.url.endswith("/session/leave/")):
        if gesture == "button":
            page.get_by_role("link", name="Leave quickly").click()
        else:
            for _press in range(3):
                page.keyboard.press("Shift")

    page.wait_for_url("**/health/")
    for _wait in range(100):  # the beacon travels on its own, after the page is gone
        if not Session.objects.exists():
            break
        page.wait_for_timeout(100)
    assert not Session.objects.exists()


def test_leaving_without_script(plain_page, settings, live_server):
    settings.LEAVE_URL = f"{live_server.url}/health/"
    plain_page.goto("/help/")

    plain_page.get_by_role("link", name="Leave quickly").click()

    plain_page.wait_for_url("**/health/")


def test_typing_capitals_does_not_leave(page):
    page.goto("/help/")

    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")

    assert page.url.endswith("/help/")
