import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from referral.absence import (
    Decision,
    DecisionReason,
    FoundHow,
    LastSeen,
    Noticed,
    Told,
    TryResult,
    Way,
)
from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.class_row import ManyPerCase
from referral.stages import case_statuses

LOOKS = [Role.CASE_MANAGER, Role.SUPERVISOR]


class AbsenceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        ours = self.filter(organisation_id=actor.organisation)
        return ours if actor.role in LOOKS else ours.none()

    def open(self):
        return self.filter(found_at=None)


class Absence(models.Model):
    """
    A person who cannot be reached. While it is open the case is frozen to its lead and to supervisors.

    Begun and ended by the doors of `row_security/68_absences.sql`. It is no status: where the person stood stays as it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="absences")
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    last_seen = models.CharField(_("last seen"), max_length=12, choices=LastSeen.choices)
    last_seen_on = models.DateField(_("last seen on"))
    noticed = models.CharField(_("who noticed it"), max_length=12, choices=Noticed.choices)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=28, choices=case_statuses)  # where the person stood
    round_from = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True, default="")
    reason = models.CharField(max_length=12, choices=DecisionReason.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    found_how = models.CharField(max_length=12, choices=FoundHow.choices, blank=True, default="")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(found_at=None), name="absence_one_per_case"
            ),
            models.CheckConstraint(
                name="absence_found_has_time_name_and_way",
                condition=Q(found_at__isnull=True, found_by__isnull=True, found_how="")
                | (Q(found_at__isnull=False, found_by__isnull=False) & ~Q(found_how="")),
            ),
            models.CheckConstraint(
                name="absence_decision_has_reason_time_and_name",
                condition=Q(decision="", reason="", decided_at__isnull=True)
                | (
                    ~Q(decision="")
                    & ~Q(reason="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "journey"],
                condition=Q(found_at=None),
                name="absence_open",
            )
        ]

    def __str__(self):
        return f"absence {self.pk}"

    @property
    def began(self):
        """The first day of the present round."""
        return timezone.localtime(self.round_from).date()


class OfAbsence(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class ContactTry(OfAbsence):
    """One try on one safe way. What was said is not kept: a try never says what it is about."""

    way = models.CharField(_("way"), max_length=12, choices=Way.choices)
    result = models.CharField(_("result"), max_length=12, choices=TryResult.choices)

    def __str__(self):
        return f"{self.way} {self.result}"


class MissingNotice(ManyPerCase, OfAbsence):
    """Who was told, and when, that a child is missing."""

    DATA_CLASS = DataClass.EVIDENCE

    whom = models.CharField(_("who was told"), max_length=12, choices=Told.choices)
    number = EncryptedTextField(_("number of the report"))

    def __str__(self):
        return self.whom
