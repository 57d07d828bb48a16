"""What happens while a plan runs: reported by one person, with date and evidence; nothing of it is overwritten."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.models.plan import Plan
from plans.words import Origin, Response, Status


class Told(models.Model):
    """Something somebody reported. `by` is empty for samples and for values that reports write."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{type(self).__name__} {self.at:%Y-%m-%d}"


class Progress(Told):
    """Where an activity stands since `on`. The newest counts."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="progress")
    code = models.CharField(max_length=16)
    on = models.DateField(_("as of"))
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    percent = models.PositiveSmallIntegerField(_("done, per cent"), default=0)
    evidence = models.CharField(_("evidence"), max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "code", "-on"], name="progress_newest")]
        constraints = [
            models.CheckConstraint(name="progress_percent", condition=models.Q(percent__lte=100))
        ]


class IndicatorValue(Told):
    """
    What was measured for a period that ended on `on`: entered by one person, and verified by another who saw the source; or counted by
    the mechanism. A small number of its own has no value: it is `below` that many.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="values")
    code = models.CharField(max_length=16)
    period = models.CharField(_("period"), max_length=20)
    on = models.DateField(_("end of the period"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True)
    below = models.PositiveSmallIntegerField(null=True)
    comment = models.CharField(_("comment"), max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ENTERED)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "code", "-on"], name="value_newest")]
        constraints = [
            models.CheckConstraint(
                name="value_or_below",
                condition=Q(value__isnull=False, below__isnull=True)
                | Q(value__isnull=True, below__isnull=False, origin=Origin.MECHANISM),
            ),
            models.CheckConstraint(
                name="value_of_the_mechanism_is_nobodys",
                condition=Q(origin=Origin.ENTERED)
                | Q(by__isnull=True, verified_by__isnull=True, verified_at__isnull=True),
            ),
            models.CheckConstraint(
                name="value_verified_by_another",
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | (
                    Q(verified_by__isnull=False, verified_at__isnull=False)
                    & (Q(by__isnull=True) | ~Q(verified_by=F("by")))
                ),
            ),
            models.UniqueConstraint(
                fields=["plan", "code", "period"],
                condition=Q(origin=Origin.MECHANISM),
                name="value_of_the_mechanism_once",
            ),
        ]

    @property
    def is_of_mechanism(self) -> bool:
        return self.origin == Origin.MECHANISM


class Review(Told):
    """Somebody looked at the whole plan. What changed is counted from the last one."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField(_("date"))
    title = models.CharField(_("review"), max_length=200)
    finding = models.TextField(_("findings"), max_length=3000, blank=True)


class Recommendation(Told):
    """What GRETA, the Union or others ask of the country, its answer, and the activity that carries it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="recommendations")
    body = models.CharField(_("by whom"), max_length=100)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    text = models.TextField(_("recommendation"), max_length=2000)
    response = models.CharField(
        _("response"), max_length=12, choices=Response.choices, default=Response.OPEN
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    activity = models.CharField(_("activity"), max_length=16, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


class Meeting(Told):
    """A meeting of the task force, by bodies and not by people."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField(_("date"))
    title = models.CharField(_("meeting"), max_length=200)
    bodies = models.CharField(_("bodies present"), max_length=400, blank=True)


class Decision(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    place = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("decision"), max_length=400)
    lead = models.CharField(_("who does it"), max_length=200, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    activity = models.CharField(_("activity"), max_length=16, blank=True)

    def __str__(self):
        return self.text[:40]
