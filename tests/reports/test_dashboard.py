"""The coordinator's desk in the browser and over HTTP: what is found there, what is sent from there, what is never there."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from directory.countries import country as country_of
from referral.models import Notice
from reports import targets
from reports.figures import Desk
from reports.models import DeskCell, DeskCount
from reports.views.dashboard import Links, figures_of, numbers
from tests import testing_database, world
from tests.referral import alerts, returning, sharing
from tests.referral.test_row_attempts import refused
from tests.reports import histories
from tests.reports.test_figures import coordinator, counted

pytestmark = pytest.mark.django_db(transaction=True)


def owed_document():
    """(worker, consul, case, request) of a document that the consulate has owed for a month."""
    worker, consul = world.member(world.organisation("Casa Verde", "IT")), alerts.consul()
    sharing.return_office()
    case = sharing.filled(worker)
    sharing.agree(worker, case, consul.organisation, ["identity"])
    asked = sharing.sent(worker, case, consul.organisation, ["identity"], "travel_document")
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "UPDATE referral_referral SET sent_at = sent_at - interval '30 days',"
            " answer_by = answer_by - interval '30 days' WHERE id = %s",
            [str(asked.pk)],
        )
    return worker, consul, case, asked


def figure(client, who, name, query=""):
    return world.sign_in(client, who).get(reverse("figure_detail", args=[name]) + query)


def notices(member):
    with world.acting(member):
        return list(Notice.objects.values_list("kind", "journey", "referral"))


def test_a_coordinator_finds_the_document_that_a_consulate_owes_and_reminds(page, sign_in):
    _worker, consul, case, asked = owed_document()
    italy = coordinator("IT")
    counted(timezone.now())
    sign_in(page, italy.user)

    page.goto("/progress/")
    page.get_by_role("row", name="A travel document").get_by_role("link").click()
    page.get_by_text(case.journey.reference).wait_for()
    assert page.get_by_text("Consulate", exact=True).is_visible()
    page.get_by_role("button", name="Send a friendly reminder").click()
    page.get_by_text("1 reminder was sent.").wait_for()
    page.get_by_role("button", name="Send a friendly reminder").click()
    page.get_by_text("Nothing was sent").wait_for()

    assert notices(consul) == [("reminder", None, asked.pk)]


WAYS = [("IT", "", 40), ("IT", "BA", 21), ("IT", "CD", 12), ("IT", "AL", 5), ("IT", "UA", 5)]
BOXES = """() => {
    const card = document.querySelector('section[aria-labelledby=flow]').getBoundingClientRect();
    const boxes = [...document.querySelectorAll('.flow text')].map(one => one.getBoundingClientRect()).filter(box => box.width);
    return [card, ...boxes].map(box => [box.left, box.top, box.right, box.bottom, box.height]);
}"""


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_every_name_of_the_flow_is_read_at_once(browser, sign_in, width, locale):
    """Inside the card, not one over the other, and no smaller than a note."""
    italy = coordinator("IT")
    with testing_database.acting_as_owner():
        DeskCount.objects.create(as_of=timezone.now())
        for found_in, goes_to, number in WAYS:
            way = {"country": "IT", "figure": "open", "stage": 3, "outlook": "stay"}
            DeskCell.objects.create(**way, slice="all", number=number)
            DeskCell.objects.create(
                **way, slice="corridor", found_in=found_in, goes_to=goes_to, number=number
            )
        User.objects.filter(pk=italy.user_id).update(language="ar" if locale == "ar" else "")
    page = browser(width=width, locale=locale)
    sign_in(page, italy.user)
    page.goto("/progress/")

    card, *names = page.evaluate(BOXES)

    assert len(names) == 6
    assert all(card[0] <= left and right <= card[2] for left, _top, right, _low, _high in names)
    assert min(name[4] for name in names) >= 9
    right_side = sorted(name[1:4:2] for name in names if name[0] > (card[0] + card[2]) / 2)
    left_side = sorted(name[1:4:2] for name in names if name[0] < (card[0] + card[2]) / 2)
    for side in (right_side, left_side):
        assert all(low <= top + 1 for (_top, low), (top, _low) in pairwise(side))


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_what_is_owed_keeps_its_name_beside_many_countries(browser, sign_in, locale):
    italy = coordinator("IT")
    with testing_database.acting_as_owner():
        DeskCount.objects.create(as_of=timezone.now())
        for body in ("AL", "BA", "BG", "GR", "MA", "MD", "NG", "PL", "RO", "RS", "TN", "UA"):
            DeskCell.objects.create(
                country="IT", slice="all", figure="owed", kind="document", body=body, number=3
            )
        User.objects.filter(pk=italy.user_id).update(language="ar" if locale == "ar" else "")
    page = browser(width=390, locale=locale)
    sign_in(page, italy.user)
    page.goto("/progress/")
    name = page.locator(".heat tbody th")
    before = name.bounding_box()

    aside = -200 if locale == "ar" else 200
    page.locator(".heat").evaluate(f"table => table.parentElement.scrollBy({aside}, 0)")

    assert page.locator(".heat").bounding_box()["x"] != before["x"]
    assert name.bounding_box() == before


@pytest.mark.rule(13)
def test_the_country_of_the_consulate_does_not_learn_that_a_journey_has_a_request(client):
    worker, _consul, case, _asked = owed_document()
    there = world.member(world.organisation("Qendra", "AL"))
    sharing.agree(worker, case, there.organisation)
    sharing.sent(worker, case, there.organisation)
    counted(timezone.now())

    at_home = figure(client, coordinator("IT"), "owed").context["debts"]
    abroad = figure(client, coordinator("AL"), "owed").context["debts"]

    assert {str(one["what"]) for one in at_home} == {
        "A travel document",
        "An answer about sharing care",
    }
    assert {str(one["what"]) for one in abroad} == {"An answer about sharing care"}


def test_a_service_is_counted_and_not_named(client):
    worker = world.member(world.organisation())
    case, shelter = sharing.filled(worker), world.organisation("Canary Shelter", "IT")
    sharing.agree(worker, case, shelter)
    sharing.sent(worker, case, shelter, kind="service")
    counted(timezone.now())
    italy = coordinator("IT")

    page = figure(client, italy, "owed")
    assert [str(one["what"]) for one in page.context["debts"]] == ["An answer about a service"]
    assert "Canary Shelter" not in page.text + client.get(reverse("dashboard")).text


def test_a_partner_without_account_is_rung_by_whoever_asked():
    worker = world.member(world.organisation())
    case, there = sharing.filled(worker), world.organisation("Qendra", "AL", has_account=False)
    sharing.agree(worker, case, there)
    sharing.sent(worker, case, there)

    with world.acting(coordinator("IT")), connection.cursor() as cursor:
        cursor.execute("SELECT remind_bodies('care', 'AL', NULL, '', '')")
        assert cursor.fetchone() == (1,)
    assert [kind for kind, _journey, _referral in notices(worker)] == ["reminder_ring"]


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.SUPERVISOR, Role.ANALYST])
def test_nobody_else_reads_or_reminds(client, role):
    worker, *_rest = owed_document()
    who = world.member(worker.organisation, role)
    counted(timezone.now())

    assert figure(client, who, "owed").status_code == 403
    assert client.post(reverse("reminder_send") + "?value=document&body=AL").status_code == 403
    with world.acting(who), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_debts('', '', NULL, '', '')")
        assert cursor.fetchone() == (0,)
        with transaction.atomic():
            assert "not yours" in refused("SELECT remind_bodies('document', 'AL', NULL, '', '')")
        assert "permission denied" in refused("SELECT * FROM referral_reminder")


@pytest.mark.parametrize(
    "query", ["value=document&body=%00%00", "value=document&body=ZZ", "value=x"]
)
def test_no_reminder_goes_to_what_is_no_country(client, query):
    answer = world.sign_in(client, coordinator("IT")).post(f"{reverse('reminder_send')}?{query}")

    assert answer.status_code == 404


def test_a_far_coordinator_reminds_nobody(client):
    owed_document()
    counted(timezone.now())
    far = coordinator("FR")
    world.sign_in(client, far)

    client.post(reverse("reminder_send") + "?value=document&body=AL", {"idempotency_key": uuid4()})

    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referral_notice WHERE kind = 'reminder'")
        assert cursor.fetchone() == (0,)


def test_no_word_of_a_case_and_no_number_of_few_people(client):
    two = returning.both_sides()
    counted(timezone.now())
    italy = coordinator("IT")
    pages = [world.sign_in(client, italy).get(reverse("dashboard"))]
    for name in ("open", "came", "closed", "outlook", "flow", "owed", "answered"):
        pages.append(figure(client, italy, name))

    for page in pages:
        assert page.status_code == 200
        assert not re.search("[Cc]anary|30-38|Feminine", page.text)
    shown = figure(client, italy, "outlook", "?value=undecided")
    assert two.reference not in shown.text
    assert "&lt;5" in shown.text


def test_what_was_chosen_goes_along_there_and_back(client):
    """With a few journeys too, where the way leads through a list instead of a chart."""
    returning.both_sides()
    counted(timezone.now())
    italy = world.sign_in(client, coordinator("IT"))
    chosen = "?period=3&part=way%3AIT-AL"

    desk = italy.get(reverse("dashboard") + chosen)

    assert desk.context["few"]
    listed = re.findall(r'href="([^"]*/open/[^"]*)"', desk.text)
    assert listed == [f"/progress/open/{chosen}".replace("&", "&amp;")] * 2
    page = italy.get(reverse("figure_detail", args=["open"]) + chosen)
    assert page.context["crumbs"][0]["url"] == reverse("dashboard") + chosen


@pytest.mark.parametrize(
    ("name", "is_said"), [("owed", False), ("answered", False), ("open", True)]
)
def test_numbers_that_are_shown_are_not_said_to_be_kept_back(client, name, is_said):
    owed_document(), returning.both_sides()
    counted(timezone.now())

    page = figure(client, coordinator("IT"), name)

    assert page.context["table"]
    assert ("Numbers of people under five are not shown" in page.text) == is_said


def test_five_people_are_listed_by_what_is_behind_the_number(client):
    history, now = histories.houses(), timezone.now()
    histories.invent(history, 11, now, 60)
    counted(now)
    italy = coordinator("IT")
    table = figure(client, italy, "open").context["table"]
    row = next(one for one in table if one["shown"].number)

    page = figure(client, italy, "open", "?" + row["url"].partition("?")[2])

    assert len(page.context["journeys"]) == row["shown"].number
    assert {one.stage for one in page.context["journeys"]} == {int(row["value"])}


def test_the_person_decides_is_never_owed():
    two = returning.both_sides()
    returning.ask_to_return(two)

    with world.acting(coordinator("IT")), connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM desk_debts('', '', NULL, '', '')")
        assert cursor.fetchall() == []


def test_bad_filters_show_everything(client):
    counted(timezone.now())
    italy = world.sign_in(client, coordinator("IT"))

    for query in ("?period=9&part=org:x", "?part=way:ITAL", "?value=%00&body=zzz&part=~"):
        for name in ("open", "owed", "came", "answered"):
            assert italy.get(reverse("figure_detail", args=[name]) + query).status_code == 200
    assert italy.get("/progress/nothing/").status_code == 404
    assert italy.post(reverse("reminder_send") + "?value=arrival&body=IT").status_code == 404


def test_a_page_costs_as_many_queries_with_much_as_with_little(client):
    history, now = histories.houses(), timezone.now() - timedelta(hours=1)
    italy = world.sign_in(client, coordinator("IT"))
    cost = []
    for number in (12, 60):
        histories.invent(history, number, now, number)
        counted(now + timedelta(minutes=number))
        italy.get(reverse("dashboard"))
        figures_of.cache_clear()
        with CaptureQueriesContext(connection) as queries:
            italy.get(reverse("dashboard"))
        cost.append(len(queries))

    assert cost[0] == cost[1]
    assert cost[0] <= 18


def test_drawn_once_for_a_count_and_anew_for_what_changes_it(client):
    returning.both_sides()
    now = timezone.now()
    counted(now)
    italy, albania = coordinator("IT"), coordinator("AL")

    def drawn(who, query="", language="en"):
        before = figures_of.cache_info().misses
        User.objects.update(language=language)
        text = world.sign_in(client, who).get(reverse("dashboard") + query).text
        return text, figures_of.cache_info().misses - before

    first, times = drawn(italy)
    assert times == 1
    assert drawn(coordinator("IT"))[1] == 0
    for who, more in (
        (albania, {}),
        (italy, {"query": "?period=3"}),
        (italy, {"language": "fr"}),
    ):
        text, times = drawn(who, **more)
        assert times == 1
        assert text != first
    counted(now + timedelta(minutes=11))
    assert drawn(italy)[1] == 1
    with time_machine.travel(now + timedelta(days=1)):
        assert drawn(italy)[1] == 1


def test_before_the_first_count_the_page_says_so(client):
    page = world.sign_in(client, coordinator("IT")).get(reverse("dashboard"))

    assert "The figures are being counted" in page.text
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_deskcount")


def test_the_target_is_data_of_the_country(client, monkeypatch):
    tables = targets.tables() | {"AL": {"answer_days": 3}}
    monkeypatch.setattr(targets, "tables", lambda: tables)
    counted(timezone.now())

    pages = [
        world.sign_in(client, coordinator(country)).get(reverse("dashboard"))
        for country in ("AL", "IT")
    ]

    assert [page.context["target"] for page in pages] == [3, 14]
    slow = Desk(days={"service": Counter({5: 4})})
    found = [numbers(slow, Links({}), days)[2] for days in (5, 4)]
    assert [(one["tone"], one["note"]) for one in found] == [
        ("ok", "Target 5 days"),
        ("due", "Target 4 days"),
    ]


def test_every_target_lies_on_the_chart():
    for country, table in targets.tables().items():
        assert country == "default" or country_of(country)
        assert 1 <= table["answer_days"] <= 30
