"""For the container platform, and for whoever watches it: what lives, in words that tell a stranger nothing."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import JsonResponse
from django.utils import timezone

from accounts.access import public
from shell.models import SignOfLife

LATE = {
    "worker": timedelta(minutes=10),
    "imports": timedelta(minutes=10),
    "statistics": timedelta(hours=3),
    "backup": timedelta(hours=26),
}
LEAST_FREE = 0.1  # of a disk


@public
def health(request):
    """200 while the web answers and reaches its database; what else is wrong, its words say."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    seen = dict(SignOfLife.objects.values_list("what", "seen_at"))
    return JsonResponse(
        {
            "web": "ok",
            "database": "ok",
            "disk": disk(),
            **{what: state(seen.get(what), longest) for what, longest in LATE.items()},
        }
    )


def state(seen_at, longest) -> str:
    if seen_at is None:
        return "never"
    return "late" if timezone.now() - seen_at > longest else "ok"


def disk() -> str:
    used = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR)
    return "ok" if used.free / used.total > LEAST_FREE else "low"
