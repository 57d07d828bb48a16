"""
The words of a disclosure without consent (rules of practice 12). A leaf: it imports no model.

Who may is in `access.py`; limits and durations are the database's, in `row_security/62_disclosure.sql`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

SHORTEST_REASON = 20  # characters
LAPSES_AFTER_HOURS, REVIEW_HOURS = 24, 72
MOST_ALONE, ALONE_DAYS = 2, 30
LETTER = "letter"  # the part that says for whom it is, and what was written for this purpose


class Ground(models.TextChoices):
    VITAL = "vital", _("A life or health is in danger")
    CHILD = "child", _("Protection of a child")
    COURT = "court", _("Order of a court")


class OutsideKind(models.TextChoices):
    """A receiver that does not work with this desk. All of them count as authorities."""

    RESCUE = "rescue", _("Ambulance, hospital or doctor")
    POLICE = "police", _("Police")
    CHILD_PROTECTION = "child_protection", _("Child protection")
    COURT = "court", _("Court or prosecutor")
    AUTHORITY = "authority", _("Another authority")
    OTHER = "other", _("Another body or person")


class How(models.TextChoices):
    PAGE = "page", _("By this desk")
    TELEPHONE = "telephone", _("By telephone")
    LETTER = "letter", _("By letter")
    HAND = "hand", _("By hand")


class Verdict(models.TextChoices):
    NEEDED = "needed", _("It was right")
    TOO_MUCH = "too_much", _("It was right, but less would have been enough")
    NOT_JUSTIFIED = "not_justified", _("It was not justified")


class Told(models.TextChoices):
    """How it ended with the person. It has no day: it waits until it is safe."""

    TOLD = "told", _("The person was told")
    DANGER = "danger", _("Not told: it would put somebody in danger")
    LOST = "lost", _("Not told: the person cannot be reached")
    FORBIDDEN = "forbidden", _("Not told: the court forbids it")
    DIED = "died", _("Not told: the person died")
