"""Every form that changes something carries a key, and every form that edits a record carries the version it was loaded with."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import resolve, reverse

from tests import world
from tests.pages.addresses import views
from tests.pages.expected import EXPECTED

# Forms whose second sending changes nothing, each with its reason.
NEEDS_NO_KEY = {
    "language": "sets a choice",
    "appearance": "sets a choice",
    "keyboard_letters": "sets a choice",
    "welcome_leave_quickly": "sets a choice",
    "case_names": "sets a choice of the session",
    "membership_switch": "sets a choice of the session",
    "sign_in": "nobody acts yet",
    "account_logout": "a session ends once",
    "session_list": "sessions end once",
    "password_reset": "the link works once",
    "invitation_join": "the link works once",
    "still_right_answer": "the link works once",
    "someone": "answers a question, keeps nothing",
    "link_open": "the code opens once, and an answer's ticket is used once",
    "partner_paper": "gives out the same package again, as a file",
    "styleguide": "shows components",
}
# Forms that edit one record which two people can hold open. (A change in the directory is a proposal beside it.)
EDITS_A_RECORD = {
    "case_part",
    "case_needs",
    "goal_edit",
    "case_status",
    "case_tool",
    "case_travel",
    "draft_change",
    "library_draft_change",
    "practice_translate",
    "organisation_profile",
}


class Forms(HTMLParser):
    """The posted forms of a page: where each goes, and the names of its fields."""

    def __init__(self, address):
        super().__init__()
        self.address, self.found = address, []
        self.inside = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("method", "").lower() == "post":
            self.inside = (given.get("action") or self.address, [])
            self.found.append(self.inside)
        elif tag in ("input", "select", "textarea", "button") and self.inside:
            self.inside[1].append((given.get("name", ""), given.get("type", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None


@pytest.fixture(scope="module")
def forms(desk):
    """(page, where it goes, names of its fields) for each form that somebody meets."""
    found, clients = [], {}
    for name, rows in EXPECTED.items():
        for row in rows:
            actor = next((one for one in row.opens.split() if one != "visitor"), "visitor")
            if not row.opens or row.only_post or row.apart or name not in views():
                continue
            if actor not in clients:
                clients[actor] = Client()
                if desk.who[actor]:
                    world.sign_in(clients[actor], desk.who[actor])
            address = reverse(name, args=row.at(desk))
            page = Forms(address)
            page.feed(clients[actor].get(address).text)
            found += [(name, goes_to(at), fields) for at, fields in page.found]
    return found


def goes_to(address):
    return resolve(re.sub(r"[?#].*", "", address)).url_name


def test_every_form_carries_a_key(forms):
    lacking = {
        f"{page} → {to}"
        for page, to, fields in forms
        if to not in NEEDS_NO_KEY and "idempotency_key" not in dict(fields)
    }
    assert len(forms) > 100
    assert sorted(lacking) == []


def test_no_form_carries_two_keys(forms):
    twice = {
        f"{page} → {to}"
        for page, to, fields in forms
        if [name for name, _kind in fields].count("idempotency_key") > 1
    }
    assert sorted(twice) == []


def test_no_exception_is_left_over(forms):
    met = {to for _page, to, fields in forms if "idempotency_key" not in dict(fields)}
    met |= {"sign_in", "password_reset", "invitation_join", "still_right_answer"}  # not walked
    assert set(NEEDS_NO_KEY) - met == set()


def test_every_form_that_edits_a_record_carries_its_version(forms):
    main = [(page, fields) for page, to, fields in forms if page == to and page in EDITS_A_RECORD]
    assert {page for page, _fields in main} == EDITS_A_RECORD
    lacking = {page for page, fields in main if "version" not in dict(fields) and writes(fields)}
    assert sorted(lacking) == []


def writes(fields):
    """More than buttons and tokens."""
    return [name for name, kind in fields if name and kind not in ("hidden", "submit")]
