import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.second_person import needs_two_people
from plans.models.plan import Plan
from plans.words import Figure, Kind, Level, Pillar, Stage, State


class Edition(models.Model):
    """The text of a plan, whole. Drafted by one person, published by another; the next one replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, default="en")
    begins_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFTED
    )
    body = models.CharField(_("responsible body"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    vision = models.TextField(_("vision"), max_length=3000, blank=True)
    reason = models.CharField(_("what is new"), max_length=300, blank=True)
    refusal = models.CharField(_("why it is not published"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=State.PUBLISHED), name="edition_one_published"
            ),
            models.CheckConstraint(
                name="edition_ends_after_it_begins", condition=Q(ends_on__gt=F("begins_on"))
            ),
            needs_two_people("edition_needs_two_people"),
        ]

    def __str__(self):
        return f"{self.plan_id} {self.number}"


class Line(models.Model):
    """A row of an edition. `code` names it through all editions: 1, 1.2, 1.2.3."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("code"), max_length=16)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return self.code


class Objective(Line):
    """What the country wants to reach; a specific one stands under a strategic one (`parent`)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="objectives")
    pillar = models.CharField(_("pillar"), max_length=12, choices=Pillar.choices)
    parent = models.CharField(_("under"), max_length=16, blank=True)
    title = models.CharField(_("objective"), max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="objective_code_once")
        ]


class Activity(Line):
    """What is done, by whom, until when, with what money."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    objective = models.CharField(_("objective"), max_length=16)
    title = models.CharField(_("activity"), max_length=400)
    lead = models.CharField(_("lead"), max_length=200)
    partners = models.CharField(_("partners"), max_length=400, blank=True)
    begins_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    funding = models.CharField(_("source of the money"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="activity_code_once"),
            models.CheckConstraint(
                name="activity_ends_after_it_begins",
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
            ),
            models.CheckConstraint(
                name="activity_budget_has_currency",
                condition=Q(budget__isnull=True) | ~Q(currency=""),
            ),
        ]


class Indicator(Line):
    """How one would see it. `figure`: what of the mechanism's own figures fills it, where one does."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="indicators")
    objective = models.CharField(_("objective"), max_length=16)
    title = models.CharField(_("indicator"), max_length=300)
    kind = models.CharField(_("type"), max_length=8, choices=Kind.choices, default=Kind.OUTPUT)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(
        _("starting value"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    frequency = models.CharField(_("how often"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    figure = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="indicator_code_once")
        ]

    @property
    def figure_label(self) -> str:
        return dict(Figure.choices).get(self.figure, "")


class Risk(Line):
    """What could stop it, or what it takes for granted."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="risks")
    title = models.CharField(_("risk or assumption"), max_length=300)
    level = models.CharField(_("level"), max_length=6, choices=Level.choices, default=Level.MEDIUM)
    answer = models.CharField(_("what is done about it"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="risk_code_once")]
