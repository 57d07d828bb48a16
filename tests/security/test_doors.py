"""Requests as they should not come: from elsewhere, in another's name, twice, with errors. Asked of the whole product."""

import json
import re

import pytest
from django.conf import settings
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import get_resolver, path, reverse

from audit.models import record
from shell.access import signed_in
from tests import testing_database, world
from tests.accounts.test_every_url import patterns, sample_address
from tests.sample import is_drawn

pytestmark = pytest.mark.django_db(transaction=True)


def log(action=""):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "SELECT organisation::text, actor, action, target, detail FROM audit_auditentry WHERE starts_with(action, %s)"
            " ORDER BY id",
            [action],
        )
        return cursor.fetchall()


# From elsewhere

# Ending a session; a code and a ticket of their own; what browsers tell by themselves, which changes nothing.
WITHOUT_TOKEN = {"session_leave", "link_open", "link_answer", "policy_breach"}


@pytest.mark.asvs("3.5.1")
def test_no_form_of_another_site_is_taken():
    exempt = {each.name for each in patterns() if getattr(each.callback, "csrf_exempt", False)}
    member = world.member(world.organisation())
    visitor = world.sign_in(Client(enforce_csrf_checks=True), member)

    assert exempt == WITHOUT_TOKEN
    for name in ("account", "session_list", "password_change", "account_logout", "contact_new"):
        assert visitor.post(reverse(name), {"name": "Forged"}).status_code == 403, name
        head = {"HTTP_ORIGIN": "https://evil.example"}
        assert visitor.post(reverse(name), {"name": "Forged"}, **head).status_code == 403, name
    assert Client(enforce_csrf_checks=True).post(reverse("sign_in"), {}).status_code == 403
    member.user.refresh_from_db()
    assert member.user.name != "Forged"


NOTED_BY_READING = re.compile(
    r"(audit_\w+|django_session|usersessions_\w+|accounts_throttle|accounts_membership|\w*usedkey|\w*seen\w*|\w*notice\w*)"
)


@pytest.mark.asvs("3.5.3")
def test_looking_changes_nothing(whole):
    """
    Addresses are opened, as a case manager with a case; no row is written but those about the look itself. A quarter of them,
    and one that has a form; all by `make test-all`.
    """
    from django.db import connection  # noqa: PLC0415 -- wrapped here only

    worker = world.member(world.organisation())
    case = world.contact(worker)
    with world.acting(worker):
        reference = case.journey.reference
    visitor = world.sign_in(Client(raise_request_exception=False), worker)
    written, opened = {}, 0

    def note(execute, sql, params, many, context):
        found = re.match(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', sql)
        if found and not NOTED_BY_READING.fullmatch(found[2]):
            written.setdefault(name, set()).add(found[2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for each in patterns():
            name, given = each.name, dict.fromkeys(each.pattern.converters)
            address = sample_address(each) if "reference" not in given else None
            if list(given) == ["reference"]:
                address = reverse(name, args=[reference])
            drawn = whole or name == "account" or is_drawn(name, one_in=4)
            if address is None or name in LEAVE_ALONE or not drawn:
                continue
            opened += visitor.get(address).status_code == 200

    assert written == {}
    assert opened > (60 if whole else 15)


LEAVE_ALONE = {
    "session_leave",
    "password_reset_link",
    "invitation",
    "country_export",
    "directory_export",
}


@pytest.mark.asvs("15.3.4")
def test_nobody_guesses_on_from_invented_addresses():
    email = world.member(world.organisation()).user.email
    given = {"email": email, "password": "not this one"}
    answers = [
        Client().post(
            reverse("sign_in"),
            given,
            REMOTE_ADDR="203.0.113.7",
            HTTP_X_FORWARDED_FOR=f"10.{n}.{n}.1",
            HTTP_X_REAL_IP=f"10.0.{n}.1",
        )
        for n in range(7)
    ]

    assert [answer.status_code for answer in answers][-2:] == [429, 429]


@pytest.mark.asvs("15.3.7")
def test_a_field_that_is_sent_twice_counts_once(client):
    """The last one is meant, by what judges and by what acts."""
    mine, other = world.member(world.organisation()), world.member(world.organisation("Elsewhere"))
    tries = {"email": [other.user.email, mine.user.email], "password": [world.PASSWORD, "wrong"]}
    assert client.post(reverse("sign_in"), tries).status_code == 422
    tries = {
        "email": ["nobody@example.org", mine.user.email],
        "password": ["wrong", world.PASSWORD],
    }
    assert client.post(reverse("sign_in"), tries).status_code == 302

    given = {"membership": [str(mine.pk), str(other.pk)]}
    assert client.post(reverse("membership_switch"), given).status_code == 404
    assert log("membership.chosen") == []


@pytest.mark.asvs("15.3.5")
@pytest.mark.parametrize(
    "junk",
    ["true", "[]", "{}", "null", "1", "1e3", "\x00", "-1", "00000000-0000-0000-0000-00000000000g"],
)
def test_what_should_be_an_id_is_one_or_is_refused(client, junk):
    world.sign_in(client, world.member(world.organisation()))

    assert client.post(reverse("membership_switch"), {"membership": junk}).status_code == 404
    assert client.get(
        reverse("case_list"), {"page": junk, "stage": junk, "after": junk}
    ).status_code in (200, 400, 404)


# What is refused is written down


@pytest.mark.asvs("16.3.2")
def test_a_look_at_what_is_closed_is_written_down(client):
    case = world.contact(owner := world.member(world.organisation()))
    with world.acting(owner):
        address = reverse("case_overview", args=[case.journey.reference])
    stranger = world.member(world.organisation("Elsewhere"))
    world.sign_in(client, stranger)

    assert client.get(address).status_code == 404

    ((organisation, actor, _action, target, detail),) = log("deny.")
    assert (organisation, actor) == (str(stranger.organisation_id), str(stranger.pk))
    assert case.journey.reference not in target + str(detail)


@pytest.mark.asvs("16.3.3")
def test_a_form_of_another_site_is_written_down(caplog):
    visitor = world.sign_in(Client(enforce_csrf_checks=True), world.member(world.organisation()))
    visitor.post(reverse("account"), {"name": "Canary"})

    assert [each.name for each in caplog.records if "CSRF" in each.getMessage()] == [
        "django.security.csrf"
    ]
    assert "Canary" not in caplog.text


@pytest.mark.asvs("3.4.7")
def test_a_breach_of_the_policy_is_told_and_names_nobody(caplog):
    browser = Client(enforce_csrf_checks=True)

    def tell(told):
        body = told if isinstance(told, str) else json.dumps(told)
        kind = "application/csp-report"
        return browser.post(reverse("policy_breach"), body, content_type=kind).status_code

    told = {
        "effective-directive": "style-src-elem",
        "document-uri": "https://desk/cases/CANARY/",
        "blocked-uri": "inline",
    }
    assert tell({"csp-report": told}) == 204
    assert tell({"csp-report": {"violated-directive": "canary\r\nforged"}}) == 204
    for junk in (
        "[]",
        "{",
        {"csp-report": None},
        {"x": 1},
        "\x00",
        '{"csp-report": {}}' + "x" * 9000,
    ):
        assert tell(junk) in (204, 400)

    said = [each.getMessage() for each in caplog.records if "policy" in each.getMessage()]
    assert said[:2] == [
        "a page breached the policy: style-src",
        "a page breached the policy: another rule",
    ]
    assert "canary" not in " ".join(said).lower()
    rules = browser.get(reverse("sign_in"))["Content-Security-Policy"]
    assert f"report-uri {reverse('policy_breach')}" in rules


@pytest.mark.asvs("15.4.3")
def test_waiting_for_a_lock_ends():
    from django.db import connection  # noqa: PLC0415 -- asked here only

    with connection.cursor() as cursor:
        waits = {}
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {name}")
            waits[name] = cursor.fetchone()[0]

    assert waits == {
        "lock_timeout": "10s",
        "statement_timeout": "30s",
        "idle_in_transaction_session_timeout": "1min",
    }


# What fails


@signed_in
def fails(request):
    record("sabotage.begun")
    raise ZeroDivisionError


@signed_in
def refuses(request):
    record("sabotage.refused")
    raise Http404


@signed_in
def answers_with_a_fault(request):
    record("sabotage.fault")
    return HttpResponse(status=503)


urlpatterns = [
    path("fails/", fails),
    path("refuses/", refuses),
    path("fault/", answers_with_a_fault),
    *get_resolver().url_patterns,
]


@pytest.mark.asvs("2.3.3", "16.5.3")
@pytest.mark.urls(__name__)
def test_what_fails_is_not_done():
    visitor = world.sign_in(
        Client(raise_request_exception=False), world.member(world.organisation())
    )

    assert visitor.get("/fails/").status_code == 500
    assert visitor.get("/fault/").status_code == 503
    assert visitor.get("/refuses/").status_code == 404

    assert [action for _o, _a, action, _t, _d in log("sabotage.")] == ["sabotage.refused"]
    assert settings.MIDDLEWARE.index("accounts.middleware.OneTransaction")
