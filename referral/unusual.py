"""
What counts as unusual reading. All thresholds stand here; `row_security/85_unusual.sql` counts. Quiet by default.

Counted are entries of the log (who, when, which case), never what was read. A line is a question to ask, not an accusation.
"""

import json

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

RULES = {
    "many": {"most": 25},  # cases read in one hour
    "refused": {"most": 10},  # refused looks in one hour
    "night": {
        "from": 22,
        "most": 5,
        "usual": 4,
    },  # cases; from this hour to 5; not for whoever read on so many nights of 30 days
    "no_work": {
        "most": 5
    },  # days of the last 14 on which one case was read, without any work on it
}


class UnusualRule(models.TextChoices):
    MANY = "many", _("Read many cases within an hour")
    REFUSED = "refused", _("Tried again and again to open what is not open to them")
    NIGHT = "night", _("Read cases at night, and does not usually")
    NO_WORK = "no_work", _("Came back to a case day after day without working on it")


@transaction.atomic
def note_unusual_reading(now=None) -> int:
    """Run by the worker. Returns how many lines are new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note_unusual_reading(%s, %s)", [json.dumps(RULES), now or timezone.now()]
        )
        return cursor.fetchone()[0]
