import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests import world

WORST = {"critical", "serious"}


@pytest.fixture
def admin(transactional_db):
    admin = world.member(world.organisation("Casa Verde"), Role.ORGANISATION_ADMIN)
    world.member(admin.organisation)
    User.objects.update(knows_leave_quickly=False)
    return admin


def found_by_axe(page):
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in WORST]


def shoot(page, name):
    if os.environ.get("DESK_SHOTS"):
        page.screenshot(path=f"{os.environ['DESK_SHOTS']}/{name}.png", full_page=True)


@pytest.mark.parametrize("script", [True, False])
def test_signing_in_and_out(browser, admin, script):
    page = browser(script=script)
    page.goto(reverse("sign_in"))
    page.get_by_label("Work email").fill(admin.user.email)
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Continue").click()
    assert "not right" in page.inner_text("main")
    assert page.get_by_label("Work email").input_value() == admin.user.email

    page.get_by_label("Password", exact=True).fill(world.PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.locator("main form button", has_text="Continue").click()

    assert page.url.endswith(reverse("person_list"))
    page.locator("summary", has_text="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.url.endswith(reverse("sign_in"))


def test_the_password_can_be_seen(page, transactional_db):
    page.goto(reverse("sign_in"))
    page.get_by_label("Password", exact=True).fill("what I type")
    page.get_by_label("Show password").check()

    assert page.locator("#id_password").get_attribute("type") == "text"


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_accessible_and_fit(browser, sign_in, admin, width):
    page = browser(width=width)
    for name in ("sign_in", "password_forgotten", "password_forgotten_done"):
        look_at(page, name, width)
    sign_in(page, admin.user)
    names = ["account", "membership_switch", "session_list", "password_change", "person_list"]
    names += ["invitation_new", "team_list", "team_new", "organisation_profile"]
    for name in names:
        look_at(page, name, width)
    colleague = admin.organisation.memberships.get(role=Role.CASE_MANAGER)
    for name in ("person_detail", "person_disable"):
        look_at(page, name, width, colleague.pk)


def look_at(page, name, width, *args):
    page.goto(reverse(name, args=args))
    shoot(page, f"{name}-{width}")
    assert found_by_axe(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
