"""
What production writes to its log: a line of JSON for each request and for each fault.

No path, no address, no words of an error and no values, since any of them may tell of a person: only what stands in the code.
"""

import json
import logging
import secrets
import sys
import threading
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
FRAMES = 40
IN_ITS_OWN_WORDS = (ImproperlyConfigured, KeyboardInterrupt)  # told to whoever starts it

number = ContextVar("number", default="")  # of the request that this thread answers
requests = logging.getLogger("desk.request")


class NoteRequest:
    """Outermost: gives each request a number, which its answer, its error page and its lines in the log carry."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began, given = time.perf_counter(), number.set(secrets.token_hex(8))
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = number.get()
            if not is_a_static_file(request, response):
                requests.info("answered", extra={"facts": facts(request, response, began)})
            return response
        finally:
            number.reset(given)


def is_a_static_file(request, response) -> bool:
    return response.status_code < 400 and request.path_info.startswith(settings.STATIC_URL)


def facts(request, response, began):
    """The name of the page and never its address: that holds references."""
    match, actor = request.resolver_match, getattr(request, "actor", None)
    return {
        "method": request.method if request.method in METHODS else "other",
        "page": (match.url_name or "") if match else "",
        "status": response.status_code,
        "ms": round((time.perf_counter() - began) * 1000, 1),
        "role": str(getattr(actor.role, "value", actor.role)) if actor else "",
    }


class JsonLines(logging.Formatter):
    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": number.get(),
        }
        if hasattr(record, "facts"):
            return json.dumps(line | record.facts)
        if hasattr(record, "status_code"):
            line["status"] = record.status_code
        line |= {
            "event": sentence(record),
            "at": place(record.pathname, record.lineno, record.funcName),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= {"error": kinds(record.exc_info[1]), "frames": frames(record.exc_info[2])}
        return json.dumps(line)


def sentence(record) -> str:
    """As it stands in the code, before values are put in; of others only where it can be no more than that."""
    ours = record.name.split(".")[0] in {"desk", "config", *settings.OUR_APPS}
    constant = ours or (record.name.startswith("gunicorn") and record.args)
    return record.msg if constant and isinstance(record.msg, str) else ""


def kinds(error) -> list[str]:
    """The error and what led to it, by kind; of a database error its state."""
    found = []
    while error is not None and len(found) < 10:
        state = getattr(error, "pgcode", None)
        found.append(type(error).__qualname__ + (f" {state}" if state else ""))
        error = error.__cause__ or error.__context__
    return found


def frames(trace) -> list[str]:
    walked = traceback.walk_tb(trace)
    return [place(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in walked][
        -FRAMES:
    ]


def place(path, line, function) -> str:
    short = path.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")
    return f"{short}:{line} {function}"


def tell_faults_without_words():
    """What nobody catches, in a command or beside a request, would be printed with its words."""
    sys.excepthook = tell
    threading.excepthook = lambda fault: tell(fault.exc_type, fault.exc_value, fault.exc_traceback)


def tell(kind, error, trace):
    if issubclass(kind, IN_ITS_OWN_WORDS):
        sys.__excepthook__(kind, error, trace)
        return
    record = logging.LogRecord(
        "desk", logging.CRITICAL, "", 0, "nobody caught this", (), (kind, error, trace)
    )
    sys.stderr.write(JsonLines().format(record) + "\n")
