"""The components in a real browser: nothing for axe to say, nothing runs sideways."""

import pytest
from django.conf import settings

from tests.accessibility import sideways, violations


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"color_scheme": "dark"},
        {"width": 390, "has_touch": True},
        {"width": 320},
        {"script": True, "width": 390, "color_scheme": "dark"},
    ],
    ids=["desk", "dark", "phone", "narrow", "dark phone"],
)
def test_the_components_are_accessible(browser, view):
    page = browser(**view)
    page.goto("/styleguide/")

    assert violations(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_the_components_from_right_to_left(browser, live_server, width):
    page = browser(width=width)
    language = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": live_server.url}
    page.context.add_cookies([language])
    page.goto("/styleguide/")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert violations(page) == []
    assert sideways(page) <= 0


@pytest.mark.parametrize("path", ["/help/", "/privacy/", "/help/keyboard/", "/account/appearance/"])
def test_the_public_pages_are_accessible(page, path):
    page.goto(path)

    assert violations(page) == []


def test_the_preview_switches_without_script(plain_page):
    plain_page.goto("/styleguide/")
    assert not plain_page.get_by_text("The person did not agree").is_visible()

    plain_page.get_by_text("After", exact=True).click()

    assert plain_page.get_by_text("The person did not agree").is_visible()


def test_a_folded_filter_looks_as_if_it_opens(plain_page):
    plain_page.goto("/styleguide/")
    summary = plain_page.locator("summary", has_text="Filter").first
    mark = "one => getComputedStyle(one, '::after').borderBottomWidth"

    assert summary.evaluate(mark) == "2px"


def test_the_summary_of_mistakes_takes_the_focus(page):
    page.goto("/styleguide/")

    assert page.evaluate("document.activeElement.className") == "errsum"


def test_paper_is_white_for_people_who_chose_dark(browser, live_server):
    page = browser()
    chosen = {"name": "appearance", "value": "dark", "url": live_server.url}
    page.context.add_cookies([chosen])
    page.goto("/styleguide/")
    ground = "getComputedStyle(document.querySelector('.card')).backgroundColor"
    assert page.evaluate(ground) == "rgb(22, 30, 28)"

    page.emulate_media(media="print")

    assert page.evaluate(ground) == "rgb(255, 255, 255)"
