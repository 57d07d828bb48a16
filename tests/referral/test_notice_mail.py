"""Notices by e-mail: once, by choice, without a word of what waits; tried again, and then told to the administrator."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.models import Notice
from referral.notice_mail import send_notice_mail
from tests import world
from tests.referral.test_row_attempts import refused
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime.now(UTC).replace(hour=12, minute=0) + timedelta(days=1)


@pytest.fixture
def casa(settings):
    settings.EMAIL_HOST = "mail.example.org"
    settings.SITE_URL = "https://desk.example"
    casa = world.member(world.organisation("Canary House"))
    chosen(casa, "at_once")
    told(casa)
    return casa


def chosen(member, how, language="en"):
    member.user.notice_mail, member.user.language = how, language
    member.user.save(update_fields=["notice_mail", "language"])


def told(member):
    with world.acting(member):
        Notice.objects.create(organisation=member.organisation, kind="reminder")


def run(now=NOON):
    with as_worker():
        return send_notice_mail(now)


def test_one_letter_that_says_only_that_something_waits(casa, mailoutbox):
    chosen(casa, "at_once", "fr")
    world.member(casa.organisation, Role.ORGANISATION_ADMIN)  # it is not for them
    assert (run(), run()) == (1, 0)
    [letter] = mailoutbox
    assert letter.to == [casa.user.email]
    assert letter.subject == "Quelque chose vous attend"
    assert "https://desk.example/\n" in letter.body
    for word in ("Canary", "reminder", "rappel", str(casa.organisation_id)):
        assert word not in letter.subject + letter.body


def test_one_a_day_none_and_nothing_of_what_is_read(casa, mailoutbox):
    chosen(casa, "never")
    assert run() == 0
    chosen(casa, "digest")
    assert run(NOON.replace(hour=3)) == 0
    assert run() == 1
    told(casa)
    assert run(NOON + timedelta(hours=2)) == 0
    assert run(NOON + timedelta(days=1)) == 1
    other = world.member(world.organisation("Qendra", "AL"))
    chosen(other, "at_once")
    told(other)
    with world.acting(other):
        Notice.objects.update(read_at=NOON)
    assert run(NOON + timedelta(days=2)) == 0
    assert {one.to[0] for one in mailoutbox} == {casa.user.email}


def test_tried_again_ever_later_and_then_told_to_the_administrator(casa, settings, client):
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.referral.test_notice_mail.Down"
    assert run() == 0
    settings.EMAIL_BACKEND = works
    assert run(NOON + timedelta(seconds=59)) == 0
    settings.EMAIL_BACKEND = "tests.referral.test_notice_mail.Down"
    for hours in range(1, 7):
        assert run(NOON + timedelta(hours=2 * hours)) == 0
    settings.EMAIL_BACKEND = works
    assert run(NOON + timedelta(days=1)) == 0  # dead, and the notice is the same

    admin = world.member(casa.organisation, Role.ORGANISATION_ADMIN)
    far = world.member(world.organisation("Qendra", "AL"), Role.ORGANISATION_ADMIN)
    assert casa.user.name in world.sign_in(client, admin).get(reverse("letter_list")).text
    assert casa.user.name not in world.sign_in(client, far).get(reverse("letter_list")).text


class Down:
    def __init__(self, *_args, **_more):
        pass

    def send_messages(self, _messages):
        raise OSError


def test_the_next_try_arrives(casa, settings, mailoutbox):
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.referral.test_notice_mail.Down"
    assert run() == 0
    settings.EMAIL_BACKEND = works
    assert run(NOON + timedelta(minutes=2)) == 1


def test_no_page_reads_or_makes_letters(casa):
    with world.acting(casa):
        assert "permission denied" in refused("SELECT * FROM referral_noticemail")
    with world.acting(casa):
        assert "permission denied" in refused("SELECT queue_notice_mail(now())")
