"""
Every test runs as the application role, as the web does. Migrations run as the owner, and the server itself empties the tables.

`page` and `plain_page` are a real browser with and without JavaScript; `browser(...)` opens further ones, `sign_in` a session.
"""

import gc
import os
import subprocess
import sys
from functools import wraps
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests import static_files, testing_database

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop here

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
pytest_plugins = ["tests.rules", "tests.sample", "tests.asvs", "tests.figures"]
PAGE_TIMEOUT = 15_000  # milliseconds; the machine may be busy

# The machines that run this are slow and shared: time is no reason to fail.
properties.register_profile(
    "desk", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
properties.load_profile("desk")
LONGEST = (
    "test_rules_of_pages.py",
    "test_accessible.py",
)  # first, so that no core waits for them at the end


def pytest_configure():
    testing_database.empty_between_tests()
    static_files.look_once()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker("browser")  # so that -m "not browser" leaves these out


def pytest_collection_finish():
    """Thousands of tests and all models stay to the end: a tenth of the time went into looking whether they may go."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    with django_db_blocker.unblock():
        before = testing_database.set_up()
    yield
    with django_db_blocker.unblock():
        testing_database.tear_down(before)


@pytest.fixture(autouse=True)
def default_language():
    """A page read in one language leaves it behind; the next test begins in the default one."""
    translation.deactivate()
    yield
    translation.deactivate()


def wait_for_what_it_opens(monkeypatch, of, name):
    """A click returns when the next page begins; whatever a test reads next must be there whole."""
    act = getattr(of, name)

    @wraps(act)
    def act_and_wait(self, *args, **kwargs):
        act(self, *args, **kwargs)
        page = getattr(self, "page", self)
        if not page.is_closed():
            page.wait_for_load_state("domcontentloaded")

    monkeypatch.setattr(of, name, act_and_wait)


@pytest.fixture(scope="session")
def patient_clicks():
    from playwright.sync_api import Locator, Page  # noqa: PLC0415 -- most runs open no browser

    with pytest.MonkeyPatch.context() as monkeypatch:
        for of in (Locator, Page):
            for name in ("click", "press"):
                wait_for_what_it_opens(monkeypatch, of, name)
        yield


@pytest.fixture(scope="session")
def chromium(patient_clicks):
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- most runs open no browser

    finder = Path(__file__).with_name("ensure_browser.py")
    path = subprocess.run(
        [sys.executable, finder], check=True, stdout=subprocess.PIPE, text=True, timeout=900
    )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path.stdout.strip(), args=FLAGS + sandbox
        )
        yield started
        started.close()


@pytest.fixture
def browser(chromium, live_server, transactional_db):
    """Opens pages on the live server: `browser(script=False, width=360, locale="fr")`."""
    opened = []

    def open_page(*, script=True, width=1280, height=800, locale="en-GB", **options):
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=script,
            viewport={"width": width, "height": height},
            locale=locale,
            **options,
        )
        page = context.new_page()
        page.set_default_timeout(PAGE_TIMEOUT)
        page.console_errors = []
        page.on("console", lambda message: note_error(page, message))
        page.on("pageerror", lambda error: page.console_errors.append(f"script: {error}"))
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()
    broken = [error for page in opened for error in page.console_errors if is_a_fault(error)]
    assert broken == []


def note_error(page, message):
    if message.type == "error":
        page.console_errors.append(message.text)


def is_a_fault(error):
    """A 404 or 422 on purpose is no fault; a failing script and a breach of the policy always are."""
    return error.startswith("script:") or "Content Security Policy" in error


@pytest.fixture
def page(browser):
    return browser()


@pytest.fixture
def plain_page(browser):
    return browser(script=False)


@pytest.fixture
def sign_in(client, live_server):
    """`sign_in(page, user)` gives the page a session of this user, without the sign-in form."""

    def give_session(page, user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )

    return give_session
