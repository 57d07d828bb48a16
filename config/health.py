"""For the container platform, and for whoever watches it: what lives, in words that tell a stranger nothing."""

import os
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
    """Of the folders that we write into; the database watches its own."""
    files = settings.STORAGES["files"].get("OPTIONS", {}).get("location", settings.DATA_DIR)
    used = [shutil.disk_usage(place) for place in (settings.DATA_DIR, files) if os.path.exists(place)]
    return "ok" if all(one.free / one.total > LEAST_FREE for one in used) else "low"
