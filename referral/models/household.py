import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Household(models.Model):
    """
    People whose journeys are made together. One day of travel; files and consents stay apart (rules of practice 24).

    Inside one organisation. Written by the doors of `row_security/66_households.sql` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    travel_on = models.DateField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)
    arrives_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="household_leaves_on_its_day",
                condition=Q(travel_on__isnull=False) | Q(leaves_at__isnull=True),
            )
        ]

    def __str__(self):
        return f"household {self.pk}"


class HouseholdMember(models.Model):
    """One person in it. Row security shows it to whoever works on this case and on another one of the household."""

    class Part(models.TextChoices):
        PARENT = "parent", _("Parent")
        CHILD = "child", _("Child")
        SIBLING = "sibling", _("Brother or sister")
        PARTNER = "partner", _("Partner")
        RELATIVE = "relative", _("Another relative")

    class Why(models.TextChoices):
        PERSON = "person", _("One of them wishes to wait, or not to go")
        SAFETY = "safety", _("Together is not safe")
        HEALTH = "health", _("Health")
        AUTHORITY = "authority", _("Decided by a court or child protection")
        APART = "apart", _("They wish to travel apart")
        MISTAKE = "mistake", _("Linked by mistake")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    joined_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    left_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(left_at=None),
                name="household_member_of_one",
            ),
            models.CheckConstraint(
                name="household_member_leaves_with_a_reason",
                condition=Q(left_at__isnull=True, left_by__isnull=True, why="")
                | (Q(left_at__isnull=False, left_by__isnull=False) & ~Q(why="")),
            ),
        ]

    def __str__(self):
        return f"member {self.pk}"
