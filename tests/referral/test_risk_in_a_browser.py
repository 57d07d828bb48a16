"""The joint risk matrix as people use it: in Milan at a desk, in Tirana on a small telephone without a script; and in two tabs."""

import os

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from referral.actions.gates.standing import gates_of
from referral.gates.state import State
from referral.models import Answer, Assessment, RiskTalk
from referral.stages import GateKind
from tests import world
from tests.journey.desk import Desk
from tests.referral import returning

pytestmark = pytest.mark.django_db(transaction=True)
SETTLED = ("knows_home", "family_involved", "suicidality", "asylum_fear")


@pytest.fixture
def two():
    return returning.both_sides()


@pytest.fixture
def at(browser, live_server):
    """A browser of its own for each: `at(member, width=320)`."""

    def open_desk(member, **options):
        page, client = browser(**options), Client()
        client.force_login(member.user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        return Desk(page, live_server.url, member)

    return open_desk


def shoot(desk, name):
    if os.environ.get("DESK_SHOTS"):
        desk.page.screenshot(path=f"{os.environ['DESK_SHOTS']}/{name}.png", full_page=True)


def unfold(desk):
    """Every category, as somebody does with the keyboard."""
    for fold in desk.page.locator("details.fold").all():
        if fold.get_attribute("open") is None:
            fold.locator("> summary").press("Enter")


def matrix(desk, reference, likelihood):
    """What decides is answered, one threat is rated alike for likelihood and impact; the result is decided as proposed."""
    desk.go("case_tool", reference, "risk")
    unfold(desk)
    desk.fill(may_be_child="no", fear="6", own_view="stay")
    desk.fill(**{f"{item}_present": "no" for item in SETTLED})
    there = desk.page.locator("[name='threats_present'][value='yes']").is_checked()
    assert desk.page.locator("#id_threats_return_impact").is_visible() == there
    desk.fill(threats_present="yes")
    for way in ("stay", "return"):
        desk.fill(**{f"threats_{way}_{what}": likelihood for what in ("likelihood", "impact")})
    width = desk.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, "wider than the window"
    shoot(desk, f"matrix_{likelihood}")
    desk.send("Save and see the result").send("Record my decision", decision="agree")


def sign(desk, reference, text="Another flat"):
    desk.go("case_risk", reference).follow("main a.btn-primary")
    desk.send("Sign", text=text)


def state(two):
    with world.acting(two.milan):
        return gates_of(two.journey, two.case)[GateKind.G3].state


@pytest.mark.rule(15)
@pytest.mark.rule(17)
def test_two_sides_differ_talk_and_agree_and_are_asked_again(two, at):
    milan, tirana = at(two.milan), at(two.tirana, width=320, height=700, script=False)

    matrix(milan, two.reference, "1")
    sign(milan, two.reference)
    matrix(tirana, two.reference, "3")
    sign(tirana, two.reference)

    for desk in (milan, tirana):
        desk.go("case_risk", two.reference).sees("Talk to each other", "Casa Verde", "Qendra Drita")
        shoot(desk, f"risk_{'milan' if desk is milan else 'tirana'}")
        desk.follow("main a.btn-primary").send(said="higher", text="We spoke for an hour")
    assert state(two) == State.SECOND
    matrix(tirana, two.reference, "2")
    sign(tirana, two.reference)
    assert state(two) == State.PASSED
    milan.go("gate_detail", two.reference, "G3").sees("Passed")

    milan.go("case_risk", two.reference).follow("main a[href$='/risk/event/']")
    milan.send(event="event_threat", text="A car at the door")
    for desk in (milan, tirana):
        desk.go("case_risk", two.reference).sees("Each side looks again")
        assert "car at the door" not in desk.page.content()
    with world.acting(two.milan):
        assert RiskTalk.objects.count() == 1


def test_two_tabs_one_of_them_cut_off_lose_nothing(two, at, live_server):
    """The one is offline for a minute, the other saves meanwhile. Both answers are shown, and both can be kept."""
    cut, other = at(two.milan), at(two.milan)
    address = live_server.url + reverse("case_tool", args=[two.reference, "risk_short"])
    cut.page.clock.install()
    for desk in (cut, other):
        desk.page.goto(address)
    cut.page.context.set_offline(True)
    cut.fill(threats_present="yes", knows_home_present="no")
    cut.page.clock.run_for(60_000)
    assert cut.page.locator(".saved-not").is_visible()
    other.send("Save and see the result", debt_claimed_present="yes", knows_home_present="yes")

    cut.page.context.set_offline(False)
    with cut.page.expect_navigation():
        cut.page.get_by_role("button", name="Save and see the result").click()
    cut.sees("Someone else saved first")
    shoot(cut, "two_tabs")
    cut.sees("They say that a debt is still owed: Does this apply?")
    with cut.page.expect_navigation():
        cut.page.locator("main button.btn-primary").click()

    with world.acting(two.milan):
        kept = dict(Answer.objects.filter(value__gt="").values_list("question", "value"))
        assert Assessment.objects.count() == 1
    assert kept == {
        "threats_present": "yes",
        "knows_home_present": "no",
        "debt_claimed_present": "yes",
    }
