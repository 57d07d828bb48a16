import json
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.keys import EncryptedTextField
from referral.models.work import ClassedRow


class MergeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those of cases that are open to the acting person: row security looks at the cases."""
        return self.filter(organisation_id=actor.organisation)

    def live(self):
        return self.filter(approved_at__isnull=False, ended_at=None)

    def waiting(self):
        return self.filter(approved_at=None, ended_at=None)


class Merge(models.Model):
    """
    Two records of one person are one file: `main` is worked on, `other` is read under it (docs/adr, "One file of two records").

    Asked by one person, approved by a second. `ended`: refused or taken back before the approval, undone after it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    main = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_of = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="merge_of_two_cases", condition=~Q(main=F("other"))),
            models.CheckConstraint(
                name="merge_is_approved_by_a_second_person",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False)
                    & ~Q(approved_by=F("asked_by"))
                ),
            ),
            models.CheckConstraint(
                name="merge_ended_at_and_by_go_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["other"], condition=Q(ended_at=None), name="merge_once_a_case"
            ),
        ]
        indexes = [models.Index(fields=["main"], condition=Q(ended_at=None), name="merge_by_main")]

    def __str__(self):
        return str(self.pk)


class MergedField(ClassedRow):
    """
    What differed in one field when the merge was asked for, and which was chosen. `case` is the main one: its key seals both.

    Kept as long as the merge, for the undo; refused or undone, it is gone.
    """

    class Choice(models.TextChoices):
        HERE = "here", _("This record")
        THERE = "there", _("The other record")
        BOTH = "both", _("Both")

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="fields")
    field = models.CharField(max_length=40)
    choice = models.CharField(max_length=8, choices=Choice.choices)
    here_text = EncryptedTextField()
    there_text = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "data_class", "field"], name="merged_field_once"
            )
        ]

    @property
    def here(self):
        return json.loads(self.here_text)

    @property
    def there(self):
        return json.loads(self.there_text)

    @property
    def chosen(self):
        if self.choice == self.Choice.BOTH:
            # Further lines of a name are the same name written otherwise (`known.py`).
            mark = "\n" if self.field.startswith("name_") else "; "
            return f"{self.here}{mark}{self.there}"
        return self.here if self.choice == self.Choice.HERE else self.there
