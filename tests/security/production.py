"""
Answers of the product as it runs where real people are. Started by test_answers.py in a process of its own, which has no database.

Prints one JSON: what was asked → status, headers, cookies, text.
"""

import json
import logging
import sys

import django
from django.conf import settings
from django.http import HttpResponse

WORDS = "Ann Lee, +39 02 1234, /srv/desk/settings.py"


def main():
    django.setup()
    settings.SESSION_ENGINE = (
        "django.contrib.sessions.backends.cache"  # so that a visitor may have one here
    )
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.WHITENOISE_USE_FINDERS = True
    from django.test import Client  # noqa: PLC0415 -- after the settings

    from accounts.views import passwords  # noqa: PLC0415

    def fails(*_given):
        raise RuntimeError(WORDS)

    passwords.user_of_link = fails
    visitor = Client(raise_request_exception=False)
    asked = {"page": ("GET", "/login/", {})}
    asked |= {
        "missing": ("GET", "/never/was/", {}),
        "refused": ("GET", "/cases/", {}),
        "static": ("GET", "/static/css/desk.css", {}),
        "script": ("GET", "/static/js/app.js", {}),
        "session": ("GET", "/account/reset/0/abc-def/", {}),
        "error": ("GET", "/account/reset/", {}),
        "language": ("POST", "/language/", {"data": {"language": "fr"}}),
        "appearance": ("POST", "/account/appearance/", {"data": {"appearance": "dark"}}),
        "http": ("GET", "/login/?next=/cases/", {"secure": False}),
        "http health": ("GET", "/health/", {"secure": False}),
        "http said to be https": (
            "GET",
            "/login/",
            {"secure": False, "HTTP_X_FORWARDED_PROTO": "https"},
        ),
        "other host": ("GET", "/login/", {"HTTP_HOST": "evil.example"}),
        "forwarded host": (
            "POST",
            "/language/",
            {"data": {"next": "https://evil.example/"}, "HTTP_X_FORWARDED_HOST": "evil.example"},
        ),
        "other origin": ("GET", "/login/", {"HTTP_ORIGIN": "https://evil.example"}),
        "preflight": (
            "OPTIONS",
            "/login/",
            {"HTTP_ORIGIN": "https://evil.example", "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST"},
        ),
        "trace": ("TRACE", "/login/", {"HTTP_COOKIE": "canary"}),
        "invented method": ("DEBUG", "/login/", {}),
        "put": ("PUT", "/login/", {}),
        "no host": ("GET", "/login/", {"HTTP_HOST": ""}),
    }
    for path in CLOSED:
        asked[path] = ("GET", path, {})
    answers = {}
    for name, (method, path, more) in asked.items():
        more = {"secure": True, "HTTP_HOST": "desk.example", **more}
        data = more.pop("data", None)
        if data is not None:
            answer = visitor.post(path, data, **more)
        else:
            answer = visitor.generic(method, path, **more)
        answers[name] = told(answer)
        visitor.cookies.clear() if name == "error" else None
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    answers["password"] = told(
        HttpResponse(make_password("a long password"), headers=dict(answers["page"]["headers"]))
    )
    json.dump(answers, sys.stdout)


CLOSED = [
    "/.git/config",
    "/.git/",
    "/.svn/entries",
    "/static/",
    "/static/css/",
    "/static/../config/settings.py",
    "/static/%2e%2e/config/settings.py",
    "/config/settings.py",
    "/requirements.lock",
    "/admin/",
    "/docs/",
    "/docs/operations.md",
    "/styleguide/",
    "/media/",
    "/files/",
    "/.data/secrets/secret_key",
    "/metrics",
    "/__debug__/",
    "/api/schema/",
    "/server-status",
]


def told(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return {
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "cookies": {
            name: {k: str(v) for k, v in each.items()} | {"value": each.value}
            for name, each in answer.cookies.items()
        },
        "text": body.decode(errors="replace")[:20_000],
    }


if __name__ == "__main__":
    logging.captureWarnings(True)
    main()
