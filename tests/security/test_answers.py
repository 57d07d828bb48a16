"""What browsers are told, and what nobody is shown: asked of the product as it runs where real people are."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import keys
from tests.security import production

ROOT = Path(__file__).parent.parent.parent
SAFE = {
    "PYTHONPATH": str(ROOT),
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DESK_ENV": "production",
    "SECRET_KEY": "a" * 60,
    "ROW_SECURITY_KEY": keys.new_key(),
    "MASTER_KEYS": keys.new_key_ring(),
    "DATABASE_URL": "postgres://trm_app@/trm?host=/nowhere",
    "ALLOWED_HOSTS": "desk.example",
}
YEAR = 365 * 24 * 60 * 60


@pytest.fixture(scope="module")
def ran():
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    asked = subprocess.run(
        [sys.executable, production.__file__],
        env=kept | SAFE,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr
    return asked


@pytest.fixture(scope="module")
def answers(ran):
    return json.loads(ran.stdout)


def heads(answers):
    """The head of every answer that a visitor may get, by what was asked."""
    return {name: answer["headers"] for name, answer in answers.items()}


def without(answers, name, fits):
    return [asked for asked, head in heads(answers).items() if not fits(head.get(name, ""))]


def cookies(answers):
    return {name: each for answer in answers.values() for name, each in answer["cookies"].items()}


# Cookies


@pytest.mark.asvs("3.3.1", "3.3.3")
def test_every_cookie_is_of_this_host_and_travels_by_tls_only(answers):
    given = cookies(answers)

    assert set(given) == {"__Host-session", "__Host-csrf", "__Host-language", "__Host-appearance"}
    for each in given.values():
        assert each["secure"] == "True"
        assert each["path"] == "/"
        assert not each["domain"]


@pytest.mark.asvs("3.3.2")
def test_every_cookie_stays_away_from_requests_of_other_sites(answers):
    assert {each["samesite"] for each in cookies(answers).values()} == {"Lax"}


@pytest.mark.asvs("3.3.4")
def test_no_script_reads_a_cookie(answers):
    assert {each["httponly"] for each in cookies(answers).values()} == {"True"}


@pytest.mark.asvs("3.3.5")
def test_cookies_are_small(answers):
    assert max(len(name) + len(each["value"]) for name, each in cookies(answers).items()) < 200


# The head of every answer, also of what is missing, refused, redirected or broken


@pytest.mark.asvs("3.4.1")
def test_every_answer_insists_on_tls_for_a_year(answers):
    secure = {name: answer for name, answer in answers.items() if not name.startswith("http")}
    wanted = f"max-age={YEAR}; includeSubDomains"

    assert (
        without(secure, "Strict-Transport-Security", lambda value: value.startswith(wanted)) == []
    )


@pytest.mark.asvs("3.4.2")
def test_no_answer_opens_itself_to_other_origins(answers):
    opened = [
        head
        for each in heads(answers).values()
        for head in each
        if "access-control" in head.lower()
    ]

    assert opened == []


def policy(head):
    parts = head.get("Content-Security-Policy", "").split(";")
    return {words[0]: words[1:] for part in parts if (words := part.split())}


@pytest.mark.asvs("3.4.3")
def test_only_our_own_scripts_and_styles_run(answers):
    pages = [
        head
        for head in heads(answers).values()
        if head.get("Content-Type", "").startswith("text/html")
    ]
    assert len(pages) > 20
    for rules in map(policy, pages):
        assert rules["default-src"] == rules["base-uri"] == ["'none'"]
        assert rules["script-src"] == rules["style-src"] == rules["form-action"] == ["'self'"]
        assert "unsafe" not in str(rules)
        assert rules.keys().isdisjoint({"object-src", "frame-src", "child-src", "worker-src"})


@pytest.mark.asvs("3.4.4")
def test_no_answer_lets_its_type_be_guessed(answers):
    assert without(answers, "X-Content-Type-Options", lambda value: value == "nosniff") == []


@pytest.mark.asvs("3.4.5")
def test_no_other_site_learns_where_somebody_came_from(answers):
    assert without(answers, "Referrer-Policy", lambda value: value == "same-origin") == []


@pytest.mark.asvs("3.4.6")
def test_nobody_frames_an_answer(answers):
    framed = [
        name
        for name, head in heads(answers).items()
        if policy(head).get("frame-ancestors") != ["'none'"]
    ]

    assert framed == []


@pytest.mark.asvs("3.4.8")
def test_no_window_is_shared_with_another_origin(answers):
    assert (
        without(answers, "Cross-Origin-Opener-Policy", lambda value: value == "same-origin") == []
    )


@pytest.mark.asvs("3.5.8")
def test_no_other_site_loads_an_answer(answers):
    assert (
        without(answers, "Cross-Origin-Resource-Policy", lambda value: value == "same-origin") == []
    )


@pytest.mark.asvs("4.1.1")
def test_every_answer_says_its_type_and_its_alphabet(answers):
    types = {
        head["Content-Type"].replace('"', "").lower()
        for head in heads(answers).values()
        if "Content-Type" in head
    }
    bare = [
        name
        for name, answer in answers.items()
        if answer["text"] and "Content-Type" not in answer["headers"]
    ]

    assert bare == []
    assert types == {
        "text/html; charset=utf-8",
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
    }


@pytest.mark.asvs("14.2.5")
def test_only_static_files_may_be_kept_by_a_cache(answers):
    kept = [
        name
        for name, head in heads(answers).items()
        if "no-store" not in head.get("Cache-Control", "")
    ]

    assert set(kept) == {"static", "script"}
    assert not any(answers[name]["cookies"] for name in kept)


# Methods, hosts, ways in


@pytest.mark.asvs("4.1.4")
@pytest.mark.parametrize("asked", ["put", "invented method", "preflight"])
def test_other_methods_than_those_of_links_and_forms_are_refused(answers, asked):
    assert answers[asked]["status"] == 405
    assert answers[asked]["headers"]["Allow"] == "GET, HEAD, POST"


@pytest.mark.asvs("13.4.4")
def test_nothing_is_traced(answers):
    assert answers["trace"]["status"] == 405
    assert "canary" not in answers["trace"]["text"]


@pytest.mark.asvs("12.2.1")
def test_there_is_no_way_in_without_tls(answers):
    assert answers["http"]["status"] == 301
    assert answers["http"]["headers"]["Location"] == "https://desk.example/login/?next=/cases/"
    assert not answers["http"]["cookies"]


@pytest.mark.asvs("4.1.2")
def test_who_is_no_browser_is_not_led_to_tls(answers):
    """What asks /health/ lives on the inner network; a redirect would hide that it asked without TLS."""
    assert answers["http health"]["status"] != 301


@pytest.mark.asvs("4.1.3")
def test_a_visitor_does_not_speak_for_the_proxy(answers):
    assert answers["http said to be https"]["status"] == 301
    assert answers["forwarded host"]["headers"]["Location"] == "/"
    assert answers["other host"]["status"] == answers["no host"]["status"] == 400


# What stays inside


@pytest.mark.asvs("13.4.1", "13.4.3", "13.4.5", "15.2.3")
@pytest.mark.parametrize("path", production.CLOSED)
def test_nothing_of_the_inside_lies_on_the_web(answers, path):
    assert answers[path]["status"] == 404
    assert answers[path]["text"].count("<h1") == 1


@pytest.mark.asvs("16.5.1")
def test_an_error_says_nothing_of_the_inside(answers):
    error = answers["error"]

    assert error["status"] == 500
    assert "Something went wrong on our side" in error["text"]
    for word in ("Ann", "RuntimeError", "Traceback", "settings", ".py", "Django", "DEBUG"):
        assert word not in error["text"]


@pytest.mark.asvs("16.3.4", "16.5.4", "16.2.4")
def test_an_error_that_nobody_foresaw_is_written_down(ran):
    lines = [json.loads(line) for line in ran.stderr.splitlines() if line.startswith("{")]
    (fault,) = (line for line in lines if line["logger"] == "django.request" and line["status"] == 500)

    assert fault["level"] == "ERROR"
    assert re.search(r"\d\d:\d\d:\d\d", fault["time"])
    assert fault["error"] == ["RuntimeError"]


@pytest.mark.asvs("16.2.5")
def test_the_log_of_an_error_holds_no_word_of_it(ran):
    assert "Ann" not in ran.stderr
    assert "+39" not in ran.stderr


@pytest.mark.asvs("13.4.6")
def test_no_answer_says_what_it_is_made_of(answers):
    versions = r"(?i)django[/ ]?\d|python[/ ]?\d|gunicorn|whitenoise|postgres|bootstrap v\d"
    for name, answer in answers.items():
        assert not {"Server", "X-Powered-By", "Via"} & set(answer["headers"]), name
        if name not in ("static", "script"):
            assert not re.search(versions, answer["text"]), name


@pytest.mark.asvs("11.4.2")
def test_passwords_are_kept_with_argon2(answers):
    kept = answers["password"]["text"]

    assert kept.startswith("argon2$argon2id$")
    memory, rounds = int(re.search(r"m=(\d+)", kept)[1]), int(re.search(r"t=(\d+)", kept)[1])
    assert memory >= 19 * 1024
    assert rounds >= 2
