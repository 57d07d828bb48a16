"""The profile in a real browser: nothing for axe to find, nothing sideways, with and without a script."""

import pytest

from directory.models import Fact
from tests import world
from tests.accessibility import sideways, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, sign_in, transactional_db):
    def open_as(language="en", **options):
        person = world.member(world.organisation(country="IT")).user
        person.language = language
        person.save()
        page = browser(locale=language, **options)
        sign_in(page, person)
        return page

    return open_as


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", 1280, "light"), ("ar", 320, "dark")],
)
def test_nothing_to_find(opened, language, width, scheme):
    page = opened(language, width=width, color_scheme=scheme)
    for address in ("/countries/fr/", "/countries/fr/missions/"):
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")

        assert violations(page) == []
        assert sideways(page) <= 0


def test_without_a_script(opened):
    page = opened(script=False, width=320)
    page.goto("/countries/al/")

    page.get_by_role("navigation", name="On this page").get_by_text("Return").click()
    assert page.url.endswith("#return")
    fact = Fact.objects.published().of("AL").filter(topic="law").first()
    place = page.locator(f"[id='f-{fact.pk}']")
    place.locator("summary").click()
    assert place.get_by_role("link", name="Report something wrong").is_visible()
