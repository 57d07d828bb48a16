import zoneinfo

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.acting import acting_as
from accounts.models import Membership
from shell.typed import keep_typed

SESSION_KEY = "membership"


class EndOldSession:
    """Ends a session that was idle too long or is too old, before anything looks at who asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.former = None
        if not request.user.is_authenticated:
            return self.get_response(request)
        if sessions.is_over(request):
            request.former = membership_of(request)
            logout(request)
            if sessions.by_script(request):
                return HttpResponse(status=401)
            messages.info(request, _("You were signed out, because nothing happened for a while."))
        else:
            sessions.note_activity(request)
        return self.get_response(request)


class FollowAccount:
    """Language and time zone of a signed-in person come from the account, on every device."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if translation.check_for_language(user.language):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone_of(user)):
            return self.get_response(request)


def zone_of(user):
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except (ValueError, zoneinfo.ZoneInfoNotFoundError):
        return timezone.get_default_timezone()


class ChooseMembership:
    """Puts `request.membership` and `request.actor` on every request; both are None when nobody may act."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.membership = membership_of(request)
        request.actor = request.membership.actor() if request.membership else None
        return self.get_response(request)


def membership_of(request):
    """The membership chosen in this session, else the one used last. Rights are read anew on each request."""
    if not request.user.is_authenticated:
        return None
    mine = Membership.objects.active().filter(user=request.user).select_related("organisation")
    chosen = request.session.get(SESSION_KEY)
    return (mine.filter(pk=chosen).first() if chosen else None) or mine.order_by(
        "-last_used_at", "began_at", "pk"
    ).first()


class RequireRule:
    """Default deny: a view that declares no access rule does not exist; only a public one meets a visitor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        rule = getattr(view, "access_rule", None)
        if rule is None:
            raise Http404
        if rule[0] != "public" and not request.user.is_authenticated:
            keep_what_came_late(view, request, kwargs)
            return redirect_to_login(request.get_full_path())
        return None


def keep_what_came_late(view, request, kwargs):
    """
    A form sent after its session ended is not lost, and not done either: it waits as a draft of its author.

    The session was there and had only grown too old, and the token was checked before. Nothing is shown.
    """
    former = request.former
    if former is None or request.method != "POST":
        return
    with acting_as(former.actor()):
        if keep_typed(view, request, kwargs, at=request.path):
            messages.info(request, _("What you typed is kept as a draft."))


class OneTransaction:
    """
    Innermost: a signed-in request is one transaction of its actor.

    Template responses render inside it. A 4xx answer keeps its audit entry, a 5xx keeps nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.actor is None:
            return self.get_response(request)
        # In this order the transaction begins with its actor, and nothing is left to be taken back after it.
        with acting_as(request.actor), transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response
