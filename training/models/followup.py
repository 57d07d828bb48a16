import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

AFTER_MONTHS = (3, 6)


class Helped(models.TextChoices):
    SIGNS = "signs", _("Knowing the signs")
    TALK = "talk", _("How to talk with the person")
    WHO = "who", _("Knowing whom to ring")
    LAW = "law", _("The law and the rights")
    NOTHING = "nothing", _("Nothing so far")


class FollowUp(models.Model):
    """What came of a course, asked 3 and 6 months after. Of the person trained, never of a case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(
        "training.Certificate", on_delete=models.CASCADE, related_name="followups"
    )
    months = models.PositiveSmallIntegerField(choices=[(3, 3), (6, 6)])
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    has_referred = models.BooleanField(_("referred somebody since"), null=True)
    helped = models.CharField(
        _("what helped most"), max_length=8, choices=Helped.choices, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "months"], name="followup_once"),
            models.CheckConstraint(
                name="followup_answer_is_whole",
                condition=Q(answered_at__isnull=True) | Q(has_referred__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.months}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def answer(self, *, has_referred: bool, helped: str) -> None:
        self.has_referred, self.helped = has_referred, helped
        self.answered_at = timezone.now()
