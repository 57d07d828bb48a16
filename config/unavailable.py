"""
When the database makes a page wait too long, or is away for a moment: 503, and what was typed can be sent again as it is.

Nothing here asks the database anything.
"""

import sys
from functools import cache

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseServerError, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.template import loader
from django.utils import translation
from django.utils.html import escape
from django.views import defaults

from config import logs

RETRY_SECONDS, READING_SECONDS = 10, 600
READ_ONLY = "25006"
# Of SQLSTATE: connection, transaction rolled back, no resources, not in a state, operator, system.
PASSES = ("08", "40", "53", "55", "57", "58")
NUMBER, AGAIN = "0-number-0", "0-again-0"  # their places in a page that is kept
UNREADABLE = (UnreadablePostError, MultiPartParserError, SuspiciousOperation)


def server_error(request):
    """Django's `handler500`: a database that will be back is no fault of ours."""
    error = sys.exc_info()[1]
    if passes(error):
        return answer(request)
    if isinstance(error, DatabaseError) and state_of(error) == READ_ONLY:
        return answer(request, reading=True)
    try:
        page = loader.get_template("500.html").render({"number": logs.number.get()})
    except Exception:
        return defaults.server_error(request)
    return HttpResponseServerError(page)


def passes(error) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = state_of(error)  # none: the connection is gone
    return state is None or state.startswith(PASSES)


def state_of(error):
    return getattr(error.__cause__, "pgcode", None)


def answer(request, reading=False):
    """`reading`: for a while nothing is written at all."""
    number, again = logs.number.get(), request.get_full_path()
    with translation.override(language_of(request)):
        if request.method == "POST":
            page = page_for_a_form(request, reading, number, again)
        else:
            page = plain_page(translation.get_language(), reading)
            page = page.replace(NUMBER, escape(number)).replace(AGAIN, escape(again))
    response = HttpResponse(
        page, status=503, headers={"Retry-After": READING_SECONDS if reading else RETRY_SECONDS}
    )
    # No fault: the line of the request is enough.
    response._has_been_logged = sys.exc_info()[1] is None
    return response


def page_for_a_form(request, reading, number, again):
    fields = typed(request)
    context = {
        "number": number,
        "reading": reading,
        "acts": True,
        "fields": fields,
        "had_files": bool(fields and request.FILES),
        "again": again,
    }
    return loader.get_template("503.html").render(context, request)


@cache
def plain_page(_language, reading):
    """Drawn once: when many are told to come back, that must cost little."""
    context = {"number": NUMBER, "reading": reading, "again": AGAIN}
    return loader.get_template("503.html").render(context)


def language_of(request) -> str:
    """Perhaps nothing that knows the account was reached yet."""
    if hasattr(request, "LANGUAGE_CODE"):
        return translation.get_language()
    return translation.get_language_from_request(request)


def typed(request) -> list[tuple[str, str]]:
    """What this browser sent from a form of ours; of a form with a password nothing."""
    if request.method != "POST" or not is_ours(request):
        return []
    if any("password" in name for name in request.POST):
        return []
    lists = request.POST.lists()
    return [
        (name, value) for name, values in lists if name != "csrfmiddlewaretoken" for value in values
    ]


def is_ours(request) -> bool:
    """Otherwise a foreign page could have its form shown with a token of ours. Perhaps nobody looked yet."""
    check = CsrfViewMiddleware(lambda _request: None)
    try:
        check.process_request(request)
        return check.process_view(request, None, (), {}) is None and request.POST is not None
    except UNREADABLE:
        return False
