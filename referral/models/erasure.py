import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from referral.access import DataClass

CONFIRMS_ERASURE = [Role.SUPERVISOR, Role.DATA_PROTECTION]


class ErasedKey(models.Model):
    """A key that was destroyed. Held against a copy of the data that is put back: it is destroyed there again."""

    key = models.UUIDField(primary_key=True)
    owner = models.UUIDField()
    data_class = models.CharField(max_length=12)
    erased_at = models.DateTimeField()

    def __str__(self):
        return str(self.key)


class ErasureQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Row security adds: whoever confirms, and those to whom the case is open."""
        return self.filter(organisation=actor.organisation)

    def waiting(self):
        return self.filter(state=Erasure.State.PROPOSED).order_by("proposed_on", "pk")


class Erasure(models.Model):
    """
    Parts of one case that are to be erased: their time is over, or the person asked. A second person confirms.

    Written by the functions of `row_security/89_erasure.sql` alone. It says nothing of the person.
    """

    class Why(models.TextChoices):
        PERIOD = "period", _("The time for which they are kept is over")
        REQUEST = "request", _("The person asks for it")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        DONE = "done", _("Erased")
        KEPT = "kept", _("Kept for now")
        LAPSED = "lapsed", _("The case was opened again")

    class Keep(models.TextChoices):
        COURT = "court", _("A court or an authority needs it")
        CLAIM = "claim", _("A claim of the person is open")
        COMES_BACK = "comes_back", _("The person comes back")
        WRONG = "wrong", _("Asked for by mistake")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=16)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=8, choices=Why.choices)
    classes = ArrayField(models.CharField(max_length=12, choices=DataClass.choices))
    proposed_on = models.DateField()
    asked_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    kept_for = models.CharField(max_length=12, choices=Keep.choices, blank=True)
    kept_until = models.DateField(null=True, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_is_confirmed_by_another",
                condition=Q(answered_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="erasure_done_has_who_and_when",
                condition=~Q(state__in=["done", "kept"])
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="erasure_one_waits",
                fields=["case", "why"],
                condition=Q(state="proposed"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "proposed_on"],
                condition=Q(state="proposed"),
                name="erasure_waits",
            ),
            models.Index(fields=["case"], name="erasure_of_case"),
        ]

    def __str__(self):
        return f"erasure {self.pk}"

    @property
    def part_labels(self):
        return [DataClass(one).label for one in self.classes]


class ErasureHoldQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(organisation=actor.organisation)

    def live(self):
        return self.filter(ended_at=None, until__gte=Now())

    def waiting(self):
        return self.live().filter(confirmed_at=None).order_by("set_at")


class ErasureHold(models.Model):
    """Something stands against erasing a case. It stops erasing and nothing else: nobody reads more because of it."""

    class Why(models.TextChoices):
        COURT = "court", _("A court or an authority needs it")
        CLAIM = "claim", _("A claim of the person is open")
        COMPLAINT = "complaint", _("A complaint is being looked into")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=16)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(_("reason"), max_length=12, choices=Why.choices)
    until = models.DateField(_("until"))
    set_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ErasureHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_hold_is_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("set_by")),
            )
        ]
        indexes = [models.Index(fields=["case"], name="erasure_hold_of_case")]

    def __str__(self):
        return f"hold {self.pk}"
