"""What the person said of the plan, each time it was read together."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models.child_order import Known
from referral.models.class_row import ManyPerCase
from referral.models.work import PlanGoal


class PlanAgreement(ManyPerCase):
    """Never edited: the next talk is another one. A plan is nobody's before the person agreed to it."""

    DATA_CLASS = DataClass.SERVICES

    class Said(models.TextChoices):
        YES = "yes", _("Agrees to the plan")
        PARTLY = "partly", _("Agrees to a part of it")
        NOT_YET = "not_yet", _("Not yet")

    class Copy(models.TextChoices):
        GIVEN = "given", _("Given")
        UNSAFE = "unsafe", _("Not safe to carry")
        NOT_WISHED = "not_wished", _("Not wished")

    phase = models.CharField(max_length=16, choices=PlanGoal.Phase.choices)
    said = models.CharField(_("what the person says"), max_length=8, choices=Said.choices)
    differs = EncryptedTextField(_("what the person does not agree to"))
    language = models.CharField(_("language of the talk"), max_length=8)
    interpreter = models.CharField(_("with an interpreter"), max_length=12, choices=Known.choices)
    safety_plan = models.CharField(
        _("a safety plan is agreed"), max_length=12, choices=Known.choices
    )
    copy = models.CharField(_("a copy for the person"), max_length=12, choices=Copy.choices)
    goals = models.PositiveSmallIntegerField()  # how many were spoken of
    mark = models.CharField(max_length=64)  # of these very goals
    talked_on = models.DateField(_("day of the talk"))
    review_on = models.DateField(_("we look at it again on"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_disagreement_is_written_down",
                condition=~Q(said="partly") | ~Q(differs=b""),
            ),
            models.CheckConstraint(
                name="plan_is_looked_at_again_later",
                condition=Q(review_on__gt=models.F("talked_on")),
            ),
        ]
