"""
Every address, asked for by everybody: who gets what, and that nobody meets a word that is not theirs. What was seen then is
looked at once more: every form carries its key, every first visit fits through a thin line.
"""

import io
import logging
import re
import sys
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from exchange.actions.hand_out import make_next_export
from exchange.actions.order import answer_export, kinds_for, open_export, order_export
from exchange.export_models import FORMATS, OF_A_CASE, Export, Kind
from referral.notice_mail import send_notice_mail
from reports.counting import count_desk
from tests import testing_database, world
from tests.pages.addresses import views
from tests.pages.expected import EXPECTED, Row
from tests.pages.forms import EDITS_A_RECORD, NEEDS_NO_KEY, forms_of, writes
from tests.pages.weight import LIMIT, WITH_A_MAP, weight
from tests.referral.test_worker import as_worker
from tests.sample import sample

TOKENS = re.compile(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"')
CANARY = re.compile(r"Kanar[a-z]+")
SAMPLE = 3  # of those who get a page, and of those who do not
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


def who_asks(desk, name, row, whole):
    """Everybody, or whoever opens it first with some of each kind."""
    if whole:
        return list(desk.who)
    given, refused = [], []
    for actor in desk.who:
        (given if row.answer_to(actor) else refused).append(actor)
    first = (row.opens or row.leads).split()[:1]
    asked = {*first, *sample(given, SAMPLE, of=name), *sample(refused, SAMPLE, of=name)}
    return [actor for actor in desk.who if actor in asked or actor in row.looks.split()]


def test_every_address_has_a_row_and_a_rule():
    assert set(views()) == set(EXPECTED)
    assert [name for name in views() if rule(name) is None] == []


@ROWS
def test_who_gets_what(desk, browsers, looks, nowhere, whole, name, row):
    """Looking, sending, and that what is closed answers as what does not exist: each address is asked once for all three."""
    address = reverse(name, args=row.at(desk))
    faults = []
    for actor in who_asks(desk, name, row, whole):
        membership = desk.who[actor]
        wanted = expected(name, row, actor, membership and membership.role)
        seen = browsers[actor].get(address)
        if seen.status_code == 200:
            looks[address, actor] = seen.text
        if not (row.only_post and seen.status_code == 405):
            if seen.status_code != wanted:
                faults.append(f"{actor}: {seen.status_code}, not {wanted}")
            if strange := set(CANARY.findall(seen.text)) - desk.may_sing(actor):
                faults.append(f"{actor} reads {sorted(strange)}")
        faults += faults_of_sending(browsers[actor], desk, name, row, actor, seen, nowhere)
    assert faults == []


class Looks(dict):
    """(address, actor) → what was shown; asked for when first needed."""

    def __init__(self, browsers):
        self.browsers = browsers

    def __missing__(self, asked):
        address, actor = asked
        self[asked] = self.browsers[actor].get(address).text
        return self[asked]


@pytest.fixture(scope="module")
def looks(browsers):
    return Looks(browsers)


@pytest.fixture(scope="module")
def nowhere():
    """What an actor was told of something that is not there, by method: {(actor, "get"): told}."""
    return {}


def faults_of_sending(browser, desk, name, row, actor, seen, nowhere):
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
    for method, there in {"get": seen, "post": sent}.items():
        if told(there, address) == nowhere.get((actor, method)):
            continue  # word for word what this actor was told at another address of what is not there
        unreal = reverse(name, args=row.unreal())
        answer = nowhere[actor, method] = told(getattr(browser, method)(unreal), unreal)
        if told(there, address) != answer:
            yield f"{method} by {actor}: {there.status_code}, {answer[0]}"


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
        if key not in {"Content-Length", "X-Request-Id"}
    }
    return response.status_code, headers, body


@pytest.fixture(scope="module")
def forms(desk, looks):
    """(page, where it goes, names of its fields) for each form that somebody meets."""
    found = []
    for name, row in WALKED:
        actor = next((one for one in row.opens.split() if one != "visitor"), "visitor")
        if row.opens and not row.only_post:
            address = reverse(name, args=row.at(desk))
            found += forms_of(name, address, looks[address, actor])
    return found


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


def test_every_first_visit_fits(desk, looks):
    known, weights = {}, {}
    for name, rows in EXPECTED.items():
        row = rows[0]
        if row.opens and not row.only_post and name in views():
            seen = looks[reverse(name, args=row.at(desk)), row.opens.split()[0]]
            weights[name] = weight(seen, known)
    heaviest = sorted(weights.items(), key=lambda item: -item[1][0])
    lines = [f"{first:8} {later:7} {name}" for name, (first, later) in heaviest]
    sys.stdout.write("\n".join(["", "   first   later (bytes)", *lines, ""]))  # shown with -s
    assert [name for name, (first, _later) in heaviest if first > WITH_A_MAP.get(name, LIMIT)] == []


def test_pages_are_served_compressed(browsers):
    answer = browsers["worker"].get("/", headers={"accept-encoding": "gzip"}, follow=True)
    assert answer.headers["Content-Encoding"] == "gzip"


FIGURES = re.compile(r"^/(progress|meetings|justice|statistics|notices|numbers)/")


@pytest.fixture
def letters(settings, desk):
    """Everybody chose to be written to at once, so that whatever waits in the world is told by mail."""
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example.org", "https://desk.example"
    with testing_database.owner_cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET notice_mail = 'at_once'")


def test_no_word_of_a_case_goes_out_by_figure_letter_or_log(desk, browsers, looks, letters, caplog, mailoutbox):  # fmt: skip
    """A word of each data class of each case: in no figure, notice, letter, audit entry, log."""
    caplog.set_level(logging.DEBUG)
    with as_worker():
        count_desk(timezone.now())
        assert send_notice_mail(timezone.now() + timedelta(days=1)) > 5
    assert len(mailoutbox) > 5
    for letter in mailoutbox:
        assert not CANARY.search(str(letter.message()))
    seen = 0
    for name, row in WALKED:
        address = reverse(name, args=row.at(desk))
        if FIGURES.match(address) and not row.only_post:
            for actor in row.opens.split():
                seen += 1
                assert not CANARY.search(looks[address, actor]), (actor, address)
    assert seen > 20
    for table in ("referral_notice", "audit_auditentry", "referral_noticemail", "reports_deskcell"):
        with testing_database.owner_cursor() as cursor:
            cursor.execute(
                f"SELECT count(*), count(*) FILTER (WHERE t::text ~ 'Kanar') FROM {table} t"
            )  # noqa: S608 -- our own names
            rows, sung = cursor.fetchone()
        assert (rows > 0, sung) == (True, 0), table
    assert not CANARY.search(caplog.text)


WHO_TAKES_OUT = ["worker", "receiver", "stranger", "receiving_lead", "supervisor"]


def test_an_export_of_another_organisation_holds_its_own_words_alone(desk, caplog):
    """Each orders all that the role may: only words sing in it that the same person meets on the pages. The sender's own file sings."""
    caplog.set_level(logging.DEBUG)
    orders = []
    for name in WHO_TAKES_OUT:
        who = desk.who[name]
        for kind in kinds_for(who.role, set(Kind) - OF_A_CASE):
            with world.acting(who):
                orders.append((name, order_export(kind=kind, form=FORMATS[kind][-1], reason="x")))
    for name, export in orders:
        second = world.member(desk.who[name].organisation, Role.SUPERVISOR)
        with world.acting(second):
            waits = Export.objects.filter(pk=export.pk, state="waiting").first()
            if waits:
                answer_export(waits, yes=True)
    while make_next_export() is not None:
        pass
    sung = {}
    for name, export in orders:
        with world.acting(desk.who[name]):
            made = Export.objects.get(pk=export.pk)
            assert made.state in {"ready", "empty"}
            if made.state == "ready":
                sung.setdefault(name, set()).update(CANARY.findall(text_of(open_export(made))))
    assert set(sung) >= {"worker", "receiver"}
    assert sung["worker"]  # else nothing would be found here
    for name, words in sung.items():
        assert words <= desk.may_sing(name), name
    assert not CANARY.search(caplog.text)


def text_of(content):
    """Of a workbook the text of its parts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return " ".join(book.read(part).decode() for part in book.namelist())
