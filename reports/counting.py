"""The worker's part: the figures counted anew, by the database."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from reports.models import DeskCount

COUNT_AFTER = timedelta(minutes=10)


@transaction.atomic
def count_desk(now=None) -> int:
    """How many numbers were written; none while those that stand there are younger than ten minutes."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [20261129])
        if not cursor.fetchone()[0]:
            return 0
        if DeskCount.objects.filter(as_of__gt=now - COUNT_AFTER).exists():
            return 0
        cursor.execute("SELECT refresh_desk(%s)", [now])
        return cursor.fetchone()[0]
