import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class ProtectionReason(models.TextChoices):
    COLLEAGUE = "colleague", _("A colleague knows somebody involved")
    THREAT = "threat", _("Somebody is looking for the person")
    KNOWN = "known", _("The person is well known, or works here")
    POLICE = "police", _("Police or a court asked for it")
    OTHER = "other", _("Another reason, told by word of mouth")


class ProtectionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The named; before it holds, also who may be the second of the two."""
        second = Q(lead=actor.user) | Q(proposed_by=actor.user)
        if actor.role == Role.SUPERVISOR:
            second = Q()
        named = Q(names__contains=[actor.user])
        return self.filter(
            named | (Q(confirmed_at=None) & second),
            organisation=actor.organisation,
            lifted_at=None,
        )

    def to_decide(self, actor):
        """What waits for this person as the second of two: setting it, or lifting it."""
        found = self.visible_to(actor)
        setting = Q(confirmed_at=None) & ~Q(proposed_by=actor.user)
        by_lead = Q(proposed_by=models.F("lead"))
        if actor.role == Role.SUPERVISOR:
            setting &= by_lead | Q(lead=actor.user)
        else:
            setting &= Q(lead=actor.user)
        lifting = Q(confirmed_at__isnull=False, lift_proposed_by__isnull=False)
        return found.filter(setting | (lifting & ~Q(lift_proposed_by=actor.user)))


class Protection(models.Model):
    """
    A case that only named colleagues know of.

    Written by the functions of `row_security/59_protection.sql`, which also close the case to all others.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=16)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ProtectionReason.choices)
    names = ArrayField(models.UUIDField())
    lead = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    lift_proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lift_proposed_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at=None), name="protection_one_per_case"
            ),
            models.CheckConstraint(
                name="protection_is_set_by_two",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="protection_is_lifted_by_two",
                condition=Q(lifted_by__isnull=True)
                | Q(confirmed_at__isnull=True)
                | ~Q(lifted_by=models.F("lift_proposed_by")),
            ),
            models.CheckConstraint(name="protection_names_two", condition=Q(names__len__gte=2)),
        ]
        indexes = [
            models.Index(
                fields=["organisation"], condition=Q(lifted_at=None), name="protection_live"
            )
        ]

    def __str__(self):
        return f"protection {self.pk}"
