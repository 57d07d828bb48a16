"""
What nobody should send, sent to every form, address and import: no answer of 5xx, nothing stored of what is refused, and what was
typed is still there. The values are in `bad_input.py`. Each try is rolled back, so that the next one meets the same world.
"""

import traceback
from collections import Counter

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests import testing_database, world
from tests.matrix import bad_input
from tests.pages.addresses import patterns, views
from tests.pages.expected import EXPECTED
from tests.sample import is_drawn

FORM = "application/x-www-form-urlencoded"
# Of the tries, one in so many: in `make test`, in `make test-all`.
ONE_IN = (400, 40)
IN_FORMS = (80, 40)
WITH_FILES = (2, 1)  # few forms take one
PAGES_ONE_IN = (8, 1)  # of the pages whose forms are sent
# What may be written of a request that is refused: that it came, what was typed, and how often somebody tried a code.
OF_REFUSALS = {"audit_auditentry", "django_session", "referral_unsentform", "referral_casekey"}
OF_REFUSALS |= {"accounts_throttle", "referral_referrallink", "referral_partnerentry"}
WALKED = [
    (name, row)
    for name, rows in EXPECTED.items()
    for row in rows[:1]
    if not row.apart and name in views() and name not in ("account_logout", "session_leave")
]


@pytest.fixture(scope="module")
def watch(desk):
    """In the database, for the time of these tests: which tables the transaction wrote to, as their owner sees it."""
    with testing_database.owner_cursor() as cursor:
        asked = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\" WHERE xmin::text::bigint >= from_here)"
            for table in testing_database.all_tables(cursor)
            if table not in OF_REFUSALS
        )
        cursor.execute(
            "CREATE FUNCTION written_since(from_here bigint) RETURNS TABLE (found text) LANGUAGE plpgsql SECURITY DEFINER"
            f" AS $$ BEGIN RETURN QUERY {asked}; END $$; GRANT EXECUTE ON FUNCTION written_since TO trm_app"
        )
        yield
        cursor.execute("DROP FUNCTION written_since")


class Battery:
    """Sends, looks at the answer, and takes everything back."""

    def __init__(self, desk, whole):
        self.desk, self.whole = desk, whole
        self.clients, self.met, self.faults = {}, Counter(), []
        self.stored = self.lost = 0

    def client(self, actor):
        if actor not in self.clients:
            client = self.clients[actor] = Client(raise_request_exception=False)
            if self.desk.who[actor]:
                world.sign_in(client, self.desk.who[actor])
        return self.clients[actor]

    def drawn(self, *names, of=ONE_IN):
        return is_drawn(" ".join(names), one_in=of[self.whole])

    def send(self, actor, method, address, what, **request):
        client = self.client(actor)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()::text::bigint")
                since = cursor.fetchone()[0]
            answer = client.generic(method, address, **request)
            self.judge(answer, since, f"{method} {address[:90]} by {actor}: {what}")
            transaction.set_rollback(True)
        return answer

    def judge(self, answer, since, what):
        self.met[answer.status_code] += 1
        if answer.status_code >= 500:
            raised = answer.exc_info and traceback.format_exception(*answer.exc_info)[-3:]
            self.faults.append(f"{what}: {answer.status_code} {''.join(raised or [])[-600:]}")
        elif answer.status_code >= 400 and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT found FROM written_since(%s)", [since])
                if stored := [table for (table,) in cursor.fetchall()]:
                    self.stored += 1
                    self.faults.append(
                        f"{what}: refused with {answer.status_code}, and wrote {stored}"
                    )


@pytest.fixture
def battery(desk, watch, whole):
    return Battery(desk, whole)


@pytest.fixture(scope="module")
def pages(desk):
    """(url name, address, who opens it) of all that somebody may open."""
    found = []
    for name, row in WALKED:
        who = (row.opens or row.leads).split()
        actor = next((one for one in who if one != "visitor"), "visitor")
        found.append((name, reverse(name, args=row.at(desk)), actor, row))
    return found


@pytest.fixture(scope="module")
def forms(desk, pages, whole):
    """(url name of the page, who, form) for each form that somebody meets, once for each place it goes to."""
    found, browsers = {}, Battery(desk, whole)
    for name, address, actor, row in pages:
        if row.only_post or not row.opens or not is_drawn(name, one_in=PAGES_ONE_IN[whole]):
            continue
        seen = browsers.client(actor).get(address)
        for form in bad_input.forms_on(address, seen.text):
            if "logout" not in form.action and "leave" not in form.action:
                found.setdefault((form.action, len(form.fields)), (name, actor, form))
    return list(found.values())


def test_values_in_every_field_of_every_form(battery, forms, figures):
    for page, actor, form in forms:
        for what, value in bad_input.VALUES.items():
            for hidden in (False, True):
                if battery.drawn(page, what, str(hidden), of=IN_FORMS):
                    body = bad_input.encoded(form.filled(value, hidden))
                    battery.send(actor, "POST", form.action, what, data=body, content_type=FORM)
    done(battery, figures, "forms, every field")


def test_one_field_is_wrong_and_the_others_keep_what_was_typed(battery, forms, figures):
    names = list(bad_input.VALUES)
    for page, actor, form in forms:
        for at, (field, kind, _given) in enumerate(form.fields):
            for turn in range(4):
                what = names[(at * 4 + turn) % len(names)]
                if kind in ("submit", "button", "file") or not battery.drawn(
                    page, field, what, of=IN_FORMS
                ):
                    continue
                pairs = list(form.but_one(field, bad_input.VALUES[what]))
                answer = battery.send(
                    actor, "POST", form.action, f"{what} in {field}", data=bad_input.encoded(pairs), content_type=FORM
                )  # fmt: skip
                typed = (
                    bad_input.KEPT.encode() in dict(pairs).values()
                ) and answer.status_code == 422
                if typed and bad_input.KEPT not in answer.text:
                    battery.lost += 1
                    battery.faults.append(f"{page}, {what} in {field}: what was typed is gone")
    done(battery, figures, "forms, one field")


def test_fields_twice_as_lists_and_none(battery, forms, figures):
    for page, actor, form in forms:
        given = list(form.filled(b"x"))
        shapes = {
            "none": [],
            "twice": given * 2,
            "lists": [(f"{name}[]", value) for name, value in given],
            "deep": [(f"{name}[a][b]", value) for name, value in given],
            "of another": [(f"{name}__id", value) for name, value in given],
            "numbered": [(f"{name}-0", value) for name, value in given],
            "protected": [*given, *[(name, b"1") for name in PROTECTED]],
        }
        for what, pairs in shapes.items():
            if battery.drawn(page, what, of=IN_FORMS):
                body = bad_input.encoded(pairs)
                battery.send(actor, "POST", form.action, what, data=body, content_type=FORM)
    done(battery, figures, "forms, shapes")


PROTECTED = ["id", "pk", "organisation", "organisation_id", "lead", "stage", "status", "version", "is_superuser", "by", "by_id", "case_id", "consent_id"]  # fmt: skip


def test_bodies_that_are_no_form(battery, pages, figures):
    for name, address, actor, _row in pages:
        for what, (kind, body) in bad_input.BODIES.items():
            if battery.drawn(name, what):
                battery.send(actor, "POST", address, what, data=body, content_type=kind)
    done(battery, figures, "bodies")


def test_questions_in_every_address(battery, pages, figures):
    for name, address, actor, _row in pages:
        for question in bad_input.QUERIES:
            if battery.drawn(name, question):
                battery.send(
                    actor, "GET", f"{address}?{question}", question[:40], QUERY_STRING=question
                )
    done(battery, figures, "addresses, questions")


def test_methods_that_a_page_does_not_know(battery, pages, figures):
    for name, address, actor, _row in pages:
        for method in bad_input.METHODS:
            if battery.drawn(name, method):
                battery.send(actor, method, address, method)
    done(battery, figures, "addresses, methods")


def test_parts_of_an_address_that_are_nothing(battery, pages, figures):
    for pattern in patterns():
        if not pattern.pattern.converters:
            continue
        found = next(((a, actor) for name, a, actor, _row in pages if name == pattern.name), None)
        for part in bad_input.PATHS:
            if found and battery.drawn(pattern.name, part):
                address, actor = found
                for here in address.strip("/").split("/"):
                    if any(sign.isdigit() for sign in here):
                        address = address.replace(here, part)
                battery.send(actor, "GET", address, part[:20])
    done(battery, figures, "addresses, parts")


def test_files_in_every_form_that_takes_one(battery, forms, figures):
    for page, actor, form in forms:
        for field in form.files:
            for what, (name, content) in bad_input.FILES.items():
                if battery.drawn(page, field, what, of=WITH_FILES):
                    given = list(form.but_one("", b""))
                    body, kind = bad_input.multipart(given, field, name, content)
                    battery.send(actor, "POST", form.action, what, data=body, content_type=kind)
    done(battery, figures, "files")


def done(battery, figures, of):
    row = {
        "tried": sum(battery.met.values()),
        "refused": sum(n for status, n in battery.met.items() if status >= 400),
        "5xx": sum(n for status, n in battery.met.items() if status >= 500),
        "refused and stored": battery.stored,
        "words lost": battery.lost,
    }
    for column, number in row.items():
        figures["bad-input", of, column] += number
    assert battery.met, "nothing was tried"
    assert battery.faults == [], "\n".join(battery.faults)
