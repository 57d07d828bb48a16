from functools import wraps
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone


def own_zone(request):
    """Inside, times are read and shown in the zone of the person who works."""
    try:
        return timezone.override(ZoneInfo(request.user.time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.override(None)


def in_own_zone(view):
    @wraps(view)
    def local(request, *args, **kwargs):
        with own_zone(request):
            return view(request, *args, **kwargs)

    return local
