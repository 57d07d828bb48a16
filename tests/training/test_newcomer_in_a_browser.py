"""A newcomer takes the course without a script: fails, takes it again, passes, begins a case; later the course is over."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from tests import world
from tests.journey.desk import Desk
from tests.training import learners
from training import content
from training.models import Certificate

COURSE = "data-protection"


@pytest.fixture
def newcomer(transactional_db):
    return world.member(world.organisation(), cleared_until=None)


@pytest.fixture
def desk(newcomer, browser, live_server):
    page, client = browser(script=False, width=390), Client()
    client.force_login(newcomer.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return Desk(page, live_server.url, newcomer)


def answer(desk, values):
    for name, value in values.items():
        desk.page.locator(f"#{name}-{value}").check()
    with desk.page.expect_navigation():
        desk.page.get_by_role("main").get_by_role("button", name="Send my answers").click()


def test_from_the_first_lesson_to_the_first_case_and_after_the_course_is_over(desk, newcomer):
    course = content.course(COURSE)
    assert desk.status("contact_new") == 403
    desk.go("course_list").sees("New cases begin after the course on data protection")
    desk.go("course_detail", COURSE).follow("main a.btn-primary")
    desk.sees("Why a detail can hurt", "Sources")

    desk.go("course_test", COURSE, "after")
    answer(desk, learners.answers(course, 0, right=3))
    desk.sees("Not passed yet", "Worth reading again")
    desk.follow("main a.btn-primary")
    answer(desk, learners.answers(course, 1))
    desk.sees("Passed", "You may begin new cases.")

    desk.go("contact_new")
    case = world.contact(newcomer)
    with world.acting(newcomer):
        reference = case.journey.reference
    desk.go("case_overview", reference)

    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=newcomer.pk).update(cleared_until=yesterday)
    desk.go("case_overview", reference)
    assert desk.status("contact_new") == 403

    certificate = Certificate.objects.get()
    for code, said in (
        (certificate.code, "Real, and valid"),
        ("2345678923456789", "No valid certificate"),
    ):
        desk.page.goto(f"{desk.server}/training/certificate/")
        desk.page.locator("[name=code]").fill(code)
        desk.page.locator("[name=name]").fill(certificate.name)
        with desk.page.expect_navigation():
            desk.page.get_by_role("button", name="Check", exact=True).click()
        desk.sees(said)
