import pytest
from django.urls import reverse

from accounts.roles import Role
from shell.navigation import exists
from tests import world
from tests.accessibility import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case_manager():
    return world.member(world.organisation("Casa Verde"), Role.CASE_MANAGER)


def test_the_frame_names_the_organisation_and_the_role(client, case_manager):
    client.force_login(case_manager.user)

    html = client.get(reverse("help")).text

    assert "Casa Verde" in html
    assert str(Role.CASE_MANAGER.label) in html
    assert 'class="tabbar"' in html


@pytest.mark.parametrize("role", Role.values)
def test_every_role_gets_a_navigation(client, role):
    client.force_login(world.member(world.organisation(), role).user)

    html = client.get(reverse("more")).text

    assert f'href="{reverse("country_list")}"' in html


def test_keys_lead_through_the_pages(page, sign_in, case_manager):
    sign_in(page, case_manager.user)
    page.goto("/help/")

    page.keyboard.press("?")
    page.wait_for_url("**/help/keyboard/")
    page.keyboard.press("g")
    page.keyboard.press("k")

    page.wait_for_url(f"**{reverse('country_list')}")


def test_letters_that_are_off_do_nothing(page, sign_in, case_manager):
    case_manager.user.keys_on = False
    case_manager.user.save()
    sign_in(page, case_manager.user)
    page.goto("/help/")

    page.keyboard.press("?")
    page.wait_for_timeout(200)

    assert page.url.endswith("/help/")


@pytest.mark.skipif(not exists("search"), reason="search comes with the cases")
def test_the_palette_finds_and_leads(page, sign_in, case_manager):
    sign_in(page, case_manager.user)
    page.goto("/help/")

    page.keyboard.press("Control+k")
    page.keyboard.type("alban", delay=20)
    page.keyboard.press("Enter")  # before the answer is there: it is for what was typed

    page.wait_for_url("**/countries/**")


def test_the_account_menu_opens_without_script(plain_page, sign_in, case_manager):
    sign_in(plain_page, case_manager.user)
    plain_page.goto("/help/")

    plain_page.locator("summary", has_text="Your account").click()

    assert plain_page.get_by_role("link", name="Light or dark").is_visible()


def test_unsaved_answers_are_mentioned_when_the_connection_goes(page, sign_in, case_manager):
    sign_in(page, case_manager.user)
    page.goto("/styleguide/")
    page.get_by_label("Note").last.fill("What she said")
    assert page.locator("#offline").is_hidden()

    page.context.set_offline(True)

    page.locator("#offline").wait_for()
    page.context.set_offline(False)
    page.locator("#offline").wait_for(state="hidden")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_frame_is_accessible_when_signed_in(browser, sign_in, case_manager, width):
    page = browser(width=width)
    sign_in(page, case_manager.user)
    page.goto("/more/")

    assert violations(page) == []
