import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from referral.unusual import UnusualRule


class UnusualReadingQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who was told: the leads of the cases that were read, and data protection."""
        return self.filter(organisation=actor.organisation, told__contains=[actor.user])


class UnusualReading(models.Model):
    """A colleague read in an unusual way: which rule, how often, on which day. Not what, and not a judgement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    reader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=12, choices=UnusualRule.choices)
    on = models.DateField()
    number = models.PositiveIntegerField()
    told = ArrayField(models.UUIDField())
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = UnusualReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reader", "rule", "on"], name="unusual_reading_once_a_day"
            )
        ]

    def __str__(self):
        return f"unusual reading {self.pk}"
