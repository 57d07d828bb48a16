import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.codes import ServiceKind
from referral.enquiries import Asks, For
from referral.models.case import Case
from referral.stages import Reply


def new_enquiry_number():
    """A number of its own: it leads to no journey."""
    return f"E-{uuid.uuid4().hex[:8].upper()}"


class AnonymousEnquiryQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(organisation=actor.organisation, case__in=Case.objects.visible_to(actor))


class AnonymousEnquiry(models.Model):
    """
    A question to a non-state organisation of the country of origin while a claim keeps everything else from there.

    Codes only: no name, no text, no reference, nothing sealed. The receiver learns the country that asks, not who. It is written once;
    `row_security/62_enquiry.sql` fills in who asks and answers it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True, default=new_enquiry_number)
    case = models.ForeignKey("referral.Case", on_delete=models.PROTECT, related_name="enquiries")
    # These four are the database's.
    journey = models.ForeignKey("referral.Journey", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    receiver = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    asks = models.CharField(_("question"), max_length=12, choices=Asks.choices)
    services = ArrayField(models.CharField(max_length=32, choices=ServiceKind.choices))
    whom = models.CharField(_("for whom"), max_length=12, choices=For.choices)
    answer = models.CharField(_("answer"), max_length=12, choices=Reply.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AnonymousEnquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="enquiry_asks_for_something", condition=Q(services__len__gt=0)
            ),
            models.UniqueConstraint(
                fields=["case", "receiver"],
                condition=Q(answered_at=None, closed_at=None),
                name="enquiry_open_once",
            ),
        ]
        indexes = [models.Index(fields=["receiver", "-asked_at"], name="enquiry_received")]

    def __str__(self):
        return self.number
