import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PersonKeys(models.Model):
    """Keyed hashes of a person's names and birth date. The application cannot read this table: `possibly_known` does."""

    case = models.OneToOneField("referral.Case", on_delete=models.PROTECT, primary_key=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    blocks = ArrayField(models.BigIntegerField())
    tokens = ArrayField(models.BigIntegerField())
    places = ArrayField(models.PositiveSmallIntegerField(), default=list)
    born = ArrayField(models.BigIntegerField())
    parts = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["blocks"], name="person_keys_blocks", fastupdate=False)]

    def __str__(self):
        return f"keys {self.case_id}"


class NameCount(models.Model):
    """How many people of an organisation have a key that more than a few have; under key 0, how many there are. Nobody reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    key = models.BigIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="name_count_once")
        ]

    def __str__(self):
        return f"names of {self.organisation_id}"


class SamePersonQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Row security gives only those of which the acting person may read the names of both cases."""
        return self.filter(organisation_id=actor.organisation)


class SamePerson(models.Model):
    """What was decided about two cases that may be of one person. The cases stay apart; it is not asked again."""

    class Answer(models.TextChoices):
        LINKED = "linked", _("The same person: linked")
        APART = "apart", _("Two different people")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    first = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = SamePersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="same_person_pair_in_order", condition=Q(first__lt=F("second"))
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(undone_at=None),
                name="same_person_one_answer_a_pair",
            ),
            models.CheckConstraint(
                name="same_person_undone_at_and_by_go_together",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.answer} {self.pk}"
