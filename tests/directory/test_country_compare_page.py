"""The comparison in a real browser: choosing, four full countries on a phone, nothing for axe to find."""

import pytest

from tests import world
from tests.accessibility import sideways, violations

pytestmark = pytest.mark.browser

FOUR = "/countries/compare/?c=al&c=it&c=gr&c=fr"


@pytest.fixture
def opened(browser, sign_in, transactional_db):
    user = world.member(world.organisation(country="FR")).user

    def open_page(address, **options):
        page = browser(**options)
        sign_in(page, user)
        page.goto(address)
        return page

    return open_page


@pytest.mark.parametrize("script", [True, False])
def test_ticked_countries_are_compared(opened, script):
    page = opened("/countries/", script=script)

    page.get_by_role("checkbox", name="Compare Albania").check()
    page.get_by_role("checkbox", name="Compare Algeria").check()
    page.get_by_role("button", name="Compare up to 4").click()

    page.wait_for_url("**/countries/compare/?c=al&c=dz")
    assert page.get_by_role("columnheader").count() == 3


def test_what_was_ticked_is_compared_with_what_was_found_later(opened):
    page = opened("/countries/")
    page.get_by_role("checkbox", name="Compare Albania").check()

    page.get_by_role("searchbox").press_sequentially("italy")
    page.get_by_text("1 country or territory").wait_for()
    page.get_by_role("checkbox", name="Compare Italy").check()
    page.get_by_role("button", name="Compare up to 4").click()

    page.wait_for_url("**/countries/compare/?c=al&c=it")


def test_a_country_is_added_on_the_page(opened):
    page = opened("/countries/compare/?c=al")

    page.get_by_label("Add a country").select_option(label="Greece")
    page.get_by_role("button", name="Add", exact=True).click()

    page.wait_for_url("**/countries/compare/?c=al&c=gr")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_four_countries_fit(opened, width):
    page = opened(FOUR, width=width)

    assert sideways(page) <= 0
    assert violations(page) == []


def test_on_a_phone_each_value_names_its_country(opened):
    page = opened(FOUR, width=390)

    first = page.locator("table.compare tr:has(td)").first
    named = first.locator("td > .d-mob").all_inner_texts()
    assert named == ["Albania", "Italy", "Greece", "France"]
    assert first.locator("td > .d-mob").first.is_visible()


def test_the_map_is_no_row_of_stops_for_the_keyboard(opened):
    page = opened("/countries/")

    assert page.locator(".map a").count() > 200
    assert page.locator(".map a:not([tabindex='-1'])").count() == 0


def test_a_shape_leads_to_its_country(opened):
    page = opened("/countries/")

    page.locator(".map a[href='/countries/br/'] path").click()

    page.wait_for_url("**/countries/br/")
