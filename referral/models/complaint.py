"""What a person says about a body that assists: written down, sealed, and read by somebody outside that body."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from referral.keys import EncryptedTextField
from referral.models.case import Case

# Who reads and answers at the body that was chosen. The same list stands in row_security/74_care.sql.
ANSWERS_COMPLAINTS = (
    Role.SUPERVISOR,
    Role.FOCAL_POINT,
    Role.NATIONAL_COORDINATOR,
    Role.DATA_PROTECTION,
)


class ComplaintQuerySet(models.QuerySet):
    def addressed_to(self, actor):
        if actor.role not in ANSWERS_COMPLAINTS:
            return self.none()
        return self.filter(to_id=actor.organisation)

    def visible_to(self, actor):
        ours = Q(case__in=Case.objects.visible_to(actor)) & ~Q(about_id=actor.organisation)
        return self.filter(ours | Q(pk__in=self.addressed_to(actor).values("pk")))


class Complaint(models.Model):
    """
    Routed to a body outside. The body complained about reads neither the words nor that there are any; where it is the
    organisation that wrote them down, no case is named either.
    """

    class Kind(models.TextChoices):
        NOT_GIVEN = "not_given", _("Help that was agreed did not come")
        NOT_ASKED = "not_asked", _("Was not asked, or was pressed")
        DISRESPECT = "disrespect", _("Was treated without respect, or differently from others")
        TOLD_OTHERS = "told_others", _("Something private was told to others")
        MONEY = "money", _("Money, things or papers were taken or held back")
        HARM = "harm", _("Was hurt, threatened or asked for something in return")
        OTHER = "other", pgettext_lazy("complaint", "Something else")

    class Answer(models.TextChoices):
        CHANGED = "changed", _("Looked into it: something changes")
        NOTHING = "nothing", _("Looked into it: nothing to change was found")
        PASSED_ON = "passed_on", _("Another body has to look into it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=9, unique=True)
    case = models.ForeignKey(
        "referral.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    about = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    written_in = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    to = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is about"), max_length=12, choices=Kind.choices)
    words = EncryptedTextField(_("in the person’s own words"))
    wish = EncryptedTextField(_("what the person wants to happen"))
    reach = EncryptedTextField(_("how to tell the person the answer"))
    sent_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    read_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, blank=True)
    told = EncryptedTextField(_("what the person is told"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The person heard the answer, from the organisation that wrote it down or from the body that gave it.
    heard_at = models.DateTimeField(null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaint_goes_to_somebody_outside", condition=~Q(about=F("to"))
            ),
            models.CheckConstraint(
                name="complaint_about_the_own_house_names_no_case",
                condition=~Q(about=F("written_in")) | Q(case__isnull=True),
            ),
            models.CheckConstraint(
                name="complaint_is_answered_whole",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (
                    ~Q(answer="")
                    & ~Q(told=b"")
                    & Q(answered_at__isnull=False, answered_by__isnull=False)
                ),
            ),
        ]

    key_class = "complaint"

    @property
    def key_owner(self):
        return self.id

    def __str__(self):
        return self.number
