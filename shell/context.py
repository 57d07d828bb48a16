"""What the page frame needs on every page."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from shell import navigation, read_only

LEAVE_URL = "https://www.wikipedia.org/"
APPEARANCES = ("light", "dark", "device")


def appearance(request):
    chosen = request.COOKIES.get(settings.APPEARANCE_COOKIE_NAME, "device")
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        chosen = getattr(user, "appearance", "") or chosen
    return chosen if chosen in APPEARANCES else "device"


def offered_languages():
    """Only languages whose texts are complete stand in the switch."""
    return getattr(settings, "COMPLETE_LANGUAGES", [code for code, _name in settings.LANGUAGES])


def languages():
    return [
        {"code": code, "name": translation.get_language_info(code)["name_local"].capitalize()}
        for code in offered_languages()
    ]


def counts(request):
    """Numbers beside navigation items, by url name, from the app that knows them."""
    source = getattr(settings, "DESK_NAV_COUNTS", "")
    if not source or getattr(request, "actor", None) is None:
        return {}
    return import_string(source)(request)


def frame(request):
    actor = getattr(request, "actor", None)
    user = getattr(request, "user", None)
    role = str(getattr(actor.role, "value", actor.role)) if actor else ""
    match = getattr(request, "resolver_match", None)
    return {
        "actor": actor,
        "role": role,
        "user": user if user is not None and user.is_authenticated else None,
        "sections": navigation.sections(role) if role else [],
        "tabs": navigation.tab_bar(role) if role else [],
        "new_contact": navigation.new_contact(role) if role else None,
        "membership": getattr(request, "membership", None),
        "counts": counts(request),
        "here": match.url_name if match else "",
        "demo": getattr(settings, "DESK_DEMO", False),
        "read_only": read_only.is_on(),
        "leave_url": getattr(settings, "LEAVE_URL", LEAVE_URL),
        "appearance": appearance(request),
        "keys_on": getattr(user, "keys_on", True),
        "languages": languages(),
        "session_seconds": settings.SESSION_IDLE_SECONDS,
        "session_warns": settings.SESSION_WARN_SECONDS,
    }


def desk(request):
    return {"desk": SimpleLazyObject(lambda: frame(request))}
