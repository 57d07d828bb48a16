"""The log of production: enough to mend a fault, nothing about anybody."""

import ast
import io
import json
import logging
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config import logs
from tests import world
from tests.faults.failing_urls import CANARY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.faults.failing_urls"),
]


@pytest.fixture
def log(monkeypatch):
    """Everything that any part of the process logs, as production writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLines())
    logging.getLogger().addHandler(handler)
    levels = {logging.getLogger(name): logging.getLogger(name).level for name in ("", "desk.request")}
    for logger in levels:
        logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)


@pytest.fixture
def desk():
    return world.sign_in(
        Client(raise_request_exception=False, headers={"user-agent": CANARY, "referer": f"http://testserver/{CANARY}"}),
        world.member(world.organisation(CANARY)),
    )


def test_a_request_is_one_line(log, desk):
    answer = desk.get(reverse("case_list"), {"q": CANARY})

    (line,) = log()
    assert line.pop("ms") >= 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "desk.request",
        "request": answer["X-Request-Id"],
        "method": "GET",
        "page": "case_list",
        "status": 200,
        "role": "case_manager",
    }


def test_a_fault_says_where_and_what_kind(log, desk):
    answer = desk.post("/fails-twice/", {"text": f"{CANARY} typed"})

    fault, request = (line for line in log() if line["logger"] in {"django.request", "desk.request"})
    assert fault["error"] == ["KeyError", "ValueError"]
    assert fault["frames"][-1].startswith("tests/faults/failing_urls.py:")
    assert fault["frames"][-1].endswith(" fails_twice")
    assert fault["request"] == request["request"] == answer["X-Request-Id"]
    assert answer["X-Request-Id"] in answer.content.decode()
    assert (answer.status_code, request["status"]) == (500, 500)


def test_a_fault_of_the_database_has_its_state(log, desk):
    desk.get("/fails-in-the-database/")

    assert ["DataError", "InvalidTextRepresentation 22P02"] in [line.get("error") for line in log()]


def test_nothing_about_anybody_reaches_it(log, desk):
    """Names in addresses, forms, headers, files, errors, of requests that are answered, refused and fail."""
    for path in (f"/cases/{CANARY}/", f"/{CANARY}/", f"/cases/?q={CANARY}", "/fails/", "/fails-in-the-database/"):
        desk.get(path)
        desk.post(path, {"text": CANARY, "file": io.BytesIO(CANARY.encode())})
    desk.generic(CANARY.upper(), "/cases/")
    Client().post(reverse("sign_in"), {"email": f"{CANARY}@example.org", "password": CANARY})
    logging.getLogger("other.library").error(f"{CANARY} said %s" % CANARY)
    logging.getLogger("gunicorn.error").warning("Error handling request %s", f"/{CANARY}")
    logging.getLogger("referral").warning("A file cannot be read: %s", CANARY)

    lines = log()
    assert len(lines) >= 15
    assert CANARY.lower() not in json.dumps(lines).lower()
    assert "A file cannot be read: %s" in {line.get("event") for line in lines}


def test_what_nobody_catches_is_told_without_words(capsys):
    try:
        raise ValueError(CANARY)
    except ValueError:
        logs.tell(*sys.exc_info())

    told = capsys.readouterr().err
    assert json.loads(told)["error"] == ["ValueError"]
    assert CANARY not in told


def test_our_own_sentences_hold_no_values():
    """`sentence` writes them as they stand in the code: so they must be constants there."""
    words = {"debug", "info", "warning", "error", "exception", "critical"}
    composed = [
        f"{path}:{call.lineno}"
        for app in ("config", *settings.OUR_APPS)
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "getLogger" in (text := path.read_text())
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in words
        and getattr(call.func.value, "id", "") in {"log", "logger", "requests"}
        and not isinstance(call.args[0], ast.Constant)
    ]

    assert composed == []
