"""The script that saves, and the one that asks whether somebody is still there."""

import os
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse

from referral.models import UnsentForm
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canarina said this"


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def at(worker):
    case = world.contact(worker)
    with world.acting(worker):
        return reverse("case_note_new", args=[case.journey.reference])


def shoot(page, name):
    if os.environ.get("DESK_SHOTS"):
        page.screenshot(path=f"{os.environ['DESK_SHOTS']}/{name}.png", full_page=True)


def age_session(seconds):
    session = SessionStore(Session.objects.get().session_key)
    session["active_at"] = time.time() - seconds
    session.save()


def signs_in(page, worker):
    page.get_by_label("Work email").fill(worker.user.email)
    page.get_by_label("Password", exact=True).fill(world.PASSWORD)
    page.get_by_role("button", name="Continue").click()


def kept(worker):
    with world.acting(worker):
        return UnsentForm.objects.count()


def test_typing_is_saved_and_is_there_after_the_session_ended(page, sign_in, worker, at):
    sign_in(page, worker.user)
    page.goto(at)
    page.locator("textarea").first.fill(CANARY)
    page.locator(".saved", has_text="Draft saved").wait_for(timeout=30_000)
    shoot(page, "draft_saved")

    age_session(16 * 60)
    page.locator("textarea").first.fill(CANARY + " too")
    page.wait_for_url("**/login/**", timeout=30_000)
    signs_in(page, worker)

    shoot(page, "draft_choice")
    page.get_by_role("link", name="Continue with your draft").click()
    assert page.locator("textarea").first.input_value() == CANARY + " too"


def test_leaving_quickly_keeps_the_last_words(page, sign_in, worker, at, settings, live_server):
    settings.LEAVE_URL = f"{live_server.url}/health/"
    sign_in(page, worker.user)
    page.goto(at)
    page.locator("textarea").first.fill(CANARY)

    page.get_by_role("link", name="Leave quickly").click()

    page.wait_for_url("**/health/")
    for _wait in range(100):  # the beacon travels on its own
        if kept(worker) and not Session.objects.exists():
            break
        page.wait_for_timeout(100)
    assert kept(worker) == 1
    assert not Session.objects.exists()


def test_still_there(page, sign_in, worker, at, settings):
    settings.SESSION_IDLE_SECONDS, settings.SESSION_WARN_SECONDS = 40, 38
    sign_in(page, worker.user)
    page.goto(at)

    dialog = page.get_by_role("dialog", name="Still there?")
    dialog.wait_for(timeout=30_000)
    shoot(page, "still_there")
    age_session(15)
    dialog.get_by_role("button", name="Stay signed in").click()
    dialog.wait_for(state="hidden", timeout=30_000)

    settings.SESSION_IDLE_SECONDS = 1
    page.wait_for_url("**/login/**", timeout=30_000)
    assert "next=" in page.url
