"""
The words of emergency access: why, how urgent, what a review found. A leaf: it imports no model.

Who may is in `access.py`; minutes and limits are the database's, in `row_security/57_emergency.sql`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST_REASON = 20  # characters
OPEN_MINUTES, ALONE_AFTER_MINUTES, LAPSES_AFTER_MINUTES = 60, 10, 60
REVIEW_HOURS, MOST_IN_A_WEEK = 72, 3


class EmergencyReason(models.TextChoices):
    DANGER = "danger", _("The person is in danger")
    MISSING = "missing", _("The person is missing")
    MEDICAL = "medical", _("Medical emergency")
    CHILD = "child", _("A child is in danger")
    ON_THE_WAY = "on_the_way", _("Trouble on the way")
    NOBODY = "nobody", _("Nobody who works on the case can be reached, and it cannot wait")


class Urgency(models.TextChoices):
    LIFE = "life", _("A life may depend on it")
    TODAY = "today", _("It cannot wait until tomorrow")


class Finding(models.TextChoices):
    NEEDED = "needed", _("It was needed")
    AVOIDABLE = "avoidable", _("Understandable, but there was another way")
    NOT_JUSTIFIED = "not_justified", _("It was not justified")
