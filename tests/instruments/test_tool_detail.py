import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.codes import Indicator
from instruments.shelf import load, tools
from tests import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [tool.code for tool in tools()])
def test_every_tool_opens(reader, code):
    response = reader.get(f"/tools/{code}/")

    assert response.status_code == 200
    assert "Nothing is stored here." in response.content.decode()


def test_the_result_comes_without_a_script(reader):
    response = reader.post("/tools/quick_card/", {"child_alone": "yes", "concern": "yes"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Screen in full" in page
    assert "Tell child protection." in page
    assert "1 of 10 answered" in page


def test_a_form_as_a_browser_sends_it(reader):
    form = reader.get("/tools/risk_short/").context["form"]
    data = {"idempotency_key": str(form["idempotency_key"].value()), "fear": "8"}

    assert reader.post("/tools/risk_short/", data).status_code == 200


def test_a_contradiction_keeps_what_was_answered(reader):
    response = reader.post(
        "/tools/consent/", {"by": "person", "child_view": "yes", "language": "sq"}
    )

    assert response.status_code == 422
    assert response.context["form"]["language"].value() == "sq"
    assert response.context["result"] is None


def test_risk_shows_staying_and_returning(reader):
    page = reader.post("/tools/risk_short/", {"threats_present": "no"}).content.decode()

    assert "If the person stays" in page
    assert "If the person returns" in page


def test_nothing_is_stored(reader):
    reader.get("/tools/quick_card/")
    with CaptureQueriesContext(connection) as queries:
        reader.post("/tools/quick_card/", {"debt": "yes"})

    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_tool_that_is_not_there(reader):
    assert reader.get("/tools/telepathy/").status_code == 404


def test_a_visitor_signs_in_first(client):
    assert client.get("/tools/quick_card/").status_code == 302


def sections(page):
    return re.findall(r'<details class="card fold mb-3"( open)?><summary.*?<h2>(.*?)</h2>', page)


def test_a_long_tool_is_folded_and_a_short_one_is_not(reader):
    long, short = (reader.get(f"/tools/{code}/").text for code in ("screening_adult", "quick_card"))

    assert ("", "Exploited") in sections(long)
    assert "0 of 9 answered" in long
    assert sections(short) == []


def test_a_folded_section_opens_where_something_is_wrong(reader):
    page = reader.post("/tools/screening_adult/", {"m_refuse": "yes"})

    opened = {title for is_open, title in sections(page.text) if is_open}
    assert page.status_code == 422
    assert opened == {"Sexual exploitation"}


def test_what_is_to_be_confirmed_is_said_once_for_a_whole_section(reader):
    page = reader.get("/tools/screening_child/").text

    assert page.count("Every point here is to be confirmed by your coordinator.") == 4
    assert "(to be confirmed by your coordinator)" not in page
    assert "(to be confirmed by your coordinator)" in reader.get("/tools/options_counselling/").text


LIVE = {"HTTP_HX_REQUEST": "true"}


def test_the_result_while_answering_is_a_fragment_and_keeps_what_cannot_be_taken_out(reader):
    answers = {"live": "1", "m_refuse": "yes", "d1_job": "yes", "d1_pay": "yes", "intended": "yes"}
    page = reader.post("/tools/screening_adult/", answers, **LIVE)

    assert page.status_code == 200
    assert "<html" not in page.text
    assert "Trafficking begun, exploitation not yet" in page.text
    assert "2 of 10 answered" in page.text
    assert "errsum" not in page.text


def test_without_a_script_the_same_post_is_the_whole_page(reader):
    assert "<html" in reader.post("/tools/quick_card/", {"live": "1"}).text


@pytest.mark.django_db(transaction=True)
def test_the_result_follows_the_answers_in_a_browser(page, sign_in):
    sign_in(page, world.member(world.organisation(country="FR")).user)
    page.goto("/tools/screening_child/")
    page.get_by_text("One of these is enough").click()
    with page.expect_response("**/tools/screening_child/"):
        page.locator("[name=c_sold][value=yes]").check(force=True)

    page.get_by_role("heading", name="Result").wait_for()
    page.locator("#result").get_by_text("Act as for a child who was trafficked").wait_for()
    page.locator("#answered-strong").get_by_text("1 of 6 answered").wait_for()
    assert page.locator("[name=c_sold][value=yes]").is_checked()


@pytest.mark.django_db(transaction=True)
def test_the_quick_card_takes_ten_taps(browser, sign_in):
    """A sign is one tap, nothing is opened or sent, and the result is in sight after the tenth."""
    phone = browser(width=320, height=640, has_touch=True)
    sign_in(phone, world.member(world.organisation(country="FR")).user)
    for noticed, said in ((set(), "No sign noticed"), ({"debt"}, "Screen in full")):
        phone.goto("/tools/quick_card/")
        taps = 0
        for sign in Indicator.values:
            answer = phone.locator(f"[name={sign}][value={'yes' if sign in noticed else 'no'}]")
            answer.tap()
            taps += 1

        strip = phone.locator("#mini-result")
        strip.get_by_text(said).wait_for()
        strip.get_by_text("10 of 10 answered").wait_for()
        assert strip.is_visible()
        assert taps == 10


SMALLEST = 44  # pixels, of what a finger has to hit
NOTICED = {"d1_job", "d1_pay", "d4_hours", "d4_school", "d5_papers", "d5_debt"}
SIGNS = [code for code in load("screening_adult").questions if re.match(r"d[1-6]_", code)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["live", "without a script"])
def test_67_signs_are_answered_by_taps_on_the_narrowest_phone(browser, sign_in, script):
    """Nothing is typed, nothing moves sideways, each target fits a finger; the result comes while one taps, or with the button."""
    phone = browser(script=script, width=320, height=568, has_touch=True)
    sign_in(phone, world.member(world.organisation(country="FR")).user)
    phone.goto("/tools/screening_adult/")
    assert len(SIGNS) == 67
    too_small = [name for name, size in tapped(phone) if min(size) < SMALLEST]
    assert too_small == []
    assert phone.evaluate("document.documentElement.scrollWidth") == 320

    if script:
        strip = phone.locator("#mini-result")
        strip.get_by_text("Strong presumption").wait_for()
        assert strip.is_visible()
        strip.tap()
    else:
        phone.get_by_role("button", name="Show the result").tap()
    result = phone.locator("#result[aria-live=polite]")
    result.get_by_text("Strong presumption").wait_for()
    result.get_by_text("67 of 72 answered").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") == 320
    assert phone.locator("[name=d4_hours][value=yes]").is_checked()


def tapped(phone):
    """(what, its width and height) of every tap: each folded part opened, each sign answered."""
    for sign in SIGNS:
        answer = phone.locator(f"[name={sign}][value={'yes' if sign in NOTICED else 'no'}]")
        fold = phone.locator("details.fold").filter(has=answer)
        if fold.get_attribute("open") is None:
            yield f"part of {sign}", size_of(fold.locator("> summary"))
            fold.locator("> summary").tap()
        yield sign, size_of(answer)
        answer.tap()


def size_of(target):
    box = target.bounding_box()
    return box["width"], box["height"]
