"""Where consular staff begin, and the visa section, which keeps nothing about anybody."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.visa import ADVICE, ALWAYS, VisaIndicator, advice_for
from tests import testing_database, world
from tests.accessibility import sideways, violations
from tests.directory import rows
from tests.referral import alerts, sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def consul():
    return alerts.consul()


@pytest.fixture
def visa(consul):
    return world.member(consul.organisation, Role.VISA_SECTION)


def page_of(client, membership, name="consular_desk"):
    return world.sign_in(client, membership).get(reverse(name))


def test_both_begin_at_the_desk(client, consul, visa):
    for membership in (consul, visa):
        assert world.sign_in(client, membership).get("/").url == reverse("consular_desk")


def test_the_desk_of_the_consul_leads_to_all_of_the_work(client, consul):
    page = page_of(client, consul).text

    for name in ("request_list", "alert_new", "country_list", "someone"):
        assert f'href="{reverse(name)}"' in page or f'action="{reverse(name)}"' in page
    assert "Somebody stays close, answers or interprets" in page
    assert "Do not hand the document to the companion" in page


def test_open_requests_are_counted(client, consul):
    worker = world.member(world.organisation("Casa Verde", "IT"))
    sharing.return_office()
    case = sharing.filled(worker)
    assert "No request is waiting." in page_of(client, consul).text
    sharing.agree(worker, case, consul.organisation, ["identity"])
    sharing.sent(worker, case, consul.organisation, ["identity"], "travel_document")

    assert "1 request is open." in page_of(client, consul).text


def test_own_receipts_are_listed_newest_first(client, consul):
    alerts.reader()
    numbers = [alerts.raised(consul).number for _n in range(2)]
    page = page_of(client, consul).text

    assert re.findall(r"A-[0-9A-F]{8}", page) == numbers[::-1]


def test_the_visa_section_has_no_requests_and_no_alert(client, visa):
    page = page_of(client, visa).text

    assert reverse("request_list") not in page
    assert reverse("alert_new") not in page
    assert reverse("inbox") not in page
    for name in ("request_list", "alert_new", "alert_not_sent", "inbox", "home"):
        assert client.get(reverse(name)).status_code == 403


# The visa section keeps nothing


def everything_stored():
    """Every table as it stands, but sessions, which note when somebody was there."""
    with testing_database.owner_cursor() as cursor:
        found = {}
        for table in testing_database.all_tables(cursor):
            if table != "django_session":
                cursor.execute(
                    f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"{table}\" t"
                )
                found[table] = cursor.fetchone()
        cursor.execute("SELECT string_agg(session_data, '') FROM django_session")
        return found, cursor.fetchone()


@pytest.mark.parametrize("noticed", [VisaIndicator.values, ["child"], []])
def test_ticks_become_advice_and_are_written_nowhere(client, visa, noticed):
    page_of(client, visa, "visa_section")
    before = everything_stored()
    answer = client.post(reverse("visa_section"), {"noticed": noticed})

    assert answer.status_code == (200 if noticed else 422)
    assert ("What to do" in answer.text) == bool(noticed)
    assert everything_stored() == before
    assert set(answer.cookies) <= {"csrftoken"}


def test_every_sign_has_advice_of_its_own():
    for sign in VisaIndicator:
        assert advice_for([sign])[: -len(ALWAYS)], sign
        assert advice_for([sign])[-len(ALWAYS) :] == ALWAYS
    assert len(advice_for(VisaIndicator.values)) == len(ADVICE) + len(ALWAYS)


def test_advice_for_a_child_comes_first():
    assert "parents" in str(advice_for(["pattern", "child"])[0])


# The slip


def test_only_verified_numbers_stand_on_the_slip(client, visa):
    today = timezone.localdate()
    rows.contact("BV", "trafficking", phone_local="111 222")
    rows.contact("BV", "labour", phone_local="333 444", verified_on=today)
    address = reverse("visa_slip")
    page = world.sign_in(client, visa).get(address, {"country": "bv"}).text

    assert "333 444" in page
    assert "111 222" not in page
    assert "1 number was left out" in page


def test_the_slip_says_nothing_of_us(client, visa):
    page = page_of(client, visa, "visa_slip").text
    slip = re.search(r'<section class="card slip".*?</section>', page, re.DOTALL).group()
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1)

    for text in (slip, title):
        assert not re.search(r"traffick|victim|exploit|referral|hotline", text, re.IGNORECASE)
    assert "printmark" not in page


# In a browser


def fill(page, **answers):
    for name, value in answers.items():
        page.locator(f"input[name={name}][value={value}]").check()


def test_an_alert_is_sent_on_a_telephone_without_scripts(browser, sign_in, consul):
    guardian = alerts.reader("Office", "guardianship", Role.GUARDIAN)
    page = browser(script=False, width=390, height=844)
    sign_in(page, consul.user)
    page.goto(reverse("consular_desk"))
    page.get_by_role("link", name="New alert").click()
    fill(page, danger="no", place="mission", minor="unsure", unfree="yes", indicators="debt")
    fill(page, documents="held", done="alone", reach="now", agreed="no")
    page.get_by_role("button", name="Send alert").click()

    assert page.get_by_role("heading", level=1).inner_text() == "The alert was sent"
    assert "Child protection" in page.locator("main").inner_text()
    assert len(alerts.seen_by(guardian)) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_that_answer_a_form_are_accessible(browser, sign_in, consul, language):
    """They have no address of their own, so that the walk over all pages does not meet them."""
    consul.user.language = language
    consul.user.save()
    page = browser(width=390, height=844, reduced_motion="reduce")
    sign_in(page, consul.user)

    page.goto(reverse("visa_section"))
    fill(page, noticed="child")
    page.locator("main form .btn-primary").click()
    page.locator("#advice").wait_for()
    assert (violations(page), sideways(page)) == ([], 0)

    page.goto(reverse("alert_new"))
    fill(page, danger="unsure", place="mission", minor="unsure", unfree="yes", indicators="debt")
    fill(page, documents="held", done="alone", reach="now", agreed="no")
    page.locator("main form .btn-primary").click()
    page.locator("#ring").wait_for()
    assert (violations(page), sideways(page)) == ([], 0)
