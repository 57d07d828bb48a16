"""Pages that belong to the frame: help, statements, language, appearance, leaving."""

import json
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from shell.access import public, signed_in
from shell.context import APPEARANCES, LEAVE_URL, appearance, offered_languages
from shell.typed import keep_typed

log = logging.getLogger(__name__)
YEAR = 365 * 24 * 60 * 60


@public
def accessibility(request):
    return render(request, "shell/accessibility.html")


@public
def privacy(request):
    return render(request, "shell/privacy.html")


@public
def help(request):
    return render(request, "shell/help.html")


@public
def help_online_safety(request):
    return render(request, "shell/help_online_safety.html")


@public
def keyboard(request):
    return render(request, "shell/keyboard.html")


@signed_in
def welcome_leave_quickly(request):
    """Explained once, at the first signing in."""
    if request.method == "POST":
        remember(request, "knows_leave_quickly", True)
        return redirect(local(request.POST.get("next"), request))
    onward = local(request.GET.get("next"), request)
    return render(request, "shell/welcome_leave_quickly.html", {"next": onward})


@signed_in
def more(request):
    """The whole navigation as a page, for phones."""
    return render(request, "shell/more.html")


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def session_leave(request):
    """
    Ends the session, always, so it needs no token. A form that was being written sends its answers along, with one.

    The link works without script, and goes on to the neutral site.
    """
    keep_on_leaving(request)
    logout(request)
    if request.method == "POST":
        response = HttpResponse(status=204)
        response["Clear-Site-Data"] = '"cache", "storage"'
    else:
        # Clearing the cache can take seconds, in which this page would stay on the screen.
        response = HttpResponseRedirect(getattr(settings, "LEAVE_URL", LEAVE_URL))
        response["Clear-Site-Data"] = '"storage"'
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def keep_on_leaving(request):
    """The draft first; whatever comes of it, the session ends. Without a good token nothing is kept."""
    if request.method != "POST" or "draft_of" not in request.POST or not has_token(request):
        return
    try:
        at = urlsplit(request.POST["draft_of"]).path
        match = resolve(at)
    except (ValueError, Resolver404):
        return
    keep_typed(match.func, request, match.kwargs, at=at)


def has_token(request) -> bool:
    check = CsrfViewMiddleware(lambda _request: None)
    check.process_request(request)
    return check.process_view(request, language, (), {}) is None


MOST_SAID = 8 * 1024  # bytes of a report


@csrf_exempt
@public
@require_POST
def policy_breach(request):
    """A browser tells that a page tried what the policy forbids. Only which rule it was is written down, never where or what."""
    try:
        told = json.loads(request.read(MOST_SAID))["csp-report"]
        rule = str(told.get("effective-directive") or told.get("violated-directive"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    known = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    named = next((each for each in known if rule.startswith(each)), "another rule")
    log.warning("a page breached the policy: %s", named)
    return HttpResponse(status=204)


@public
def language(request):
    if request.method != "POST":
        onward = local(request.GET.get("next"), request)
        return render(request, "shell/language.html", {"next": onward})
    response = redirect(local(request.POST.get("next"), request))
    chosen = request.POST.get("language", "")
    if chosen in offered_languages() and check_for_language(chosen):
        remember(request, "language", chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@public
def appearance_choice(request):
    if request.method != "POST":
        return render(request, "shell/appearance.html", {"chosen": appearance(request)})
    response = redirect("appearance")
    chosen = request.POST.get("appearance")
    if chosen in APPEARANCES:
        remember(request, "appearance", chosen)
        response.set_cookie(
            settings.APPEARANCE_COOKIE_NAME,
            chosen,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@signed_in
@require_POST
def keyboard_letters(request):
    """Single letters can be switched off (WCAG 2.1.4)."""
    remember(request, "keys_on", request.POST.get("keys_on") == "yes")
    return redirect("keyboard")


def remember(request, field, value):
    """Keep a choice on the account too, where there is one."""
    user = request.user
    if user.is_authenticated and hasattr(user, field):
        setattr(user, field, value)
        user.save(update_fields=[field])


def local(address, request):
    """An address on this site, or the start page."""
    local_path = (address or "").startswith("/")  # anything else could be read as a page's name
    if local_path and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return "/"
