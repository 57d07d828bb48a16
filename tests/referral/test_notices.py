"""Notices: who reads which, what they say, and that reading one is all that can be done to it."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from accounts.roles import Role
from referral.models import Notice
from referral.notices import KINDS
from tests import world
from tests.referral import alerts, sharing
from tests.referral.test_row_attempts import refused

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/notices/"


@pytest.fixture
def casa():
    return world.member(world.organisation())


def told(member, kind="reminder", user=None, **more):
    with world.acting(member):
        return Notice.objects.create(organisation=member.organisation, kind=kind, user=user, **more)


def seen_in_sql(member):
    with world.acting(member), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referral_notice")
        return cursor.fetchone()[0]


def test_a_consulate_sees_what_waits_and_no_word_of_the_case(client, casa):
    consul = alerts.consul()
    sharing.return_office()
    case = sharing.filled(casa)
    sharing.agree(casa, case, consul.organisation, ["identity"])
    asked = sharing.sent(casa, case, consul.organisation, ["identity"], "travel_document")
    told(consul, referral=asked)

    page = world.sign_in(client, consul).get(PAGE)

    assert "A friendly reminder" in page.text
    assert f'href="{reverse("request_list")}"' in page.text
    assert page.context["desk"]["counts"]["notice_list"] == 1
    assert case.journey.reference not in page.text
    assert "canar" not in page.text.lower()


def test_to_whom_the_case_is_open_a_notice_says_which_and_leads_there(client, casa):
    case = sharing.filled(casa)
    told(casa, "accepted", journey=case.journey), told(casa, "arrived", journey=case.journey)
    reference = case.journey.reference

    page = world.sign_in(client, casa).get(PAGE)

    assert [row["url"] for row in page.context["new"]] == [
        reverse("case_overview", args=[reference]),
        reverse("case_referrals", args=[reference]),
    ]
    assert page.text.count(f">{reference}<") == 2
    for row in page.context["new"]:
        assert client.get(row["url"]).status_code == 200


def test_to_a_colleague_without_the_case_it_says_only_what_waits(client, casa):
    case = sharing.filled(casa)
    told(casa, "accepted", journey=case.journey)

    page = world.sign_in(client, world.member(casa.organisation)).get(PAGE)

    [row] = page.context["new"]
    assert row["url"] == reverse("case_list")
    assert case.journey.reference not in page.text


def test_what_the_page_leaves_out_is_counted(client, casa, monkeypatch):
    monkeypatch.setattr("referral.views.notices.SHOWN", 1)
    told(casa), told(casa, "arrived")
    page = world.sign_in(client, casa).get(PAGE)

    assert len(page.context["new"]) == 1
    assert "and 1 more" in page.text


def test_marked_as_read_once_for_the_organisation(client, casa):
    one, _other = told(casa), told(casa, "arrived")
    colleague = world.member(casa.organisation)

    world.sign_in(client, casa).post(
        reverse("notice_read", args=[one.pk]), {"idempotency_key": uuid4()}
    )
    assert client.get(PAGE).context["desk"]["counts"]["notice_list"] == 1
    page = world.sign_in(client, colleague).get(PAGE)
    assert [row["id"] for row in page.context["read"]] == [one.pk]
    all_of = {"idempotency_key": uuid4(), "notice": [row["id"] for row in page.context["new"]]}
    client.post(reverse("notice_all_read"), all_of)
    assert client.get(PAGE).context["new"] == []


def test_what_nobody_has_seen_is_not_marked_as_read(page, sign_in, casa):
    told(casa), told(casa, "arrived")
    sign_in(page, casa.user)
    page.goto(PAGE)
    told(casa, "missed_arrival")

    page.get_by_role("button", name="Mark all as read").click()

    page.get_by_role("button", name="Mark as read").wait_for()
    assert page.get_by_role("button", name="Mark as read").count() == 1
    assert page.get_by_role("link", name="An arrival is not confirmed").is_visible()


def test_who_sees_which_notice(client, casa):
    own = told(casa, "unusual_reading", user=casa.user)
    told(casa)
    house = casa.organisation
    stranger = world.member(world.organisation("Qendra", "AL"))

    assert seen_in_sql(casa) == 2
    assert seen_in_sql(world.member(house)) == 1
    for role in (Role.ORGANISATION_ADMIN, Role.DATA_PROTECTION, Role.VISA_SECTION):
        assert seen_in_sql(world.member(house, role)) == 0
    assert seen_in_sql(stranger) == 0
    answer = world.sign_in(client, stranger).post(
        reverse("notice_read", args=[own.pk]), {"idempotency_key": uuid4()}
    )
    assert answer.status_code == 404


def test_a_notice_is_read_and_never_rewritten(casa):
    told(casa)
    with world.acting(casa):
        assert "permission denied" in refused("UPDATE referral_notice SET kind = 'arrived'")


def test_every_kind_that_is_written_has_words():
    sources = [*Path("referral/row_security").glob("*.sql"), *Path("referral").rglob("*.py")]
    text = "\n".join(path.read_text() for path in sources)
    written = set(re.findall(r"_tell\([^;]*?'([a-z_]+)'", text))
    for statement in re.findall(r"INSERT INTO referral_notice \([^;]*?now\(\)", text):
        written |= set(re.findall(r"'([a-z_0-9]+)'", statement))
    assert len(written) > 15
    assert written <= set(KINDS)
