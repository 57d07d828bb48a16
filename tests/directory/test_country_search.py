"""Finding a country in a real browser, with and without a script."""

import pytest

from tests import world

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, sign_in, transactional_db):
    user = world.member(world.organisation(country="FR")).user

    def open_list(**options):
        page = browser(**options)
        sign_in(page, user)
        page.goto("/countries/")
        return page

    return open_list


@pytest.mark.parametrize("script", [True, False])
def test_enter_opens_the_first_country(opened, script):
    page = opened(script=script)

    page.get_by_role("searchbox").fill("shq")
    page.get_by_role("searchbox").press("Enter")

    page.wait_for_url("**/countries/al/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Albania")


def test_the_list_follows_the_typing(opened):
    page = opened()

    page.get_by_role("searchbox").press_sequentially("alban")

    page.get_by_text("1 country or territory").wait_for()
    assert page.locator("#countries tbody a").all_inner_texts() == ["Albania"]


def test_the_button_without_a_script(opened):
    page = opened(script=False)

    page.get_by_role("searchbox").fill("alban")
    page.get_by_role("button", name="Show the list").click()

    assert page.locator("#countries tbody a").all_inner_texts() == ["Albania"]
