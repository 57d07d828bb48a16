"""From a spreadsheet with mistakes to the report: as two people of a country meet it."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from shell.pdf import can_make_pdf
from tests import world
from tests.accessibility import sideways, violations
from tests.plans.frames import FIVE_MISTAKES, frame

pytestmark = pytest.mark.django_db(transaction=True)
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def choose(page, body):
    page.get_by_label("The log-frame as a spreadsheet").set_input_files(
        {"name": "plan.xlsx", "mimeType": TYPE, "buffer": body}
    )
    page.get_by_role("button", name="Read the file").click()


def test_a_plan_is_mended_published_by_a_second_person_and_reported(browser, sign_in):
    house = world.organisation("Coordination", "IT", "coordination")
    officer = world.member(house, Role.NATIONAL_COORDINATOR)
    second = world.member(world.organisation("Casa", "IT"), Role.SUPERVISOR)
    page = browser()
    sign_in(page, officer.user)
    page.goto("/plans/")
    page.get_by_role("link", name="Bring in a plan").click()
    choose(page, frame(**FIVE_MISTAKES))
    table = page.get_by_role("table")
    assert table.get_by_role("row").count() == 6
    assert table.get_by_role("row").filter(has_text="“dream” is not one of").count() == 1
    assert violations(page) == []
    choose(page, frame())
    page.get_by_role("heading", name="Your draft waits").wait_for()
    assert page.get_by_role("button", name="Publish").count() == 0

    other = browser(width=390)
    sign_in(other, second.user)
    other.goto("/plans/")
    other.get_by_role("link", name="A plan for the coast").click()
    assert (violations(other), sideways(other)) == ([], 0)
    other.get_by_role("button", name="Publish", exact=True).click()
    other.get_by_text("The plan is published.").wait_for()
    if can_make_pdf():
        with other.expect_download() as report:
            other.get_by_role("link", name="PDF").click()
        assert report.value.suggested_filename == "plan-it-2026-2028.pdf"
    other.goto(reverse("plan_timeline", args=["it-2026-2028"]))
    assert other.locator("svg.plan-bar").count() == 1
