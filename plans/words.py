"""The words of a plan: codes in the rows and in spreadsheets, labels on pages. Imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced")
    REFUSED = "refused", _("Not published")


class Stage(models.TextChoices):
    """How far the plan itself is, as the country says."""

    DRAFTED = "drafted", _("Drafted")
    CONSULTED = "consulted", _("Consulted")
    ADOPTED = "adopted", _("Adopted")
    RUNNING = "running", _("Running")
    REVIEWED = "reviewed", _("Reviewed")
    CLOSED = "closed", pgettext_lazy("plan", "Closed")


class Pillar(models.TextChoices):
    PREVENTION = "prevention", _("Prevention")
    PROTECTION = "protection", _("Protection")
    PROSECUTION = "prosecution", _("Prosecution")
    PARTNERSHIP = "partnership", _("Partnership")
    COORDINATION = "coordination", _("Coordination and data")


class Status(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    DELAYED = "delayed", _("Delayed")
    DONE = "done", pgettext_lazy("activity", "Done")
    DROPPED = "dropped", _("Dropped")


class Kind(models.TextChoices):
    INPUT = "input", _("Input")
    OUTPUT = "output", _("Output")
    OUTCOME = "outcome", _("Outcome")
    IMPACT = "impact", _("Impact")


class Figure(models.TextChoices):
    """What the mechanism counts by itself and writes into a plan, once a year is over (`reports/plan_values.py`)."""

    CAME = "came", _("Journeys that came in")
    CLOSED = "closed", _("Journeys that closed")
    IN_TIME = "in_time", _("Answers between bodies given in time, per cent")
    TRAINED = "trained", _("People who passed a course")


class Origin(models.TextChoices):
    ENTERED = "entered", _("Entered by hand")
    MECHANISM = "mechanism", _("From the mechanism’s own figures")


class Level(models.TextChoices):
    LOW = "low", pgettext_lazy("risk of a plan", "Low")
    MEDIUM = "medium", pgettext_lazy("risk of a plan", "Medium")
    HIGH = "high", pgettext_lazy("risk of a plan", "High")


class Response(models.TextChoices):
    OPEN = "open", _("No answer yet")
    ACCEPTED = "accepted", pgettext_lazy("recommendation", "Accepted")
    PARTLY = "partly", _("Accepted in part")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    DONE = "done", _("Carried out")


class Light(models.TextChoices):
    GREEN = "green", _("As planned")
    AMBER = "amber", _("Behind")
    RED = "red", _("Far behind")
    NONE = "none", _("Nothing to measure yet")


TONES = {Light.GREEN: "ok", Light.AMBER: "due", Light.RED: "late", Light.NONE: "plain"}
