"""The browser fixtures themselves, on the one page that this layer owns."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


@pytest.mark.parametrize("script", [True, False])
def test_a_page_opens_with_and_without_script(browser, script):
    page = browser(script=script)

    assert page.goto("/health/").json()["database"] == "ok"


def test_every_answer_carries_the_headers(page):
    headers = page.goto("/health/").headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("time", ["first", "second"])
def test_nothing_stays_from_one_test_to_the_next(transactional_db, time):
    assert not Group.objects.exists()
    Group.objects.create(name="left behind")


def test_a_session_without_the_form(page, sign_in, settings):
    user = get_user_model().objects.create_user(
        email="ann@desk.example", password="a long enough one"
    )
    sign_in(page, user)

    page.goto("/health/")

    assert settings.SESSION_COOKIE_NAME in [cookie["name"] for cookie in page.context.cookies()]
