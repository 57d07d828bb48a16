"""Every address, asked for by everybody: who gets what, and that nobody meets a word that is not theirs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import world
from tests.pages.addresses import views
from tests.pages.expected import EXPECTED, Row

TOKENS = re.compile(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"')
CANARY = re.compile(r"Kanar[a-z]+")
WALKED = [
    (name, row)
    for name, rows in EXPECTED.items()
    for row in rows
    if not row.apart and name in views()
]
ROWS = pytest.mark.parametrize(("name", "row"), WALKED, ids=[name for name, _row in WALKED])


@pytest.fixture(scope="module")
def browsers(desk):
    """A signed-in client for each actor."""
    found = {}
    for actor, membership in desk.who.items():
        found[actor] = Client()
        if membership:
            world.sign_in(found[actor], membership)
    return found


def rule(name):
    return getattr(views()[name], "access_rule", None)


def expected(name, row: Row, actor, role):
    """The status by the table; what it does not say follows from the rule declared at the view."""
    given = row.answer_to(actor)
    if given:
        return 405 if given == 200 and row.only_post else given
    declared = rule(name)
    is_missing_function = declared[0] == "roles" and role not in declared[1]
    return 403 if is_missing_function or not row.has_object else 404


def test_every_address_has_a_row_and_a_rule():
    assert set(views()) == set(EXPECTED)
    assert [name for name in views() if rule(name) is None] == []


@ROWS
def test_who_gets_what(desk, browsers, name, row):
    """Looking, sending, and that what is closed answers as what does not exist: each address is asked once for all three."""
    address = reverse(name, args=row.at(desk))
    faults = []
    for actor, membership in desk.who.items():
        wanted = expected(name, row, actor, membership and membership.role)
        seen = browsers[actor].get(address)
        if not (row.only_post and seen.status_code == 405):
            if seen.status_code != wanted:
                faults.append(f"{actor}: {seen.status_code}, not {wanted}")
            if strange := set(CANARY.findall(seen.text)) - desk.may_sing(actor):
                faults.append(f"{actor} reads {sorted(strange)}")
        faults += faults_of_sending(browsers[actor], desk, name, row, actor, seen)
    assert faults == []


def faults_of_sending(browser, desk, name, row, actor, seen):
    if row.answer_to(actor) and actor not in row.looks.split():
        return
    address, membership = reverse(name, args=row.at(desk)), desk.who[actor]
    closed = expected(name, row, actor, membership.role) if membership else 0
    wanted = 404 if actor in row.looks.split() else closed
    sent = browser.post(address)
    if sent.status_code not in {wanted, 405}:
        yield f"{actor} sends: {sent.status_code}"
    if not row.has_object or not membership or closed != 404:
        return  # the role alone was refused: nothing was looked up
    unreal = reverse(name, args=row.unreal())
    for method, there in {"get": seen, "post": sent}.items():
        nowhere = getattr(browser, method)(unreal)
        if told(there, address) != told(nowhere, unreal):
            yield f"{method} by {actor}: {there.status_code}, {nowhere.status_code}"


NESTED = [(name, row) for name, row in WALKED if row.mixed]


@pytest.mark.parametrize(("name", "row"), NESTED, ids=[name for name, _row in NESTED])
def test_what_belongs_to_another_case_is_not_found_in_this_one(desk, browsers, name, row):
    """Somebody who may open both cases still does not reach the note of one through the other."""
    address = reverse(name, args=row.mixed(desk))
    actor = browsers[row.opens.split()[0]]

    assert actor.get(address).status_code in {404, 405}
    assert actor.post(address).status_code in {404, 405}


def told(response, address):
    """All that an answer says, without what differs by itself: tokens and the address asked for."""
    body = TOKENS.sub("", response.text).replace(address, "")
    headers = {
        key: value.replace(address, "")
        for key, value in response.headers.items()
        if key != "Content-Length"
    }
    return response.status_code, headers, body
