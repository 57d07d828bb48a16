"""In the browser: a receiver without an account, whose browser runs no script and is narrow."""

import re

import pytest

from tests.referral.partners import confirmed, fresh, referred
from tests.referral.sharing import CANARY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(14)]
LIMIT = 40_000  # bytes of one answer with everything that it loads


def weighed(page, live_server):
    """Collects what each navigation loads, by its page."""
    found = []

    def note(response):
        if response.url.startswith(live_server.url):
            is_page = response.request.is_navigation_request()
            if is_page:
                found.append(0)
            found[-1] += len(response.body()) if response.status == 200 else 0

    page.on("response", note)
    return found


def test_a_receiver_without_an_account(browser, sign_in, live_server, settings):
    settings.SITE_URL = live_server.url
    worker, _case, referral = referred()
    sender, there = browser(script=False), browser(script=False, width=320, height=640)
    sign_in(sender, worker.user)
    weights = weighed(there, live_server)

    # The sender makes the link, and rings. Two people checked where it goes.
    confirmed(worker, referral.receiver)
    sender.goto(f"/referrals/{referral.pk}/partner/")
    sender.get_by_role("link", name="Send a link").click()
    sender.get_by_label("Rang the number and somebody answered").check()
    sender.get_by_role("button", name="Send the link").click()
    link, code = told(sender)

    # The receiver opens, reads, and accepts in one tap.
    there.goto(link)
    there.get_by_label("Code").fill(code)
    there.get_by_role("button", name="Open").click()
    assert CANARY not in there.content()
    there.get_by_role("button", name="Accept").click()
    assert len(weights) == 3
    assert max(weights) <= LIMIT, weights
    there.get_by_label("Name of the colleague").fill("Drita Named")
    there.get_by_label("Function").fill("social worker")
    there.get_by_role("button", name="Tell the sender").click()

    # A second code, for that colleague; the identified part, once.
    sender.goto(f"/referrals/{referral.pk}/partner/")
    assert "Drita Named, social worker" in sender.content()
    sender.get_by_role("link", name="Send a new link").click()
    sender.get_by_label("Their telephone number").fill("+355 4 555 0101")
    sender.get_by_role("button", name="Send the link").click()
    link, code = told(sender)
    there.goto(link)
    there.get_by_label("Code").fill(code)
    there.get_by_role("button", name="Open").click()
    assert CANARY in there.content()
    there.goto(link)
    there.get_by_label("Code").fill(code)
    there.get_by_role("button", name="Open").click()
    assert CANARY not in there.content()
    assert "This opens nothing" in there.content()
    assert there.context.cookies() == []
    assert fresh(worker, referral).contact_name == "Drita Named"


def told(sender):
    text = sender.locator("main").inner_text()
    return re.search(r"http\S+/answer/\S+", text)[0], re.search(r"\b\d{4} \d{4}\b", text)[0]
