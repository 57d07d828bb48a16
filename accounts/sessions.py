"""How long somebody stays signed in, and how it ends. Both limits are judged here, on the server."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings

BEGAN, ACTIVE = "began_at", "active_at"
POLL = "HTTP_X_DESK_POLL"
NOTED_EVERY = 10  # seconds; a session is not written on each of ten quick requests


def begin(request):
    request.session[BEGAN] = request.session[ACTIVE] = time.time()


def follow_key(request, former):
    """After the key of a session was changed: the list of sessions must still find it, to end it."""
    UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)


def is_over(request) -> bool:
    now, session = time.time(), request.session
    return (
        now - session.get(ACTIVE, now) >= settings.SESSION_IDLE_SECONDS
        or now - session.get(BEGAN, now) >= settings.SESSION_ABSOLUTE_SECONDS
    )


def seconds_left(request) -> tuple[int, bool]:
    """Until the session ends by itself, and whether a sign of life makes it longer."""
    now, session = time.time(), request.session
    idle = session.get(ACTIVE, now) + settings.SESSION_IDLE_SECONDS - now
    whole = session.get(BEGAN, now) + settings.SESSION_ABSOLUTE_SECONDS - now
    return max(0, int(min(idle, whole))), idle < whole


def is_poll(request) -> bool:
    """Something that the page asks by itself. It shows no sign that anybody sits there."""
    return by_script(request) or request.GET.get("poll") == "1"


def by_script(request) -> bool:
    """A script asked, and shows no page."""
    return request.META.get(POLL) == "1"


def note_activity(request):
    now, session = time.time(), request.session
    if BEGAN not in session:
        session[BEGAN] = now
    if ACTIVE not in session or (not is_poll(request) and now - session[ACTIVE] > NOTED_EVERY):
        session[ACTIVE] = now


def end_sessions(user, but=""):
    """Ends every session of this person; `but` is the key of one that stays. Returns how many ended."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()
        ended += 1
    return ended
