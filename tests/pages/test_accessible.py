"""
Every page in a real browser, as somebody who may open it, wide and light from left to right; and one page in three (with
`--all` every one) on a phone in the dark from right to left. What a frame shows only in one of the other two pairings is
looked at once for each actor.

ONLY_PAGES="home inbox" in the environment looks at these alone.
"""

import os
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import world
from tests.accessibility import sideways, violations
from tests.pages import world as pages_world
from tests.pages.expected import EXPECTED
from tests.sample import is_drawn

pytestmark = pytest.mark.django_db(transaction=True)

WIDE, PHONE, NARROWEST = (1280, 800), (390, 844), (320, 568)
COLOURS = ["color-contrast", "link-in-text-block"]  # all that another colour can break
ON_A_PHONE = [
    *COLOURS,
    "target-size",
    "html-has-lang",
    "html-lang-valid",
]  # and another width or language
RIGHT_TO_LEFT = 3  # one page in so many
BARE = {
    "link_open"
}  # for somebody without an account: one question, nothing to skip, three requests in all
FRAME = """() => ({
  headings: document.querySelectorAll("h1").length,
  skip: document.querySelector("body > a")?.getAttribute("href") === "#main" && !!document.getElementById("main"),
  leave: document.querySelectorAll("[data-leave]").length,
  filled: document.querySelectorAll("main .btn-primary").length,
  inline: document.querySelectorAll("[style], [onclick]").length,
})"""


def pages(desk):
    """(name, address, actor, answers) of every page that somebody can look at, each once."""
    for name, rows in EXPECTED.items():
        for row in rows:
            actor = (row.opens.split() or [row.via])[0]
            if actor and not (row.only_post or row.fragment or row.apart):
                # a link of a mail that is over leads to a page that says so
                answers = {200, 404} if row.leads else {200}
                yield name, reverse(name, args=row.at(desk)), actor, answers


class Visitors:
    """One browser window for each actor, opened when first needed."""

    def __init__(self, browser, address, desk):
        self.browser, self.address, self.desk, self.windows = browser, address, desk, {}

    def __getitem__(self, actor):
        if actor not in self.windows:
            page = self.windows[actor] = self.browser(reduced_motion="reduce")
            if membership := self.desk.who[actor]:
                key = world.sign_in(Client(), membership).cookies[settings.SESSION_COOKIE_NAME]
                page.context.add_cookies(
                    [{"name": key.key, "value": key.value, "url": self.address}]
                )
        return self.windows[actor]


@pytest.fixture
def desk(transactional_db):
    return pages_world.build()


@pytest.fixture
def visitors(desk, browser, live_server):
    return Visitors(browser, live_server.url, desk)


def resize(page, size):
    wanted = {"width": size[0], "height": size[1]}
    if page.viewport_size != wanted:
        page.set_viewport_size(wanted)
    page.evaluate("scrollTo(0, 0)")  # a fixed bar lies over what was scrolled under it


def found(page, how, rules=None):
    return [f"{how}: {rule} at {target}" for rule, target in violations(page, rules)]


def frame_faults(page, name):
    frame = page.evaluate(FRAME)
    wanted = {"headings": 1, "skip": True, "leave": 1, "inline": 0}
    if name in BARE:
        wanted |= {"skip": False, "leave": 0}
    faults = [f"{key}: {frame[key]}" for key, value in wanted.items() if frame[key] != value]
    if frame["filled"] > 1 and name != "styleguide":
        faults.append(f"filled buttons: {frame['filled']}")
    return faults


def look_left_to_right(page, name, is_first):
    def wide():
        faults = frame_faults(page, name) + found(page, "wide")
        if is_first:
            colours(page, "dark")
            faults += found(page, "wide and dark", COLOURS)
            colours(page, "light")
        return faults

    return at_each_size(page, {WIDE: wide, NARROWEST: lambda: width_faults(page)})


def look_right_to_left(page, _name, is_first):
    if page.locator("html").get_attribute("dir") != "rtl":
        return ["is not right to left"]

    def phone():
        colours(page, "dark")
        faults = found(page, "phone, dark, right to left", None if is_first else ON_A_PHONE)
        if is_first:
            colours(page, "light")
            faults += found(page, "phone and light", COLOURS)
        return faults

    return at_each_size(page, {PHONE: phone, NARROWEST: lambda: width_faults(page)})


def at_each_size(page, looks):
    """First in the size that the page before left behind: each change draws the page anew."""
    now = page.viewport_size["width"]
    faults = []
    for size in sorted(looks, key=lambda size: size[0] != now):
        resize(page, size)
        faults += looks[size]()
    return faults


def colours(page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def width_faults(page):
    wider = sideways(page)
    return [f"sideways by {wider} pixels"] if wider > 0 else []


def is_wanted(name, one_in):
    if wanted := os.environ.get("ONLY_PAGES", "").split():
        return name in wanted
    return name != "health" and is_drawn(name, one_in=one_in)


def walk(desk, visitors, look, one_in=1):
    faults, seen_by = [], set()
    for name, address, actor, answers in pages(desk):
        if not is_wanted(name, one_in):
            continue
        page = visitors[actor]
        status = page.goto(address).status
        is_first = actor not in seen_by
        seen_by.add(actor)
        seen = look(page, name, is_first) if status in answers else [f"answers {status}"]
        sys.stdout.write(f"{name} as {actor}: {seen or 'no fault'}\n")  # shown with -s
        faults += [f"{name} as {actor}: {fault}" for fault in seen]
    return faults


def test_every_page_is_accessible(desk, visitors):
    assert walk(desk, visitors, look_left_to_right) == []


def test_pages_are_accessible_right_to_left(desk, visitors, whole):
    User.objects.update(language="ar")
    for page in [visitors["visitor"]]:
        page.context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": "ar", "url": visitors.address}]
        )

    assert walk(desk, visitors, look_right_to_left, 1 if whole else RIGHT_TO_LEFT) == []
